import { rules } from './rules/index.ts';

/** The kinds of services whose versions a rule asks for. */
export const knownKinds: readonly string[] = [
  ...new Set(rules.flatMap(({ versions }) => (versions === undefined ? [] : [versions.of]))),
].sort();
