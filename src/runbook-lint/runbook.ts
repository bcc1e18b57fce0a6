import type { Command } from './shell/command.ts';

/** A line that is no command, but says something that a rule knows. */
export interface Line {
  /** A comment of a shell; YAML; prose of the document; a line of another language. */
  readonly what: 'comment' | 'yaml' | 'prose' | 'other';
  readonly text: string;
  /** Of YAML: its keys from the outermost in, joined by `/`, such as `services/grafana/ports`. */
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** What stands together: a fence of a document, or a script as a whole. */
export interface Snippet {
  /** The heading above it, and the prose between. */
  readonly section: string;
  readonly commands: readonly Command[];
  readonly lines: readonly Line[];
}

/** A runbook, read. */
export interface Runbook {
  /** With `\n` at the end of its lines. */
  readonly text: string;
  readonly snippets: readonly Snippet[];
}

/** What a file is written in. */
export type Syntax = 'markdown' | 'shell' | 'yaml';
