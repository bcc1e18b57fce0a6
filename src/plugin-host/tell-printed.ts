import type { Journal } from '../application/ports/journal.ts';
import type { Printed } from './plugin-worker.ts';

/** Puts into the journal what a plugin printed, under its name. */
export function tellPrinted(journal: Journal, plugin: string, printed: Printed): void {
  if (printed.kind === 'dropped')
    journal.warn(`${plugin}: printed too much; ${printed.lines} lines were dropped.`, { plugin });
  else if (printed.stream === 'stdout') journal.info(`${plugin}: ${printed.line}`, { plugin });
  else journal.warn(`${plugin}: ${printed.line}`, { plugin });
}
