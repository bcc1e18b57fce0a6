import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { RunningCustos } from '../support/running-custos.ts';

let custos: RunningCustos;
beforeEach(async () => {
  custos = await new RunningCustos().start();
});
afterEach(() => custos.end());

const create = (name: string, more = {}) =>
  custos.app.createToken(custos.admin, { name, role: 'VIEWER', expiresAt: null, ...more });

describe('The first token', () => {
  it('is made at the first start, and not again', async () => {
    expect(custos.custos.firstSecret).toMatch(/^custos_[A-Za-z0-9_-]{43}$/u);
    expect(custos.admin).toMatchObject({ role: 'ADMIN', actor: { kind: 'TOKEN', name: 'first-admin' } });
    await custos.restart();
    expect(custos.custos.firstSecret).toBeNull();
    expect(custos.admin.role).toBe('ADMIN');
  });

  it('is the one that the environment gives, and then none is made', async () => {
    await custos.restart({ adminToken: 'given-by-the-environment' });
    expect(custos.custos.firstSecret).toBeNull();
    expect(custos.app.authenticate('given-by-the-environment')).toMatchObject({
      actor: { name: 'environment' },
    });
  });

  it('of the environment gives way to the next one', async () => {
    await custos.restart({ adminToken: 'given-by-the-environment' });
    await custos.restart({ adminToken: 'given-by-the-environment-later' });
    expect(custos.app.authenticate('given-by-the-environment')).toBeNull();
    expect(custos.app.authenticate('given-by-the-environment-later')).not.toBeNull();
  });

  it('of the environment stays revoked once somebody revoked it', async () => {
    await custos.restart({ adminToken: 'given-by-the-environment' });
    await custos.app.revokeToken(custos.admin, { token: 'environment' });
    await expect(custos.restart({ adminToken: 'given-by-the-environment' })).rejects.toThrow('revoked');
    await custos.start();
  });
});

describe('A token', () => {
  it('gives access with its role until it is revoked', async () => {
    const { secret, token } = await create('portal', { role: 'OPERATOR' });
    const viewer = custos.app.authenticate(secret);
    expect(viewer).toMatchObject({ role: 'OPERATOR', tokenId: token.id });
    await custos.app.revokeToken(custos.admin, { token: 'portal' });
    expect(custos.app.authenticate(secret)).toBeNull();
    expect(viewer && custos.app.admits(viewer)).toBe(false);
  });

  it('says when it was last used, to the minute', async () => {
    const { secret, token } = await create('portal');
    expect(token.lastUsedAt).toBeNull();
    await custos.clock.advance(90_000);
    custos.app.authenticate(secret);
    const used = () => custos.app.tokenById(token.id)?.lastUsedAt;
    await custos.until('the use is noted', () => used() !== null);
    expect(used()).toEqual(new Date(Math.floor(custos.clock.now().getTime() / 60_000) * 60_000));
    await custos.restart();
    expect(used()).not.toBeNull();
  });

  it('gives access until it expires', async () => {
    const { secret } = await create('brief', { expiresAt: new Date(custos.clock.now().getTime() + 1000) });
    expect(custos.app.authenticate(secret)).not.toBeNull();
    await custos.clock.advance(1000);
    expect(custos.app.authenticate(secret)).toBeNull();
  });

  it('is kept as a hash: its secret is nowhere in the log', async () => {
    const { secret } = await create('portal');
    const log = JSON.stringify(await custos.app.events({ limit: 1000, keep: 'newest' }));
    expect(log).toContain('portal');
    expect(log).not.toContain(secret.slice(12));
    expect(JSON.stringify(custos.app.tokens())).not.toContain(secret.slice(12));
  });

  it.each([
    ['first-admin', {}, 'NAME_TAKEN', 'name'],
    ['', {}, 'INVALID_ARGUMENT', 'name'],
    ['a\nb', {}, 'INVALID_ARGUMENT', 'name'],
    ['late', { expiresAt: new Date(0) }, 'INVALID_ARGUMENT', 'expiresAt'],
  ])('named %j with %j is refused as %s', async (name, more, code, field) => {
    await expect(create(name, more)).rejects.toMatchObject({ userError: { code, path: ['input', field] } });
  });

  it('that was revoked keeps its name to itself', async () => {
    await create('portal');
    await custos.app.revokeToken(custos.admin, { token: 'portal' });
    await expect(create('portal')).rejects.toMatchObject({ userError: { code: 'NAME_TAKEN' } });
  });

  it('that is the last admin’s cannot be revoked', async () => {
    await expect(custos.app.revokeToken(custos.admin, { token: 'first-admin' })).rejects.toMatchObject({
      userError: { code: 'LAST_ADMIN_TOKEN' },
    });
  });

  it('of two revoked at once, the last admin’s stays', async () => {
    await create('second', { role: 'ADMIN' });
    const results = await Promise.allSettled(
      ['first-admin', 'second'].map((token) => custos.app.revokeToken(custos.admin, { token })),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});
