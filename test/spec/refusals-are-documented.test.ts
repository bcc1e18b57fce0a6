import { readFileSync } from 'node:fs';
import { buildSchema, isEnumType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { refusals } from '../../src/domain/refusal.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

const catalogue = Object.entries(refusals);
const codes = catalogue.map(([code]) => code);

interface Section {
  readonly code: string;
  /** The catalogue's sentence, which opens the section as a quotation. */
  readonly quoted: string;
  readonly rest: string;
}

const sections: readonly Section[] = read('docs/refusals.md')
  .split(/^## /m)
  .slice(1)
  .map((text) => {
    const [code = '', ...lines] = text.split('\n');
    const quoted = lines.filter((line) => line.startsWith('> ')).map((line) => line.slice(2));
    const rest = lines.filter((line) => !line.startsWith('> '));
    return { code: code.trim(), quoted: oneLine(quoted.join(' ')), rest: oneLine(rest.join(' ')) };
  });

function contractSentences(): ReadonlyMap<string, string> {
  const type = buildSchema(read('test/contract/api.graphql')).getType('RefusalCode');
  if (!isEnumType(type)) throw new Error('The contract has no enum RefusalCode.');
  return new Map(type.getValues().map(({ name, description }) => [name, oneLine(description ?? '')]));
}

describe('The page of refusals', () => {
  it('has a section for every refusal of the catalogue, in its order, and no other', () => {
    expect(sections.map(({ code }) => code)).toEqual(codes);
  });

  it.each(catalogue)('quotes the sentence of %s', (code, sentence) => {
    expect(sections.find((section) => section.code === code)?.quoted).toBe(sentence);
  });

  it.each(codes)('says when %s comes and what to do about it', (code) => {
    const section = sections.find((candidate) => candidate.code === code);
    expect(section?.rest).toMatch(/^\*\*When:\*\* .{40,} \*\*What to do:\*\* .{20,}$/);
  });
});

describe('The catalogue of refusals', () => {
  const sentences = contractSentences();

  it('has no code that the contract does not have', () => {
    expect(codes.filter((code) => !sentences.has(code))).toEqual([]);
  });

  it('gives its codes in the order of the contract', () => {
    expect(codes).toEqual([...sentences.keys()].filter((code) => codes.includes(code)));
  });

  it.each(catalogue)('says of %s what the contract says', (code, sentence) => {
    expect(oneLine(sentence)).toBe(sentences.get(code));
  });
});
