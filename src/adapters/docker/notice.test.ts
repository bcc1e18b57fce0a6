import { describe, expect, it } from 'vitest';
import { eventOf, rawContainer } from '../../../test/support/docker-daemon.ts';
import { readEvent } from './notice.ts';

const id = String(rawContainer('prometheus').listed['Id']);
const blank = {
  at: new Date('2026-11-23T12:00:00.123Z'),
  containerId: id,
  containerName: 'prometheus',
  exitCode: null,
  health: null,
};
const read = (action: string, attributes: Record<string, string> = {}) =>
  readEvent(eventOf('prometheus', action, { nanos: 123_456_789, attributes }));

describe('An event of Docker', () => {
  it.each([
    ['start', {}, {}],
    ['die', { exitCode: '137' }, { exitCode: 137 }],
    ['oom', {}, {}],
  ])('named %s is a notice', (action, attributes, more) => {
    expect(read(action, attributes)?.notices).toEqual([{ ...blank, action, ...more }]);
  });

  it('says in its action what a health check says', () => {
    const [notice] = read('health_status: unhealthy')?.notices ?? [];
    expect(notice).toEqual({ ...blank, action: 'health_status', health: 'UNHEALTHY' });
  });

  it('is news of both names when it is a rename', () => {
    const names = read('rename', { oldName: '/was' })?.notices.map((notice) => notice.containerName);
    expect(names).toEqual(['was', 'prometheus']);
  });

  it('keeps the nanoseconds that a number of JavaScript cannot hold', () => {
    expect(read('start')).toMatchObject({
      key: `1795435200123456789 ${id} start`,
      micros: 1_795_435_200_123_456,
    });
  });

  it('takes its time from nothing that a label says', () => {
    const label = { note: '"timeNano":1' };
    expect(read('start', label)?.notices[0]?.at).toEqual(blank.at);
  });

  it.each(['exec_create: wget', 'exec_start: wget', 'exec_die', 'attach', 'top', 'resize'])(
    'named %s is noise',
    (action) => expect(read(action)).toBeNull(),
  );

  it.each(['{"half":', 'null', '{"Action":"start"}', '<html>'])('is not %s', (line) =>
    expect(() => readEvent(line)).toThrow(),
  );
});
