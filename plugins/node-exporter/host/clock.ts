import type { Condition } from './condition.ts';

const offset = 'node_timex_offset_seconds{$}';

export const clockConditions: readonly Condition[] = [
  {
    code: 'X02',
    // A second is never a blip: whoever keeps the clock right lets it come to that only when it gave up.
    ...{ above: 0.05, severity: 'WARNING', settledAbove: 1, minutes: 10 },
    // An offset that becomes smaller is being corrected.
    expression: `abs(${offset}) and ((${offset} > 0 and deriv(${offset.replace('}', '}[5m]')}) >= 0) or (${offset} < 0 and deriv(${offset.replace('}', '}[5m]')}) <= 0))`,
    now: (metrics) =>
      metrics
        .samples('node_timex_offset_seconds')
        .map(({ labels, value }) => ({ labels, value: Math.abs(value) })),
    says: ({ value }) => `The clock of the host is ${String(Number(value.toPrecision(3)))} s off`,
    advice:
      'samples are refused and alerts come at the wrong time; see what keeps it right (chronyd, ntpd or systemd-timesyncd).',
  },
  {
    code: 'NodeClockNotSynchronising',
    // The kernel says 16 s when nobody has told it the time for long.
    ...{ above: 15.9, severity: 'WARNING', minutes: 10 },
    expression: 'node_timex_maxerror_seconds{$} * (1 - node_timex_sync_status{$})',
    now: (metrics) => {
      const [status] = metrics.samples('node_timex_sync_status');
      const [error] = metrics.samples('node_timex_maxerror_seconds');
      return status && error ? [{ labels: {}, value: error.value * (1 - status.value) }] : [];
    },
    says: ({ value }) =>
      `Nobody keeps the clock of the host right: it may be ${value.toFixed(0)} s off or more`,
    advice: 'start what should (chronyd, ntpd or systemd-timesyncd), and see that it reaches its servers.',
  },
];

/** An hour is what the runbook allows a file of metrics to be old (X13). */
const oldestSeconds = 3600;

export const textfileConditions: readonly Condition[] = [
  {
    code: 'X13',
    ...{ above: 0, severity: 'WARNING', minutes: 0 },
    expression: 'node_textfile_scrape_error{$}',
    now: (metrics) => metrics.samples('node_textfile_scrape_error'),
    says: () => 'A file of metrics that was left for the exporter cannot be read',
    advice: 'its log names the file; correct what writes it, and let it write aside and rename.',
  },
  {
    code: 'NodeTextFileStale',
    ...{ above: oldestSeconds, severity: 'WARNING', minutes: 0 },
    expression: 'time() - node_textfile_mtime_seconds{$}',
    by: ['file'],
    // By the clock of the host, which is that of the files.
    now: (metrics) => {
      const [now] = metrics.samples('node_time_seconds');
      return metrics
        .samples('node_textfile_mtime_seconds')
        .flatMap(({ labels, value }) => (now ? [{ labels, value: now.value - value }] : []));
    },
    says: ({ labels, value }) =>
      `${labels['file'] ?? 'A file of metrics'} was written ${(value / 3600).toFixed(1)} hours ago`,
    advice:
      'what writes it does not run any more, and its metrics stand still; look at its timer or cron job.',
  },
];
