import type { Document } from 'yaml';
import { isMap, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { z } from 'zod';

import { nearest } from '../domain/suggestion.ts';
import { fileSchema } from './schema.ts';
import type { FileConfig } from './schema.ts';

/** A configuration that cannot be used: one line for each fault, with file, line and column. */
export class ConfigurationInvalid extends Error {
  override readonly name = 'ConfigurationInvalid';

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

interface Source {
  readonly file: string;
  readonly text: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads a configuration file. `${VAR}`, `${VAR:-default}` and `$$` are expanded in its texts.
 * @throws ConfigurationInvalid with every fault that it has.
 */
export function parseConfiguration({ file, text, variables }: Source): FileConfig {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${String(line)}:${String(col)}`;
  };
  if (document.errors.length > 0) {
    throw new ConfigurationInvalid(document.errors.map((error) => `${at(error.pos[0])}: ${error.message}`));
  }
  const unset = expand(document, variables);
  if (unset.length > 0) {
    throw new ConfigurationInvalid(unset.map(({ offset, message }) => `${at(offset)}: ${message}`));
  }
  const parsed = fileSchema.safeParse(document.toJS() ?? {});
  if (parsed.success) return parsed.data;
  throw new ConfigurationInvalid(
    parsed.error.issues.map((issue) => `${at(offsetOf(document, issue))}: ${explain(issue)}`),
  );
}

interface Fault {
  readonly offset: number;
  readonly message: string;
}

function expand(document: Document, variables: Source['variables']): readonly Fault[] {
  const faults: Fault[] = [];
  visit(document, {
    Scalar: (_key, node) => {
      if (typeof node.value !== 'string') return;
      node.value = node.value.replace(
        /\$\$|\$\{([A-Za-z_]\w*)(?::-([^}]*))?\}/gu,
        (whole, variable?: string, fallback?: string) => {
          if (variable === undefined) return whole === '$$' ? '$' : whole;
          const value = variables[variable] ?? '';
          if (value !== '' || fallback !== undefined) return value === '' ? (fallback ?? '') : value;
          const message = `The variable ${variable} is not set. Set it, or give a default: \${${variable}:-default}.`;
          faults.push({ offset: node.range?.[0] ?? 0, message });
          return '';
        },
      );
    },
  });
  return faults;
}

/** Where the fault stands: at the unknown key, else at the value, else at the nearest thing around it. */
function offsetOf(document: Document, issue: z.core.$ZodIssue): number {
  const path = [...issue.path];
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const holder = document.getIn(path, true);
  if (unknown !== undefined && isMap(holder)) {
    const pair = holder.items.find(({ key }) => isScalar(key) && key.value === unknown);
    if (isScalar(pair?.key)) return pair.key.range?.[0] ?? 0;
  }
  for (; path.length > 0; path.pop()) {
    const node = document.getIn(path, true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

function explain(issue: z.core.$ZodIssue): string {
  const where = issue.path.length > 0 ? `\`${issue.path.map(String).join('.')}\`: ` : '';
  if (issue.code !== 'unrecognized_keys') return `${where}${issue.message}.`;
  const known = keysAt(issue.path);
  const meant = nearest(issue.keys[0] ?? '', known);
  const hint = meant.length > 0 ? ` Did you mean ${meant.join(' or ')}?` : ` Known are ${known.join(', ')}.`;
  return `${where}There is no option ${issue.keys.map((key) => `\`${key}\``).join(', ')}.${hint}`;
}

/** The options that the schema knows at a path. */
function keysAt(path: readonly PropertyKey[]): readonly string[] {
  let schema: unknown = fileSchema;
  for (const step of path) {
    schema = unwrap(schema);
    schema = typeof step === 'number' ? inner(schema, 'element') : inner(inner(schema, 'shape'), step);
  }
  const shape = inner(unwrap(schema), 'shape');
  return typeof shape === 'object' && shape !== null ? Object.keys(shape) : [];
}

function unwrap(schema: unknown): unknown {
  const within = inner(inner(schema, 'def'), 'innerType');
  return within === undefined ? schema : unwrap(within);
}

function inner(holder: unknown, key: PropertyKey): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, key) : undefined;
}
