import { parse } from 'yaml';
import { z } from 'zod';

import type { AlertReport, Labels } from '../../domain/alert/alert.ts';
import { fingerprintOf } from '../../domain/alert/fingerprint.ts';
import type { AlertListing } from '../../domain/alert/fold-listing.ts';
import type { Asked, Deps } from '../http/ask-api.ts';
import { askApi } from '../http/ask-api.ts';
import { Unreadable, asJson, inSlices, labelsOf, parsed } from '../http/read-answer.ts';

const mostAlerts = 20_000;

const labels = z.record(z.string(), z.string());
const ruleAlert = z.object({
  labels,
  annotations: labels.default({}),
  state: z.string(),
  activeAt: z.string(),
});
const rules = z.object({
  status: z.literal('success'),
  data: z.object({
    groups: z.array(z.object({ rules: z.array(z.object({ alerts: z.array(z.unknown()).default([]) })) })),
  }),
});
const config = z.object({ status: z.literal('success'), data: z.object({ yaml: z.string() }) });
const externalLabels = z.object({
  global: z.object({ external_labels: labels.nullish() }).nullish(),
});

/**
 * Lists the alerts of the rules of a Prometheus, pending ones too, by the fingerprints that they have in Alertmanager:
 * with the external labels of its configuration. @throws Unanswered, or an error of the network
 */
export async function listAlerts(
  deps: Deps,
  asked: Omit<Asked, 'path'>,
  signal: AbortSignal,
): Promise<AlertListing> {
  const ask = (path: string): Promise<string> => askApi(deps, { ...asked, path }, signal);
  const [told, configured] = await Promise.all([
    ask('/api/v1/rules?type=alert'),
    ask('/api/v1/status/config'),
  ]);
  const reports = await readRules(told, readExternalLabels(configured));
  return {
    source: 'PROMETHEUS',
    reports: new Map(reports.map((report) => [report.fingerprint, report])),
    startedAt: null,
  };
}

/** @throws Unreadable for whatever is no list of rules within bounds */
async function readRules(text: string, external: Labels): Promise<readonly AlertReport[]> {
  const { data } = parsed(rules, asJson(text), 'is no list of rules');
  const all = data.groups.flatMap((group) => group.rules.flatMap((rule) => rule.alerts));
  if (all.length > mostAlerts) {
    throw new Unreadable(`It lists ${String(all.length)} alerts; at most ${String(mostAlerts)} are read.`);
  }
  return inSlices(all, (one, index) => {
    const alert = parsed(ruleAlert, one, `has an alert (number ${String(index + 1)}) that is none`);
    const whole = { ...external, ...alert.labels };
    const startsAt = new Date(alert.activeAt);
    if (!(startsAt.getTime() > 0)) throw new Unreadable('An alert does not say since when it is active.');
    return {
      fingerprint: fingerprintOf(whole),
      labels: labelsOf(whole, 'An alert'),
      annotations: labelsOf(alert.annotations, 'An alert'),
      state: alert.state === 'pending' ? 'PENDING' : 'FIRING',
      ...{ startsAt, endsAt: null, generatorUrl: null, receivers: [], silencedBy: [], inhibitedBy: [] },
    };
  });
}

function readExternalLabels(text: string): Labels {
  const { data } = parsed(config, asJson(text), 'is no configuration');
  return (
    parsed(externalLabels, parse(data.yaml), 'has a configuration that is none').global?.external_labels ?? {}
  );
}
