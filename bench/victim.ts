import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import Docker from 'dockerode';

/** A container that does nothing until it is killed. */
export interface Victim {
  readonly name: string;
  readonly docker: Docker;
  readonly start: () => Promise<void>;
  readonly kill: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

const image = 'custos-bench/sleep:1';

/** The Docker engine of this machine; null when none answers. */
export async function findDocker(socketPath: string): Promise<Docker | null> {
  const docker = new Docker({ socketPath, timeout: 10_000 });
  return docker.ping().then(
    () => docker,
    () => null,
  );
}

/** Creates the container, from an image that is made of this machine's own `sleep`: nothing is pulled. */
export async function createVictim(docker: Docker): Promise<Victim> {
  await importSleep(docker);
  const name = `custos-bench-${process.pid}`;
  const container = await docker.createContainer({ name, Image: image, Cmd: ['/bin/sleep', '3600'] });
  return {
    name,
    docker,
    start: () => container.start(),
    kill: () => container.kill({ signal: 'SIGKILL' }),
    remove: async () => {
      await container.remove({ force: true });
      await docker.getImage(image).remove();
    },
  };
}

async function importSleep(docker: Docker): Promise<void> {
  const libraries = execFileSync('ldd', ['/bin/sleep'], { encoding: 'utf8' }).match(/\/\S+/g) ?? [];
  const files = ['/bin/sleep', ...libraries].map((path) => path.slice(1));
  const tar = spawn('tar', ['-C', '/', '-chf', '-', ...files], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [repo, tag] = image.split(':');
  const progress = await docker.importImage(tar.stdout, { repo, tag });
  progress.resume();
  await once(progress, 'end');
}
