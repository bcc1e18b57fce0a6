import type { Word } from './word.ts';

/** The arguments of a command, sorted. */
export interface Sorted {
  /** As they are written, without their values. */
  readonly options: readonly string[];
  /** The values of options, by the option. */
  readonly values: ReadonlyMap<string, string>;
  readonly operands: readonly Word[];
}

/** How arguments are sorted. */
export interface Sorting {
  /** Options that take the next word as their value. */
  readonly valued: readonly string[];
  /** Whether everything from the first operand on is one: `docker exec NAME ls -l`. */
  readonly untilOperand?: boolean;
}

/** Sorts arguments into options and operands. */
export function sortArguments(words: readonly Word[], { valued, untilOperand }: Sorting): Sorted {
  const options: string[] = [];
  const values = new Map<string, string>();
  const operands: Word[] = [];
  /** Where the last option stood: the word after it may be its value. */
  let last = -1;
  for (const [at, word] of words.entries()) {
    const before = options.at(-1);
    const awaited = before !== undefined && valued.includes(before) && !values.has(before) && at === last + 1;
    if (awaited) values.set(before, word.text);
    else if (/^-./su.test(word.text)) {
      const [name = '', value] = word.text.split(/=(.*)/su);
      options.push(name);
      last = at;
      if (value !== undefined) values.set(name, value);
      else values.delete(name);
    } else if (untilOperand) return { options, values, operands: words.slice(at) };
    else operands.push(word);
  }
  return { options, values, operands };
}

/** Whether one of the options is among them; one letter also in a cluster such as `-fsS`. */
export function hasOption(options: readonly string[], ...wanted: readonly string[]): boolean {
  return options.some(
    (option) =>
      wanted.includes(option) ||
      (/^-[A-Za-z]{2,}$/u.test(option) &&
        wanted.some((one) => one.length === 2 && option.includes(one.charAt(1)))),
  );
}
