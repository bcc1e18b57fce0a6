import type { Alert, AlertChange, AlertReport, AlertSource, AlertTurn } from './alert.ts';
import { alertSources, severityOf } from './alert.ts';

/** What an alert is known by, and what is worked out of its labels. */
export interface AlertIdentity {
  readonly id: string;
  readonly fingerprint: string;
  readonly stackId: string;
  readonly serviceId: string | null;
}

/** Who said it, and when. */
export interface Telling {
  readonly source: AlertSource;
  readonly at: Date;
}

/**
 * Takes in what a webhook says of an alert; null when it says nothing new: it repeats, or came too late.
 *
 * Times that it fired are ordered by `startsAt`, and of one of them RESOLVED outweighs what fires, in whatever order
 * they arrive. What is SUPPRESSED stays so: a webhook that repeats cannot be told from one after the silence, a listing
 * can tell.
 */
export function foldReport(
  before: Alert | null,
  report: AlertReport,
  { source, at, ...identity }: Telling & AlertIdentity,
): AlertChange | null {
  const told = { ...identity, source, at };
  if (!before) return { alert: newAlert(report, told), turns: [{ from: null, to: report.state }] };
  const began = report.startsAt.getTime() - before.startsAt.getTime();
  if (began < 0) return null;
  if (began > 0) return { alert: changed(before, report, told), turns: turnsOf(before, report) };
  if (before.state === 'RESOLVED') return isLater(report, before) ? longer(before, report, told) : null;
  if (report.state !== 'RESOLVED' && before.state !== 'PENDING') return known(before, report, told);
  return {
    alert: changed(before, report, told),
    turns: before.state === report.state ? [] : [{ from: before.state, to: report.state }],
  };
}

/** An alert that was not known. */
export function newAlert(report: AlertReport, { source, at, ...identity }: Telling & AlertIdentity): Alert {
  return {
    ...report,
    ...identity,
    name: report.labels['alertname'] ?? '',
    severity: severityOf(report.labels),
    sources: [source],
    updatedAt: at,
    observedAt: at,
  };
}

/** As it is since somebody said so; of what they do not know, what was known is kept. */
export function changed(before: Alert, report: AlertReport, telling: Telling & AlertIdentity): Alert {
  return {
    ...newAlert(report, telling),
    generatorUrl: report.generatorUrl ?? before.generatorUrl,
    receivers: report.receivers.length > 0 ? report.receivers : before.receivers,
    sources: together(
      report.startsAt > before.startsAt && before.state === 'RESOLVED' ? [] : before.sources,
      [telling.source],
    ),
  };
}

/** What an alert went through that began anew: what ended without a word did end, what ended did begin. */
export function turnsOf({ state, sources }: Alert, { state: to }: AlertReport): readonly AlertTurn[] {
  // Until then only Prometheus knew of it, by when its condition began to hold.
  const isSame =
    state === 'PENDING' || (state !== 'RESOLVED' && sources.every((one) => one === 'PROMETHEUS'));
  if (isSame) return state === to ? [] : [{ from: state, to }];
  const between = state === 'RESOLVED' ? 'FIRING' : 'RESOLVED';
  if (state === to) {
    return [
      { from: state, to: between },
      { from: between, to },
    ];
  }
  if (state === 'RESOLVED' || to === 'RESOLVED') return [{ from: state, to }];
  return [
    { from: state, to: 'RESOLVED' },
    { from: 'RESOLVED', to },
  ];
}

/** Sources in their order, each once. */
export function together(...sources: readonly (readonly AlertSource[])[]): readonly AlertSource[] {
  return alertSources.filter((one) => sources.some((some) => some.includes(one)));
}

function isLater({ state, endsAt }: AlertReport, before: Alert): boolean {
  return state === 'RESOLVED' && (endsAt?.getTime() ?? 0) > (before.endsAt?.getTime() ?? 0);
}

/** Its end is known better. */
function longer(before: Alert, report: AlertReport, telling: Telling & AlertIdentity): AlertChange {
  return { alert: changed(before, report, telling), turns: [] };
}

/** It fires, as is known; perhaps this source did not know of it, or its words are others. */
function known(before: Alert, report: AlertReport, telling: Telling & AlertIdentity): AlertChange | null {
  const alert = { ...changed(before, report, telling), state: before.state };
  const kept = { ...alert, silencedBy: before.silencedBy, inhibitedBy: before.inhibitedBy };
  return says(kept) === says(before) ? null : { alert: kept, turns: [] };
}

/** What an alert says, to compare it: everything but when that was. */
export function says({ updatedAt: _, observedAt: __, ...alert }: Alert): string {
  const { labels: ___, annotations, ...rest } = alert;
  return JSON.stringify([rest, Object.entries(annotations).sort(([a], [b]) => (a < b ? -1 : 1))]);
}
