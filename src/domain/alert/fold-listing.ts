import type { Alert, AlertChange, AlertReport, AlertSource } from './alert.ts';
import type { AlertIdentity } from './fold-report.ts';
import { changed, newAlert, says, together, turnsOf } from './fold-report.ts';

/** What one component lists. */
export interface AlertListing {
  readonly source: Extract<AlertSource, 'ALERTMANAGER' | 'PROMETHEUS'>;
  /** By fingerprint. */
  readonly reports: ReadonlyMap<string, AlertReport>;
  /** When the component was started; null when it does not say. */
  readonly startedAt: Date | null;
}

/** What was asked in one turn. */
export interface Round {
  /** Of those that answered. */
  readonly listings: readonly AlertListing[];
  /** Whether the stack has one of the kind, and all that it has answered. */
  readonly complete: Readonly<Record<AlertListing['source'], boolean>>;
  /** When the first was asked: what came since is newer than what they say. */
  readonly beganAt: Date;
  readonly at: Date;
}

/** How long an Alertmanager that was just started may not know what it knew: Prometheus sends anew each minute. */
const patienceMs = 120_000;

/**
 * What becomes of an alert by what the components of its stack list. An Alertmanager outweighs a Prometheus, which does
 * not know of silences; what none lists any more is over, if one that knew of it was asked.
 *
 * Null: nothing is to be said of it. With no turns and an `updatedAt` as before it was only seen again.
 */
export function foldListing(before: Alert | null, round: Round, identity: AlertIdentity): AlertChange | null {
  if (before && before.updatedAt >= round.beganAt) return null;
  const said = round.listings.flatMap(({ source, reports }) => {
    const report = reports.get(identity.fingerprint);
    return report ? [{ source, report }] : [];
  });
  const heard = said.find(({ source }) => source === 'ALERTMANAGER') ?? said[0];
  if (!heard) return before && isOver(before, round) ? ended(before, round) : null;
  const telling = { ...identity, source: heard.source, at: round.at };
  const sources = said.map(({ source }) => source);
  if (!before) {
    const alert = { ...newAlert(heard.report, telling), sources: together(sources) };
    return { alert, turns: [{ from: null, to: alert.state }] };
  }
  const report = dated(before, heard.report, heard.source);
  const alert = changed(before, report, telling);
  const remembered = alert.sources.filter((source) => !isAnswered(round, source));
  return settled(before, { ...alert, sources: together(sources, remembered) }, report);
}

/** Whether those who would list what this source tells of have all answered. */
function isAnswered({ complete }: Round, source: AlertSource): boolean {
  return source !== 'WEBHOOK' && complete[source];
}

/** Prometheus tells when the condition began to hold, Alertmanager since when it fires: of what both know, the latter. */
function dated(before: Alert, report: AlertReport, source: AlertSource): AlertReport {
  const isKnown = before.state === 'FIRING' || before.state === 'SUPPRESSED';
  if (source !== 'PROMETHEUS' || !isKnown || report.state !== 'FIRING') return report;
  return report.startsAt > before.startsAt ? report : { ...report, startsAt: before.startsAt };
}

function settled(before: Alert, alert: Alert, report: AlertReport): AlertChange {
  const turn = { from: before.state, to: alert.state };
  const isSame = before.state === alert.state;
  const turns = alert.startsAt > before.startsAt ? turnsOf(before, report) : isSame ? [] : [turn];
  const isNews = turns.length > 0 || says(alert) !== says(before);
  return { alert: isNews ? alert : { ...alert, updatedAt: before.updatedAt }, turns };
}

function isOver({ state, sources, observedAt }: Alert, { listings, complete, at }: Round): boolean {
  if (state === 'RESOLVED') return false;
  if (sources.includes('PROMETHEUS') && complete.PROMETHEUS) return true;
  const isForgetful = listings.some(
    ({ source, startedAt }) =>
      source === 'ALERTMANAGER' &&
      startedAt !== null &&
      startedAt > observedAt &&
      at.getTime() - startedAt.getTime() < patienceMs,
  );
  return sources.some((source) => source !== 'PROMETHEUS') && complete.ALERTMANAGER && !isForgetful;
}

function ended(before: Alert, { at }: Round): AlertChange {
  const nothing = { silencedBy: [], inhibitedBy: [] };
  const alert = {
    ...before,
    ...nothing,
    state: 'RESOLVED',
    endsAt: at,
    updatedAt: at,
    observedAt: at,
  } as const;
  return { alert, turns: [{ from: before.state, to: 'RESOLVED' }] };
}
