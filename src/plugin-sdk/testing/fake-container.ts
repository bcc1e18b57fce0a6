import type { ArchivedFile, CommandResult, ContainerFacts, ContainerReader, LogLine } from '../container.ts';
import { ReadFailure } from '../container.ts';
import type { Permission } from '../plugin.ts';
import type { FakeContainer, FakeWorld } from './world.ts';

const newYear = Date.UTC(2026, 0, 1);

/** Reads the containers of a test's world. */
export function fakeContainerReader(
  world: FakeWorld,
  own: string,
  permit: (permission: Permission) => void,
): ContainerReader {
  const find = (permission: Permission, service = own): FakeContainer | null => {
    permit(permission);
    const found = service === own ? world.container : world.containers?.[service];
    if (found === undefined) throw new ReadFailure(`The container of ${service} cannot be read here.`);
    return found;
  };
  const run = (permission: Permission, key: string): CommandResult =>
    resultOf(key, find(permission)?.commands?.[key]);
  return {
    inspect: (service) =>
      soon(() => {
        const found = find('docker:read', service);
        return found && factsOf(service ?? own, found);
      }),
    logs: ({ tail = 500, since = 0, service } = {}) =>
      soon(() =>
        (find('docker:read', service)?.logs ?? [])
          .map(lineOf)
          .filter(({ at }) => at >= since)
          .slice(-tail),
      ),
    events: ({ since, service }) =>
      soon(() => (find('docker:read', service)?.events ?? []).filter(({ at }) => at >= since)),
    usage: (service) =>
      soon(() => {
        const usage = find('docker:read', service)?.usage;
        if (usage === undefined) throw new ReadFailure('What it uses cannot be read here.');
        const none = { cpuPercent: null, throttledPeriods: null, periods: null, memoryBytes: null };
        return usage && { ...none, memoryLimitBytes: null, ...usage };
      }),
    archive: (path, service) =>
      soon(() => {
        const files = Object.entries(find('docker:archive', service)?.files ?? {});
        const below = files.filter(
          ([name]) => name === path || name.startsWith(`${path.replace(/\/$/, '')}/`),
        );
        if (below.length === 0) throw new ReadFailure(`There is no ${path} in the container.`);
        return below.map(fileOf);
      }),
    exec: (command) => soon(() => run('docker:exec', command)),
    helper: (command) => soon(() => run('docker:helper', `helper ${command}`)),
  };
}

function resultOf(key: string, result: string | CommandResult | undefined): CommandResult {
  if (result === undefined) throw new ReadFailure(`${key} cannot be run here.`);
  return typeof result === 'string' ? { exitCode: 0, output: result } : result;
}

/** What a function answers, or the promise of what it throws. */
function soon<T>(answer: () => T): Promise<T> {
  return new Promise((resolve) => resolve(answer()));
}

function factsOf(name: string, found: FakeContainer): ContainerFacts {
  const { state, ...facts } = found;
  return {
    ...{
      id: name.padEnd(64, '0'),
      name,
      image: 'an/image:1',
      imageId: 'sha256:0',
      imageUser: 'nobody',
      user: '',
    },
    ...{
      restartCount: 0,
      restartPolicy: 'unless-stopped',
      command: [],
      environment: {},
      labels: {},
      mounts: [],
    },
    ...{
      networks: [],
      ports: [],
      memoryLimitBytes: null,
      cpuLimit: null,
      pidMode: '',
      networkMode: 'default',
    },
    ...{ privileged: false, readOnlyRoot: false, extraHosts: [] },
    logging: { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } },
    ...facts,
    state: {
      ...{ status: 'running', exitCode: 0, error: '', oomKilled: false, startedAt: newYear - 86_400_000 },
      ...{ finishedAt: null, health: null },
      ...state,
    },
  };
}

function lineOf(line: string | LogLine): LogLine {
  return typeof line === 'string' ? { at: newYear - 1000, stream: 'stderr', text: line } : line;
}

function fileOf([path, file]: readonly [string, string | Partial<ArchivedFile>]): ArchivedFile {
  const given = typeof file === 'string' ? { text: file } : file;
  const whole = { type: 'file', uid: 0, gid: 0, mode: 0o644, modifiedAt: newYear - 86_400_000 } as const;
  const text = given.text ?? null;
  return {
    path,
    ...whole,
    size: text?.length ?? 0,
    sha256: text === null ? null : `of:${text}`,
    text,
    ...given,
  };
}
