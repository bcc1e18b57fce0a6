import { describe, expect, it } from 'vitest';
import { readManifest } from './manifest.ts';

const good = {
  name: 'good',
  version: '1.2.3',
  description: 'Is for a test.',
  sdk: '^1.0.0',
  kinds: [{ name: 'good', displayName: 'Good', images: ['some/good'], port: 1234 }],
  permissions: ['http'],
};
const named = { name: 'same', title: 'Is it the same?' };
const nowhere = { flags: [], environment: [], onlyIf: null };
/** As it is taken: what was left out has its default. */
const taken = {
  ...good,
  kinds: [{ ...good.kinds[0], hostPorts: [1234], needs: [], listens: nowhere, prefix: nowhere }],
  ...{ checks: [], findings: [], problems: [], actions: [], commands: [], reads: [] },
};
const read = (definition: unknown, probes = true) =>
  readManifest({ kind: 'loaded', manifest: JSON.stringify(definition), probes });

describe('A manifest', () => {
  it('is taken when it is valid, without what else the module exports', () => {
    expect(read({ ...good, colour: 'red' })).toEqual(taken);
  });

  it('may have settings, as a schema', () => {
    const settings = { type: 'object', properties: { path: { type: 'string' } } };
    expect(read({ ...good, settings })).toEqual({ ...taken, settings });
  });

  it.each<[string, object, RegExp]>([
    ['a name with capitals', { name: 'Bad' }, /name: must be lower-case/],
    ['a name that begins with a hyphen', { name: '-bad' }, /name: must be lower-case/],
    ['no version', { version: undefined }, /version: /],
    ['a version of two numbers', { version: '1.0' }, /version: must be a version/],
    ['no description', { description: '' }, /description: /],
    ['no range of the SDK', { sdk: 'latest' }, /sdk: must be a range/],
    ['no kind', { kinds: [] }, /kinds: /],
    ['a kind without a port', { kinds: [{ ...good.kinds[0], port: 0 }] }, /kinds\.0\.port: /],
    ['an unknown permission', { permissions: ['root'] }, /permissions\.0: .*"http"/],
    ['two checks of one name', { checks: [named, named] }, /checks: same is there twice/],
    ['a check without a title', { checks: [{ name: 'same' }] }, /checks\.0\.title: /],
    [
      'a finding whose code has a space',
      { findings: [{ code: 'F 1', title: 'It.', severity: 'INFO' }] },
      /findings\.0\.code: must be upper camel case/,
    ],
    [
      'a problem without checks',
      { problems: [{ ...named, symptoms: [], checks: [] }] },
      /problems\.0\.checks: /,
    ],
    [
      'a command that begins with what is filled in',
      { commands: [{ name: 'run', argv: ['{program}'], parts: { program: '.*' } }] },
      /commands\.0: must begin with the name of a program/,
    ],
    [
      'a command whose pattern cannot be read',
      { commands: [{ name: 'run', argv: ['ls', '{path}'], parts: { path: '(' } }] },
      /commands\.0: has a part whose pattern cannot be read/,
    ],
    ['a path to read that has a query', { reads: ['/api?x=1'] }, /reads\.0: /],
    ['settings that are no schema', { settings: 'none' }, /settings: /],
  ])('is refused for %s, with where it is wrong', (_, wrong, failure) => {
    expect(read({ ...good, ...wrong })).toMatch(failure);
  });

  it('is refused when the plugin cannot probe', () => {
    expect(read(good, false)).toMatch(/probe: must be a function/);
  });

  it('is refused when it was written for another SDK, with both versions', () => {
    expect(read({ ...good, sdk: '^2.1.0' })).toBe(
      'It was written for ^2.1.0 of the plugin SDK; this is 1.0.0.',
    );
  });

  it('is refused when it is no object', () => {
    expect(read('good')).toMatch(/not valid/);
  });
});
