import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import type Docker from 'dockerode';

import { alone } from './alone.ts';
import { buildImage } from './build-image.ts';
import { codename } from './debian.ts';
import { finished } from './finished.ts';
import { type Recipe, recipes, release } from './recipes.ts';

const run = promisify(execFile);

/** On an image of the lab: which recipe it was made of. */
const recipeLabel = 'custos.lab.recipe';
const updateMs = 120_000;
/** Downloads 38 MB and imports 150 MB; ten seconds on a good day. */
const buildMs = 300_000;

/**
 * Sees to it that the engine has these images of the lab, or all of them. What is there already costs one question; an image of
 * the same name that the lab did not make is taken as it is. The rest is built of Debian packages, or, where these
 * are not to be had, pulled; standard error says which.
 * @throws Error when an image can be had neither way.
 */
export async function labImages(
  docker: Docker,
  images: readonly string[] = recipes.map(({ image }) => image),
): Promise<void> {
  if ((await missing(docker, images)).length === 0) return;
  if (codename() !== release) {
    await pullAll(docker, images, `this is not Debian ${release}`);
    return;
  }
  await alone('build the images', buildMs, async () => {
    const wanted = await missing(docker, images);
    try {
      for (const recipe of wanted) await build(docker, recipe);
      await sweep(docker);
    } catch (error) {
      await pullAll(docker, images, `building failed: ${String(error)}`);
    }
  });
}

async function missing(docker: Docker, images: readonly string[]): Promise<readonly Recipe[]> {
  const wanted = recipes.filter(({ image }) => images.includes(image));
  const there = await Promise.all(wanted.map((recipe) => isThere(docker, recipe)));
  return wanted.filter((_, index) => !there[index]);
}

async function isThere(docker: Docker, recipe: Recipe): Promise<boolean> {
  try {
    const { Config } = await docker.getImage(recipe.image).inspect();
    const made = (Config.Labels as Record<string, string> | null)?.[recipeLabel];
    return made === undefined || made === fingerprint(recipe);
  } catch (error) {
    if (error instanceof Error && 'statusCode' in error && error.statusCode === 404) return false;
    throw error;
  }
}

const fingerprint = (recipe: Recipe): string =>
  createHash('sha256')
    .update(JSON.stringify([recipe, recipe.node ? process.version : null]))
    .digest('hex')
    .slice(0, 16);

/** The lists of packages may be missing or older than the packages: one failure is answered with an update. */
async function build(docker: Docker, recipe: Recipe): Promise<void> {
  say(`building ${recipe.image} of Debian packages`);
  const labels = [`${recipeLabel}=${fingerprint(recipe)}`];
  try {
    await buildImage(docker, recipe, labels);
  } catch {
    await run('apt-get', ['-qq', 'update'], { timeout: updateMs });
    await buildImage(docker, recipe, labels);
  }
}

/** Removes what an older recipe made, unless something still runs of it. */
async function sweep(docker: Docker): Promise<void> {
  const replaced = await docker.listImages({ filters: { dangling: ['true'], label: [recipeLabel] } });
  for (const { Id } of replaced)
    await docker
      .getImage(Id)
      .remove()
      .catch(() => undefined);
}

async function pullAll(docker: Docker, images: readonly string[], why: string): Promise<void> {
  for (const { image, instead } of await missing(docker, images)) {
    say(`pulling ${instead}: ${why}`);
    await finished(docker, await docker.pull(instead));
    const [repo = '', tag = ''] = image.split(':');
    if (image !== instead) await docker.getImage(instead).tag({ repo, tag });
  }
}

function say(what: string): void {
  process.stderr.write(`lab: ${what}\n`);
}
