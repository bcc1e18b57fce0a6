import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ConfigurationInvalid, readConfig } from './config.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'custos-config-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function read(yaml: string, env: Record<string, string> = {}, flags = {}) {
  const config = join(folder, 'custos.yaml');
  writeFileSync(config, yaml);
  return readConfig({ config, ...flags }, env);
}

function problems(yaml: string, env: Record<string, string> = {}): string {
  try {
    read(yaml, env);
  } catch (error) {
    if (error instanceof ConfigurationInvalid) return error.message.replaceAll(`${folder}/`, '');
    throw error;
  }
  return '';
}

const stackWith = (more: string) =>
  `stacks: [{ name: a, services: [{ name: p, kind: prometheus, ${more} }] }]`;

describe('The configuration', () => {
  it('has a default for everything', () => {
    const config = readConfig({}, {});
    expect(config.server).toEqual({ host: '127.0.0.1', port: 4000, corsOrigins: [] });
    expect(config.storage).toEqual({ dataDir: resolve('data'), retentionDays: 30 });
    expect(config.stacks).toEqual([
      { name: null, endpoint: 'unix:///var/run/docker.sock', project: null, discover: true, services: [] },
    ]);
  });

  it('is taken from the command line before the environment, and from there before the file', () => {
    const yaml = 'server: { host: 10.0.0.1, port: 1 }\nstorage: { dataDir: /a }';
    expect(read(yaml).server).toMatchObject({ host: '10.0.0.1', port: 1 });
    const env = { CUSTOS_HOST: '10.0.0.2', CUSTOS_PORT: '2', CUSTOS_DATA_DIR: '/b' };
    expect(read(yaml, env)).toMatchObject({
      server: { host: '10.0.0.2', port: 2 },
      storage: { dataDir: '/b' },
    });
    expect(read(yaml, env, { host: '10.0.0.3', port: 3 }).server).toMatchObject({
      host: '10.0.0.3',
      port: 3,
    });
  });

  it('watches the stacks that it names, each after its own project', () => {
    const { stacks } = read(`
stacks:
  - name: shop
    docker: { host: null }
    services: [{ name: prometheus, kind: prometheus, url: http://127.0.0.1:9090, labels: { team: a } }]
  - name: bot
    docker: { project: trading-bot }`);
    expect(stacks).toMatchObject([
      { name: 'shop', endpoint: null, services: [{ name: 'prometheus', labels: { team: 'a' } }] },
      { name: 'bot', endpoint: 'unix:///var/run/docker.sock', project: 'trading-bot' },
    ]);
  });

  it('expands variables, their defaults, and doubled dollars', () => {
    const yaml = 'server: { host: "${A}", corsOrigins: ["${B:-http://b}", "$$1", "${C:-}x"] }';
    const { server } = read(yaml, { A: '10.0.0.9' });
    expect(server).toMatchObject({ host: '10.0.0.9', corsOrigins: ['http://b', '$1', 'x'] });
  });

  it.each([
    ['{ token: abc }', 'Bearer abc'],
    ['{ token_file: FOLDER/secret }', 'Bearer from-a-file'],
    ['{ username: me, password: "a:b" }', `Basic ${Buffer.from('me:a:b').toString('base64')}`],
    [
      '{ username: me, password_file: FOLDER/secret }',
      `Basic ${Buffer.from('me:from-a-file').toString('base64')}`,
    ],
  ])('says with what a service is asked: %s', (auth, header) => {
    writeFileSync(join(folder, 'secret'), 'from-a-file\n');
    const { stacks } = read(stackWith(`auth: ${auth.replace('FOLDER', folder)}`));
    expect(stacks[0]?.services[0]?.authorization).toBe(header);
  });

  it('says what a service needs, and what a plugin is told of all its services', () => {
    const yaml = `${stackWith('dependsOn: [q]')}\nplugins: { settings: { prometheus: { ratio: 0.8 } } }`;
    const { stacks, plugins } = read(yaml);
    expect(stacks[0]?.services[0]?.dependsOn).toEqual(['q']);
    expect(plugins.settings).toEqual({ prometheus: { ratio: 0.8 } });
  });

  it.each([
    ['none', '{}', null],
    ['an empty one', '{ token: "" }', null],
    ['a token', '{ token: canary-of-16-chars }', 'canary-of-16-chars'],
    ['one in a file', '{ token_file: FOLDER/secret }', 'from-a-file-of-16'],
  ])('says with what webhooks come: %s', (_, given, token) => {
    writeFileSync(join(folder, 'secret'), 'from-a-file-of-16\n');
    const yaml = `webhooks: { alertmanager: ${given.replace('FOLDER', folder)} }`;
    expect(read(yaml).webhookToken).toBe(token);
  });
});

describe('A secret of the configuration', () => {
  it('whose file cannot be read is told with the path', () => {
    const told = problems(stackWith(`auth: { token_file: ${folder}/none }`));
    expect(told).toContain('The secret of p cannot be read from none (ENOENT)');
  });

  it.each([
    ['of two sorts', 'auth: { token: canary-1, username: a }'],
    ['of more than one line', 'auth: { token: "canary-1\\nX: y" }'],
    ['in the URL', 'url: http://u:canary-1@h'],
    ['that can be guessed', 'labels: {}\nwebhooks: { alertmanager: { token: canary-1 } }'],
  ])('%s is refused without being quoted', (_, more) => {
    const told = problems(stackWith(more));
    expect(told).not.toBe('');
    expect(told).not.toContain('canary-1');
  });
});

describe('A configuration that cannot be used', () => {
  it.each([
    [
      'health:\n  failureTreshold: 3',
      'custos.yaml:2:3: `health`: There is no option `failureTreshold`. Did you mean failureThreshold?',
    ],
    ['serverr: {}', 'custos.yaml:1:1: There is no option `serverr`. Did you mean server?'],
    [
      'server:\n  port: many',
      'custos.yaml:2:9: `server.port`: Invalid input: expected number, received string.',
    ],
    ['stacks:\n  - name: a b', 'custos.yaml:2:11: `stacks.0.name`: must be letters'],
    [
      'stacks:\n  - name: a\n    services:\n      - { name: p, kind: prometheus, url: 9090 }',
      'custos.yaml:4:43: `stacks.0.services.0.url`: must be an http or https address',
    ],
    ['redact:\n  - a\n  - (', 'custos.yaml:3:5: `redact.1`: cannot be taken out: '],
    ['redact: [x*]', 'it matches the empty text, and so every place.'],
    [
      'alerts:\n  services:\n    - { matchers: ["=x"], service: p }',
      'custos.yaml:3:20: `alerts.services.0.matchers.0`: "=x" is not a label matcher',
    ],
    ['server: [', 'custos.yaml:1:10: '],
    ['server:\n  host: ${NOPE}', 'custos.yaml:2:9: The variable NOPE is not set.'],
  ])('is refused with file, line, column and what was expected: %j', (yaml, expected) => {
    expect(problems(yaml)).toContain(expected);
  });

  it('names all its faults at once', () => {
    expect(problems('server: { port: -1 }\nstorage: { retentionDays: 0 }').split('\n')).toHaveLength(2);
  });

  it('is refused when its file is not there', () => {
    expect(() => readConfig({ config: join(folder, 'none.yaml') }, {})).toThrow('it is not there');
  });

  it.each([
    [{ CUSTOS_PORT: 'http' }, 'CUSTOS_PORT'],
    [{ DOCKER_HOST: 'garbage' }, 'unix:///path'],
    [{ DOCKER_HOST: 'ssh://me@host' }, 'forwarding its socket'],
    [{ CUSTOS_ADMIN_TOKEN: 'short' }, 'at least 16'],
  ])('is refused when the environment is wrong: %j', (env, expected) => {
    expect(() => readConfig({}, env)).toThrow(expected);
  });
});
