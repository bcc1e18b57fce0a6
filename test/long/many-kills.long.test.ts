import { describe, it } from 'vitest';

import { surviveKills } from '../support/killed-writer.ts';

describe('A server that is killed again and again', () => {
  it('has lost nothing that it acknowledged, 150 times out of 150', async () => {
    await surviveKills(150, 4_711);
  }, 600_000);
});
