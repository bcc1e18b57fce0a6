import { access, readdir, readFile, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What the process of an engine is called. */
const engines: ReadonlySet<string> = new Set(['dockerd', 'podman']);

/**
 * Why the engine at an endpoint does not run on the machine that this process sees, in a sentence; null: it does. A
 * socket alone is no proof, as it may have been mounted into a container or forwarded from another machine: the
 * engine's process must be here, with the same network and the same root as this one's.
 */
export async function whyNotOnHost(endpoint: string, proc: string): Promise<string | null> {
  if (!endpoint.startsWith('unix://'))
    return `Docker is asked at ${endpoint}: its host is not looked into from here.`;
  const engine = await engineIn(proc);
  if (engine === null) return 'No process of a Docker engine is seen here: its host cannot be looked into.';
  const inside = (await sharesNetwork(proc, engine)) ?? !(await isContainer());
  return inside && (await sharesRoot(proc, engine))
    ? null
    : 'Custos runs in a container: the host of the engine cannot be looked into from there.';
}

/** The number of its process; null when none is seen. */
async function engineIn(proc: string): Promise<string | null> {
  const processes = (await readdir(proc)).filter((name) => /^\d+$/u.test(name));
  for (const process of processes) {
    const name = await readFile(join(proc, process, 'comm'), 'utf8').catch(() => '');
    if (engines.has(name.trim())) return process;
  }
  return null;
}

/** Null where that may not be seen. */
async function sharesNetwork(proc: string, engine: string): Promise<boolean | null> {
  const networks = [engine, 'self'].map((process) => readlink(join(proc, process, 'ns', 'net')));
  const [its, ours] = await Promise.all(networks).catch(() => []);
  return its === undefined ? null : its === ours;
}

/** True where that may not be seen: what is asked beside it says enough. */
async function sharesRoot(proc: string, engine: string): Promise<boolean> {
  const roots = [stat(join(proc, engine, 'root/')), stat('/')];
  const [its, ours] = await Promise.all(roots).catch(() => []);
  return its === undefined || (its.dev === ours?.dev && its.ino === ours.ino);
}

async function isContainer(): Promise<boolean> {
  const marks = ['/.dockerenv', '/run/.containerenv'];
  const found = await Promise.all(
    marks.map((path) =>
      access(path).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.includes(true);
}
