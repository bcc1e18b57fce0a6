import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { Command } from 'commander';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';

import { documents } from '../../src/cli/documents.ts';
import { createProgram } from '../../src/cli/program.ts';
import { exits } from '../../src/cli/world.ts';
import { createCommands } from '../../src/commands.ts';
import { configurationSchema } from '../../src/config/json-schema.ts';
import { exitCodes } from '../../src/startup-failure.ts';

const contentOf = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');
const guide = contentOf('docs/command-line.md');
const program = createProgram({ version: '0', levels: ['info'], ended: () => undefined }, createCommands());

/** The commands that do something, with their words, such as `token create`. */
function leaves(command: Command, words: readonly string[] = []): readonly (readonly [string, Command])[] {
  if (command.commands.length === 0) return [[words.join(' '), command]];
  return command.commands.flatMap((child) => leaves(child, [...words, child.name()]));
}

const commands = leaves(program);
const examples = [...guide.matchAll(/^custos (.+?)(?: +#.*)?$/gmu)].map(([, words = '']) => words);

describe('The command line', () => {
  it.each(Object.entries(documents))('asks %s, which the schema has', (_name, document) => {
    expect(validate(buildSchema(contentOf('schema.graphql')), parse(document))).toEqual([]);
  });

  it.each(commands)('has an example of %s in its guide', (words) => {
    expect(examples.filter((example) => example.startsWith(words))).not.toEqual([]);
  });

  it.each(examples)('takes the example: custos %s', (example) => {
    const [words, command] = commands.find(([known]) => example.startsWith(known)) ?? ['', null];
    const given = example
      .slice(words.length)
      .trim()
      .split(/\s+/u)
      .filter((word) => word !== '');
    const { unknown } = (command as Command).parseOptions(given);
    expect(unknown).toEqual([]);
  });

  it.each(commands)('says of %s what it does, and of each of its options', (_words, command) => {
    expect(command.description()).not.toBe('');
    expect(command.options.filter(({ description }) => description === '')).toEqual([]);
  });

  it('has every exit code in its guide, and no other', () => {
    const told = [...guide.matchAll(/^\| `(\d+)`/gmu)].map(([, code]) => Number(code));
    const known = [...Object.values(exits), ...Object.values(exitCodes)];
    expect(told.sort()).toEqual([...new Set(known)].sort());
  });

  it('has the JSON Schema of the configuration beside the guide, as `custos config schema` prints it', () => {
    expect(JSON.parse(contentOf('docs/custos.schema.json'))).toEqual(
      JSON.parse(JSON.stringify(configurationSchema())),
    );
  });
});
