import type { Kind } from './remark.ts';
import type { Line, Runbook, Snippet } from './runbook.ts';
import type { Command } from './shell/command.ts';
import type { Range } from './versions.ts';

/** Where something stands, for rules that look around. */
export interface Place {
  readonly runbook: Runbook;
  readonly snippet: Snippet;
  /** The commands before it in its snippet, the nearest first; at most two hundred. */
  readonly earlier: () => readonly Command[];
  /** Whether the runbook has one of these words anywhere. */
  readonly mentions: (...words: readonly string[]) => boolean;
}

/** What is wrong with a line, and what to do instead: data, and a predicate on one command or one line. */
export interface Rule {
  /** Several rules may say the sides of one correction. */
  readonly id: string;
  readonly kind: Kind;
  /** One sentence each. */
  readonly why: string;
  readonly instead: string;
  /** For which versions; without it for all. */
  readonly versions?: Range;
  /** What is said of versions that are older. */
  readonly before?: { readonly kind: Kind; readonly why: string };
  readonly command?: (command: Command, place: Place) => boolean;
  readonly line?: (line: Line, place: Place) => boolean;
}
