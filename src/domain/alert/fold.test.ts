import { describe, expect, it } from 'vitest';

import type { Alert, AlertChange, AlertReport, AlertState } from './alert.ts';
import { severityOf } from './alert.ts';
import type { AlertListing } from './fold-listing.ts';
import { foldListing } from './fold-listing.ts';
import { foldReport } from './fold-report.ts';

const noon = Date.UTC(2026, 10, 23, 12);
const second = (seconds: number): Date => new Date(noon + seconds * 1000);
const identity = { id: 'alt_1', fingerprint: 'f1', stackId: 'stk_1', serviceId: null };

/** What is said of the alert: its state, since when (in seconds after noon) and, of one that is over, until when. */
const report = (state: AlertState, startsAt: number, endsAt: number | null = null): AlertReport => ({
  ...{ fingerprint: 'f1', labels: { alertname: 'TargetDown', severity: 'page' }, annotations: {} },
  ...{ state, startsAt: second(startsAt), endsAt: endsAt === null ? null : second(endsAt) },
  ...{ generatorUrl: null, receivers: [], inhibitedBy: [] },
  silencedBy: state === 'SUPPRESSED' ? ['s1'] : [],
});

type Listed = AlertReport | 'nothing' | 'no answer';
/** What happens: a webhook, or a round of both listings. */
type Step =
  | { readonly hook: AlertReport; readonly at: number }
  | {
      readonly am: Listed;
      readonly prom: Listed;
      readonly at: number;
      readonly amStarted?: number;
      readonly began?: number;
    };

const listing = (source: AlertListing['source'], listed: Listed, startedAt: Date | null): AlertListing[] =>
  listed === 'no answer'
    ? []
    : [{ source, startedAt, reports: new Map(listed === 'nothing' ? [] : [['f1', listed]]) }];

/** Every change of state on the way, and the alert in the end. */
function told(...steps: readonly Step[]): { readonly turns: string[]; readonly alert: Alert | null } {
  let alert: Alert | null = null;
  const turns: string[] = [];
  for (const step of steps) {
    const at = second(step.at);
    const change: AlertChange | null =
      'hook' in step
        ? foldReport(alert, step.hook, { ...identity, source: 'WEBHOOK', at })
        : foldListing(
            alert,
            {
              at,
              beganAt: second(step.began ?? step.at),
              complete: { ALERTMANAGER: step.am !== 'no answer', PROMETHEUS: step.prom !== 'no answer' },
              listings: [
                ...listing('PROMETHEUS', step.prom, null),
                ...listing('ALERTMANAGER', step.am, second(step.amStarted ?? -3600)),
              ],
            },
            identity,
          );
    alert = change?.alert ?? alert;
    turns.push(...(change?.turns ?? []).map(({ from, to }) => `${from ?? 'nothing'} to ${to}`));
  }
  return { turns, alert };
}

const firing = report('FIRING', 0);
const over = report('RESOLVED', 0, 20);
const masked = report('SUPPRESSED', 0);

describe('What webhooks say of an alert', () => {
  it.each<[string, Step[], string[]]>([
    ['is that it fires', [{ hook: firing, at: 1 }], ['nothing to FIRING']],
    [
      'is nothing new a second time, nor a hundredth',
      Array.from({ length: 100 }, (_, at) => ({ hook: firing, at })),
      ['nothing to FIRING'],
    ],
    [
      'is that it is over',
      [
        { hook: firing, at: 1 },
        { hook: over, at: 2 },
      ],
      ['nothing to FIRING', 'FIRING to RESOLVED'],
    ],
    [
      'is the same whatever arrives first',
      [
        { hook: over, at: 1 },
        { hook: firing, at: 2 },
      ],
      ['nothing to RESOLVED'],
    ],
    [
      'of a time before the known one is late',
      [
        { hook: report('FIRING', 60), at: 61 },
        { hook: firing, at: 62 },
        { hook: over, at: 63 },
      ],
      ['nothing to FIRING'],
    ],
    [
      'is an end too, when it fires since another time',
      [
        { hook: firing, at: 1 },
        { hook: report('FIRING', 60), at: 61 },
      ],
      ['nothing to FIRING', 'FIRING to RESOLVED', 'RESOLVED to FIRING'],
    ],
    [
      'is a beginning too, when another time is over',
      [
        { hook: over, at: 21 },
        { hook: report('RESOLVED', 60, 70), at: 71 },
      ],
      ['nothing to RESOLVED', 'RESOLVED to FIRING', 'FIRING to RESOLVED'],
    ],
    [
      'lifts no silence: it may be said again',
      [
        { hook: firing, at: 1 },
        { am: masked, prom: firing, at: 5 },
        { hook: firing, at: 6 },
      ],
      ['nothing to FIRING', 'FIRING to SUPPRESSED'],
    ],
  ])('%s', (_, steps, expected) => {
    expect(told(...steps).turns).toEqual(expected);
  });

  it('converges on the same, in whatever order four of them arrive', () => {
    const hooks = [firing, over, report('FIRING', 60), report('RESOLVED', 60, 80)];
    const orders = hooks.flatMap((a) =>
      hooks.flatMap((b) =>
        hooks.flatMap((c) => hooks.map((d) => [a, b, c, d]).filter((all) => new Set(all).size === 4)),
      ),
    );
    expect(orders).toHaveLength(24);
    for (const order of orders) {
      const { alert } = told(...order.map((hook, at) => ({ hook, at: 100 + at })));
      expect(alert).toMatchObject({ state: 'RESOLVED', startsAt: second(60), endsAt: second(80) });
    }
  });
});

describe('What the components list of an alert', () => {
  it.each<[string, Step[], string[]]>([
    [
      'is that it waits, fires, is masked, and is over',
      [
        { am: 'nothing', prom: report('PENDING', -30), at: 0 },
        { am: 'nothing', prom: report('FIRING', -30), at: 30 },
        { am: report('FIRING', 25), prom: report('FIRING', -30), at: 60 },
        { am: report('SUPPRESSED', 25), prom: report('FIRING', -30), at: 90 },
        { am: 'nothing', prom: 'nothing', at: 120 },
      ],
      ['nothing to PENDING', 'PENDING to FIRING', 'FIRING to SUPPRESSED', 'SUPPRESSED to RESOLVED'],
    ],
    [
      'is nothing new, round after round',
      [0, 30, 60, 90].map((at) => ({ am: firing, prom: report('FIRING', -10), at })),
      ['nothing to FIRING'],
    ],
    [
      'does not undo a webhook that came since they were asked',
      [
        { am: firing, prom: firing, at: 10 },
        { hook: over, at: 21 },
        { am: firing, prom: firing, began: 19, at: 22 },
      ],
      ['nothing to FIRING', 'FIRING to RESOLVED'],
    ],
    [
      'is that it fires after all, when a webhook said that it was over',
      [
        { hook: over, at: 21 },
        { am: firing, prom: firing, at: 50 },
      ],
      ['nothing to RESOLVED', 'RESOLVED to FIRING'],
    ],
    [
      'is nothing, while nobody who knew of it can be asked',
      [
        { am: firing, prom: 'no answer', at: 0 },
        { am: 'no answer', prom: 'nothing', at: 30 },
        { am: 'no answer', prom: 'no answer', at: 60 },
      ],
      ['nothing to FIRING'],
    ],
    [
      'is that it is over, when one of the two that knew of it says so and the other is silent',
      [
        { am: firing, prom: firing, at: 0 },
        { am: 'no answer', prom: 'nothing', at: 30 },
      ],
      ['nothing to FIRING', 'FIRING to RESOLVED'],
    ],
    [
      'is that it fires, when Alertmanager forgot it and Prometheus did not',
      [
        { am: firing, prom: firing, at: 0 },
        { am: 'nothing', prom: firing, amStarted: 20, at: 30 },
      ],
      ['nothing to FIRING'],
    ],
    [
      'is waited for two minutes, when Alertmanager forgot it and Prometheus is silent',
      [
        { am: firing, prom: 'no answer', at: 0 },
        { am: 'nothing', prom: 'no answer', amStarted: 20, at: 130 },
        { am: 'nothing', prom: 'no answer', amStarted: 20, at: 140 },
      ],
      ['nothing to FIRING', 'FIRING to RESOLVED'],
    ],
    [
      'is an end too, when its condition began to hold anew',
      [
        { am: firing, prom: firing, at: 0 },
        { am: 'nothing', prom: report('PENDING', 40), at: 60 },
      ],
      ['nothing to FIRING', 'FIRING to RESOLVED', 'RESOLVED to PENDING'],
    ],
  ])('%s', (_, steps, expected) => {
    expect(told(...steps).turns).toEqual(expected);
  });

  it('says who knows of it now', () => {
    const both = { am: firing, prom: report('FIRING', -30), at: 10 };
    expect(told({ hook: firing, at: 1 }, both).alert?.sources).toEqual([
      'WEBHOOK',
      'ALERTMANAGER',
      'PROMETHEUS',
    ]);
    const lost = { am: 'nothing', prom: report('FIRING', -30), at: 40 } as const;
    expect(told(both, lost).alert?.sources).toEqual(['PROMETHEUS']);
  });

  it('leaves when it was last news, and is when it was last seen', () => {
    const { alert } = told({ am: firing, prom: firing, at: 0 }, { am: firing, prom: firing, at: 30 });
    expect(alert).toMatchObject({ updatedAt: second(0), observedAt: second(30) });
  });

  it('keeps since when it fires, whatever Prometheus says of its condition', () => {
    const { alert } = told(
      { am: firing, prom: 'nothing', at: 0 },
      { am: 'no answer', prom: report('FIRING', -30), at: 30 },
    );
    expect(alert).toMatchObject({ startsAt: second(0), state: 'FIRING' });
  });
});

describe('The severity of an alert', () => {
  it.each([
    ['critical', 'CRITICAL'],
    ['Page', 'CRITICAL'],
    ['warning', 'WARNING'],
    ['', 'WARNING'],
    ['P3', 'WARNING'],
    ['none', 'INFO'],
    ['info', 'INFO'],
  ])('that calls itself %j is %s', (severity, expected) => {
    expect(severityOf({ severity })).toBe(expected);
  });

  it('that says nothing of it is WARNING', () => {
    expect(severityOf({})).toBe('WARNING');
  });
});
