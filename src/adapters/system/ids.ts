import { createHash, randomBytes } from 'node:crypto';

import type { Ids } from '../../application/ports/ids.ts';

/** Ids by SHA-256, secrets from the operating system's source of randomness. */
export const systemIds: Ids = {
  of: (prefix, ...parts) => {
    const digest = createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
    return `${prefix}_${digest.replace(/[-_]/gu, '').slice(0, 16)}`;
  },
  secret: () => `custos_${randomBytes(32).toString('base64url')}`,
  hash: (secret) => createHash('sha256').update(secret).digest('hex'),
};
