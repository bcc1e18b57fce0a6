import { describe, expect, it } from 'vitest';
import type { Json } from 'custos/plugin-sdk';
import { runCheck } from 'custos/plugin-sdk/testing';
import plugin from '../plugin.ts';
import { answering, firing, rule, rulesRoute, wellWorld } from '../targets-worlds.ts';

const watchdog = (one: Json) => runCheck(plugin, 'watchdog', answering(rulesRoute(one)));

describe('The check watchdog', () => {
  it('X09 passes when an alert always fires', async () => {
    expect(await runCheck(plugin, 'watchdog', wellWorld)).toMatchObject({ status: 'PASS', findings: [] });
  });

  it('X09 knows one by its name alone', async () => {
    expect(await watchdog(firing('DeadMansSwitch', 'up{job="prometheus"} == 1'))).toMatchObject({
      status: 'PASS',
      findings: [],
    });
  });

  it('X09 that there is none is worth knowing, and no fault', async () => {
    expect(await watchdog(firing('Down', 'up == 0'))).toMatchObject({
      status: 'PASS',
      findings: [{ code: 'X09', severity: 'INFO' }],
    });
  });

  it('X09 one that does not fire is a fault', async () => {
    const { status, findings } = await watchdog(
      rule('Watchdog', 'vector(1)', { health: 'err', lastError: 'no space left on device' }),
    );
    expect(status).toBe('WARN');
    expect(findings).toMatchObject([{ code: 'X09' }]);
    expect(findings[0]?.severity).toBeUndefined();
  });

  it.each([{ state: 'pending' }, { health: 'unknown', state: 'unknown' }])(
    'X09 is open while it is %o',
    async (more) => {
      expect(await watchdog(rule('Watchdog', 'vector(1)', more))).toMatchObject({
        status: 'UNKNOWN',
        findings: [],
      });
    },
  );
});
