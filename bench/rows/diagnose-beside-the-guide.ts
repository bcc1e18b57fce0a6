import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { labEngine } from '../../test/lab/engine.ts';
import type { LabStack } from '../../test/lab/stack.ts';
import { up } from '../../test/lab/stack.ts';
import { until } from '../../test/lab/until.ts';
import { now } from '../answer.ts';
import type { Bench, Round, Row } from '../row.ts';
import { median } from '../statistics.ts';

const diagnosesPerRound = 3;
const token = 'the-token-of-the-benchmark';

/** Why does Prometheus not start? Asked of one that is well: by the guide's own commands, and by one mutation. */
export const diagnoseBesideTheGuide: Row = {
  name: 'P01, asked of a Prometheus that is well',
  peer: 'the guide’s own commands, one after the other, without anybody reading',
  run: async (bench) => {
    const found = await labEngine();
    if ('missing' in found) return { skipped: found.missing };
    const missing = ['docker-compose', 'lsof', 'netstat'].filter(
      (command) => spawnSync('which', [command]).status !== 0,
    );
    if (missing.length > 0)
      return { skipped: `the guide asks with ${missing.join(', ')}, not installed here` };
    const stack = await up({ docker: found.docker, project: 'bench-diagnose', ports: 'free' });
    try {
      const { rounds, checks } = await diagnose(bench, stack);
      const [ours, theirs] = [
        median(rounds.map((each) => each.ours)),
        median(rounds.map((each) => each.theirs)),
      ];
      const note = `${ours.toFixed(0)} ms for ${String(checks)} checks, ${theirs.toFixed(0)} ms for five commands`;
      return [{ name: 'median', unit: 'ms', better: 'less', rounds, atLeast: 2, note }];
    } finally {
      await stack.down();
    }
  },
};

async function diagnose(bench: Bench, stack: LabStack) {
  const custos = await serve();
  const folder = mkdtempSync(join(tmpdir(), 'custos-bench-compose-'));
  writeFileSync(join(folder, 'docker-compose.yml'), composeFile);
  try {
    await until('Prometheus is known and well', { withinMs: 60_000, everyMs: 200 }, async () => {
      const { service } = await custos.ask<{ service: { health: { status: string } } | null }>(
        `{ service(name: "prometheus", stack: "${stack.project}") { health { status } } }`,
      );
      return service?.health.status === 'HEALTHY';
    });
    let checks = 0;
    const ours = async (): Promise<void> => {
      const { diagnose: answer } = await custos.ask<Answer>(
        `mutation { diagnose(input: { service: "prometheus", stack: "${stack.project}", problem: "P01" }) {
          diagnosis { partial verdict checks { name status } } userErrors { message } } }`,
      );
      if (answer.diagnosis?.partial !== false) throw new Error(JSON.stringify(answer));
      checks = answer.diagnosis.checks.length;
    };
    const theirs = async (): Promise<void> => {
      for (const command of commandsOf(stack)) await run(command, folder);
    };
    // The first is not counted: everything is slower then.
    await ours();
    await theirs();
    const rounds: Round[] = [];
    while (rounds.length < bench.rounds * diagnosesPerRound)
      rounds.push({ ours: await timed(ours), theirs: await timed(theirs) });
    return { rounds, checks };
  } finally {
    await custos.stop();
    rmSync(folder, { recursive: true });
  }
}

interface Answer {
  readonly diagnose: {
    readonly diagnosis: { readonly partial: boolean; readonly checks: readonly object[] } | null;
  };
}

/** As much as Compose needs to find the containers of the stack by their labels. */
const composeFile = 'version: "3"\nservices:\n  prometheus:\n    image: prom/prometheus:v2.42.0\n';

/** What the guide says under “Prometheus not starting”, with the name and the port of this stack. */
function commandsOf(stack: LabStack): readonly (readonly [string, ...string[]])[] {
  const { port } = new URL(stack.url('prometheus'));
  const compose = ['docker-compose', '-p', stack.project] as const;
  return [
    [...compose, 'logs', 'prometheus'],
    [...compose, 'exec', '-T', 'prometheus', 'promtool', 'check', 'config', '/etc/prometheus/prometheus.yml'],
    ['lsof', '-i', `:${port}`],
    ['netstat', '-tlnp'],
    ['df', '-h', '/var/lib'],
  ];
}

async function timed(task: () => Promise<void>): Promise<number> {
  const began = now();
  await task();
  return now() - began;
}

function run([command, ...args]: readonly [string, ...string[]], folder: string): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(command, args, { cwd: folder }, (error) => {
      // Nothing at a port is an answer too.
      if (error && command !== 'lsof') reject(new Error(`${command}: ${error.message}`));
      else resolve();
    });
  });
}

/** The built program, which finds the stack by itself. */
async function serve() {
  const dataDir = mkdtempSync(join(tmpdir(), 'custos-bench-'));
  const program = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));
  const child = spawn(process.execPath, [program, 'serve', '--port', '0', '--data-dir', dataDir], {
    env: { ...process.env, CUSTOS_ADMIN_TOKEN: token },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const urlPattern = /http:\/\/127\.0\.0\.1:\d+/u;
  await until('Custos answers', { withinMs: 30_000, everyMs: 50 }, () =>
    Promise.resolve(urlPattern.test(printed)),
  );
  const url = urlPattern.exec(printed)?.[0] ?? '';
  return {
    ask: async <T>(query: string): Promise<T> => {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query }),
      });
      const { data, errors } = (await response.json()) as { data?: T; errors?: unknown };
      if (!data) throw new Error(JSON.stringify(errors));
      return data;
    },
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
