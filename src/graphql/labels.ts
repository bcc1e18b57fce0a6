import type { LabelObject } from './label.type.ts';

/** Labels as a list, by name. */
export function labelsOf(labels: Readonly<Record<string, string>>): readonly LabelObject[] {
  return Object.entries(labels)
    .map(([name, value]) => ({ name, value }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
