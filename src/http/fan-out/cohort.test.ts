import { describe, expect, it } from 'vitest';
import { HttpApp } from '../../../test/support/http-app.ts';
import { until } from '../../../test/support/http-world.ts';
import { Cohort } from './cohort.ts';
import type { Member } from './member.ts';

/** A member whose socket keeps what it is sent. */
function memberAt(
  position: number,
  app: HttpApp,
): Member & { readonly got: string[]; readonly socket: { bufferedAmount: number } } {
  const viewer = app.authenticate('viewer');
  if (!viewer) throw new Error('There is no such token.');
  const got: string[] = [];
  const socket = {
    bufferedAmount: 0,
    send: (frame: unknown, sent?: unknown) => {
      got.push(String(frame));
      if (typeof sent === 'function') setImmediate(sent as () => void);
    },
  };
  const ignore = (): void => undefined;
  return {
    socket,
    viewer,
    prefix: '',
    signal: new AbortController().signal,
    position,
    end: ignore,
    expel: ignore,
    got,
  };
}

function cohortOf(app: HttpApp): { readonly cohort: Cohort; readonly rendered: number[] } {
  const rendered: number[] = [];
  const cohort = new Cohort({
    app,
    filter: {},
    render: ({ sequence }) => {
      rendered.push(sequence);
      return Promise.resolve(String(sequence));
    },
    isLast: () => false,
    fail: (_member, error) => {
      throw error;
    },
    delivered: () => undefined,
  });
  return { cohort, rendered };
}

describe('A cohort', () => {
  it('gives one who joins from now nothing of what happened before it, though others have not got it yet', async () => {
    const app = new HttpApp();
    const { cohort } = cohortOf(app);
    const early = memberAt(0, app);
    cohort.join(early);
    app.append('1', '2', '3');
    const late = memberAt(app.log.head(), app);
    cohort.join(late);
    app.append('4');
    await until(() => early.got.length === 4 && late.got.length > 0);
    expect(early.got).toEqual(['1}', '2}', '3}', '4}']);
    expect(late.got).toEqual(['4}']);
    for (const member of [early, late]) cohort.leave(member);
    await until(() => app.followers === 0);
  });

  it('renders each event once, whoever is behind', async () => {
    const app = new HttpApp();
    const { cohort, rendered } = cohortOf(app);
    const [quick, slow] = [memberAt(0, app), memberAt(0, app)];
    for (const member of [quick, slow]) cohort.join(member);
    slow.socket.bufferedAmount = 1_000_000;
    for (let turn = 0; turn < 50; turn++) app.append('It happened.');
    await until(() => quick.got.length === 50 && slow.got.length === 50);
    expect(slow.got).toEqual(quick.got);
    expect(rendered.length).toBe(50);
    for (const member of [quick, slow]) cohort.leave(member);
    await until(() => app.followers === 0);
  });
});
