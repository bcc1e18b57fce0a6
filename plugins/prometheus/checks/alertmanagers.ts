import type { CheckContext, CheckDefinition, Checked, Finding, LogLine } from 'custos/plugin-sdk';
import { atLeast, evidence, fail, pass, skipped, unknown, warn } from 'custos/plugin-sdk';
import type { Alertmanager } from '../alerting/alertmanager.ts';
import { readAlertmanagers } from '../alerting/alertmanager.ts';
import { findLostAlerts, sendingErrors } from '../alerting/find-lost-alerts.ts';
import { findUnreachable } from '../alerting/find-unreachable.ts';
import { ageSeconds, ownMetrics } from '../reading.ts';
import type { Surroundings } from '../scraping/place.ts';
import { lookAround, placeOf } from '../scraping/place.ts';
import { reconfigure } from '../scraping/trouble.ts';

/** Service discovery finds Alertmanagers with its tick of five seconds, and not before. */
const settledSeconds = 15;
/** Where Prometheus is up before its Alertmanager, the first alerts fail, and are sent again a minute later. */
const startingSeconds = 120;

/** Do alerts reach an Alertmanager? Prometheus lists stopped ones as active: only its counters tell. */
export const alertmanagers: CheckDefinition = {
  name: 'alertmanagers',
  title: 'Does Prometheus have Alertmanagers, and do its alerts get through to them?',
  reference: 'C25',
  covers: ['X08'],
  run: async (context) => {
    const { active, dropped } = await readAlertmanagers(context);
    if (active.length === 0) return await noneOf(context, dropped);
    const errors = await sendingErrors(context);
    // Where none failed, a look at the Alertmanagers themselves is enough, and nothing was logged.
    const isQuiet = errors.length === 0;
    const [around, log] = await Promise.all([
      lookAround(context, ({ kind }) => !isQuiet || kind === 'alertmanager'),
      isQuiet ? [] : readLog(context),
    ]);
    const failing = await Promise.all(
      active.map(async (alertmanager) => {
        const own = errors.filter(({ labels }) => labels['alertmanager'] === alertmanager.url);
        return (
          (await findUnreachable(context, { alertmanager, around, errors: own, log })) ??
          findOldInterface(alertmanager, around)
        );
      }),
    );
    const unreachable = failing.filter((finding) => finding !== null);
    const lost = await findLostAlerts(context, errors);
    const isOver = unreachable.length === 0 && lost.length > 0 && (await areOver(context));
    return verdictOf(active, unreachable, isOver ? lost.map(asPast) : lost);
  },
};

/** Whether failures belong to the past: none in the last minute, or all from when the stack was being started. */
async function areOver(context: CheckContext): Promise<boolean> {
  return (await ageSeconds(context)) < startingSeconds || (await sendingErrors(context, 1)).length === 0;
}

/** What fills up is no failure of the past. */
function asPast(finding: Finding): Finding {
  if (finding.code === 'PrometheusNotificationQueueRunningFull') return finding;
  return { ...finding, severity: 'INFO', explanation: `It is over. ${finding.explanation}` };
}

function verdictOf(
  active: readonly Alertmanager[],
  failing: readonly Finding[],
  lost: readonly Finding[],
): Checked {
  const isAll = failing.length === active.length;
  const findings = [
    // Where another one takes the alerts, somebody is still told.
    ...failing.map((finding) => (isAll ? finding : { ...finding, severity: 'WARNING' as const })),
    ...lost,
  ];
  const observed = { active: active.length, failing: failing.length };
  const more = {
    observed,
    findings,
    evidence: [
      evidence(
        'HTTP',
        '/api/v1/alertmanagers',
        active.map(({ url }) => url),
      ),
    ],
  };
  const count = active.length === 1 ? 'its Alertmanager' : `${String(active.length)} Alertmanagers`;
  if (failing.length > 0)
    return fail(
      `Alerts do not get through to ${isAll ? count : `${String(failing.length)} of ${count}`}.`,
      more,
    );
  if (lost.some(({ severity }) => severity !== 'INFO'))
    return warn(`Alerts were not delivered in the last minutes, though ${count} can be reached.`, more);
  return pass(`Alerts go to ${count}, and none fails now.`, more);
}

/** It has none: a fault where some are configured, or where the stack has one. */
async function noneOf(context: CheckContext, dropped: number): Promise<Checked> {
  const metrics = await ownMetrics(context);
  const configured = metrics
    .samples('prometheus_sd_discovered_targets')
    .some(({ labels }) => labels['name'] === 'notify');
  const peer = context.services.find(({ kind }) => kind === 'alertmanager');
  if (!configured && !peer) return skipped('It has no Alertmanager configured, and the stack has none.');
  const [reload] = metrics.samples('prometheus_config_last_reload_success_timestamp_seconds');
  const sinceReload = reload ? context.now() / 1000 - reload.value : Infinity;
  if (Math.min(sinceReload, await ageSeconds(context)) < settledSeconds)
    return unknown('It loaded its configuration a moment ago and has not found its Alertmanagers yet.');
  const because = !configured
    ? `its configuration has no alerting section, though the stack has ${peer?.name ?? 'one'}`
    : dropped > 0
      ? `relabelling drops ${dropped === 1 ? 'the one' : `all ${String(dropped)}`} that service discovery finds: see relabel_configs below alerting.alertmanagers`
      : 'its service discovery finds none';
  return fail('It has no Alertmanager to send alerts to.', {
    observed: { active: 0, dropped },
    findings: [
      {
        code: 'PrometheusNotConnectedToAlertmanagers',
        certainty: 'CONFIRMED',
        explanation: `Prometheus sends its alerts to nobody: ${because}. Correct alerting.alertmanagers in its configuration.`,
        evidence: [evidence('HTTP', '/api/v1/alertmanagers', 'activeAlertmanagers: []')],
        remedies: [reconfigure('alerting.alertmanagers leads to no Alertmanager.')],
      },
    ],
  });
}

/** Its first interface went with 0.27: what is still sent there is answered with 410, and lost. */
function findOldInterface({ url, host, port }: Alertmanager, around: Surroundings): Finding | null {
  const peer = placeOf(host, around)?.peer;
  if (!url.endsWith('/api/v1/alerts') || !peer || !atLeast(peer.version, '0.27')) return null;
  return {
    code: 'F26',
    certainty: 'CONFIRMED',
    aspect: `alertmanager=${host}:${String(port)}`,
    explanation: `Prometheus sends alerts to ${url}, but ${peer.name} ${peer.version ?? ''} has no v1 interface any more (it went with 0.27): set api_version: v2 below alerting.alertmanagers.`,
    evidence: [evidence('HTTP', '/api/v1/alertmanagers', url)],
    remedies: [reconfigure('api_version has to be v2.')],
  };
}

/** Its own words since it started; what cannot be read leaves the counters. */
async function readLog(context: CheckContext): Promise<readonly LogLine[]> {
  try {
    const own = await context.container.inspect();
    return await context.container.logs({ since: own?.state.startedAt ?? 0 });
  } catch {
    return [];
  }
}
