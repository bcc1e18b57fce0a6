import type { KindSignature } from '../../src/domain/plugin/plugin.ts';

const nowhere = { flags: [], environment: [], onlyIf: null } as const;

/** A kind of service that is recognised by its image, or by being named after it. */
export function kind(
  given: Pick<KindSignature, 'name' | 'displayName' | 'images' | 'port'> & Partial<KindSignature>,
): KindSignature {
  return { hostPorts: [given.port], needs: [], listens: nowhere, prefix: nowhere, ...given };
}
