import type { Remedy } from 'custos/plugin-sdk';

/** What would help, as findings name it. */
export const remedy = (action: string, why: string, given: Partial<Remedy> = {}): Remedy => ({
  action,
  why,
  ...given,
});
