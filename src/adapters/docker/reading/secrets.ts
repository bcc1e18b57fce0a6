import { redact } from '../../../domain/redact.ts';

const secretName = /password|passwd|secret|token|key|credential|auth(?!or)|dsn|private/iu;
/** What is named after a file holds a path, also of a secret. */
const pathName = /(?:file|path|dir)$/iu;
/** The beginning of an address with who somebody is in it. */
const signedIn = /:\/\/[^\s/@]+@/u;
const harmless = /^(?:true|false|\d{0,5})$/iu;

/** Whether a value may be shown, by the name that it goes by and by its look. */
function isPublic(name: string, value: string): boolean {
  if (secretName.test(name) && !pathName.test(name)) return false;
  return redact(value) === value && !signedIn.test(value);
}

/** Variables by name, `NAME=value` as Docker gives them; null instead of a value that may be secret. */
export function environmentOf(lines: readonly string[]): Readonly<Record<string, string | null>> {
  const named = lines.filter((line) => line.includes('='));
  return Object.fromEntries(
    named.map((line) => {
      const [name, value] = [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)];
      return [name, isPublic(name, value) ? value : null];
    }),
  );
}

/** A command without the values of flags that are named after secrets, and without what looks like one. */
export function commandOf(words: readonly string[]): readonly string[] {
  return words.map((word, index) => {
    const [flag, name, value] = /^(--?([\w.-]+)=)(.*)$/su.exec(word)?.slice(1) ?? [];
    if (flag !== undefined && name !== undefined) return `${flag}${shown(name, value ?? '')}`;
    // A flag can also stand before its value.
    const before = /^--?([\w.-]+)$/u.exec(words[index - 1] ?? '')?.[1];
    return before === undefined || word.startsWith('-') ? masked(word) : shown(before, word);
  });
}

/** Options or labels by name, secrets taken out. */
export function withoutSecrets(values: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, shown(name, value)]));
}

function shown(name: string, value: string): string {
  const secret = secretName.test(name) && !pathName.test(name) && !harmless.test(value);
  return secret ? '[redacted]' : masked(value);
}

function masked(value: string): string {
  return redact(value).replace(/(:\/\/)[^\s/@:]+@/gu, '$1[redacted]@');
}
