import type { ProbeReport } from '../application/ports/plugins.ts';
import type { Report } from './protocol.ts';

/** What a plugin reported, in the host's time. */
export function answered({ version, checks }: Report, at: Date): ProbeReport {
  return {
    version,
    checks: checks.map(({ endedAgoMs, ...check }) => ({
      ...check,
      observedAt: new Date(at.getTime() - endedAgoMs),
    })),
  };
}

/** What stands in for a report that did not come: a single check, which found nothing out. */
export function unanswered(
  summary: string,
  more: { readonly at: Date; readonly durationMs: number; readonly calledOff: boolean },
): ProbeReport {
  return {
    version: null,
    checks: [
      {
        name: 'plugin',
        reference: null,
        aspect: null,
        status: 'UNKNOWN',
        summary,
        cause: more.calledOff ? null : 'PLUGIN_FAILED',
        observedAt: more.at,
        durationMs: more.durationMs,
        observed: null,
        threshold: null,
      },
    ],
  };
}
