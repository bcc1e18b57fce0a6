import { execFile, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Docker from 'dockerode';

import { alone } from './alone.ts';
import { codename } from './debian.ts';
import { until } from './until.ts';

const run = promisify(execFile);

/** An engine to build the lab in, or why there is none. */
export type LabEngine = { readonly docker: Docker } | { readonly missing: string };

/** An engine on this machine answers within milliseconds; one that does not in this time hangs. */
const answerMs = 5_000;
const bootMs = 60_000;
const installMs = 300_000;

/**
 * Finds the Docker engine: that of DOCKER_HOST, or the usual socket. Where a CI run is root on Debian and has
 * none, one is installed and started, and left running. Never rejects.
 */
export async function labEngine(): Promise<LabEngine> {
  const docker = new Docker();
  const failure = await silence(docker);
  if (failure === null) return { docker };
  if (!mayInstall()) return { missing: `no Docker engine answers: ${failure}` };
  try {
    await alone('start a Docker engine', installMs + bootMs, () => start(docker));
    return { docker };
  } catch (error) {
    return { missing: `no Docker engine could be started: ${String(error)}` };
  }
}

/** Why an engine does not answer; null when it does. */
async function silence(docker: Docker): Promise<string | null> {
  try {
    await docker.listContainers({ limit: 1, abortSignal: AbortSignal.timeout(answerMs) });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Only where nobody works: a machine of somebody's own is not given an engine by a test. */
function mayInstall(): boolean {
  const { CI, DOCKER_HOST } = process.env;
  return CI === 'true' && DOCKER_HOST === undefined && process.getuid?.() === 0 && codename() !== null;
}

async function start(docker: Docker): Promise<void> {
  if ((await silence(docker)) === null) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['-qq', 'update'], { env, timeout: installMs });
  const packages = ['docker.io', 'iptables', 'iproute2'];
  await run('apt-get', ['-qq', 'install', '-y', '--no-install-recommends', ...packages], {
    env,
    timeout: installMs,
  });
  const file = join(tmpdir(), 'custos-lab-dockerd.log');
  const log = openSync(file, 'a');
  // Its metrics are a service of the lab; an engine of 2022 tells them only as an experiment.
  const told = ['--experimental', '--metrics-addr', '127.0.0.1:9323'];
  const daemon = spawn('dockerd', told, { detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  const failed = new Promise<never>((_resolve, reject) => daemon.once('error', reject));
  daemon.unref();
  const answers = until(`dockerd answers (its log: ${file})`, { withinMs: bootMs }, async () => {
    return (await silence(docker)) === null;
  });
  await Promise.race([answers, failed]);
}
