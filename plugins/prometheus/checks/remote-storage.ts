import type { CheckDefinition, Finding, Metrics, Sample } from 'custos/plugin-sdk';
import { evidence, fail, pass, skipped } from 'custos/plugin-sdk';
import { ownMetrics } from '../reading.ts';
import { risen, shownRise } from '../risen.ts';

/** The expert rules: a hundredth lost, two minutes behind. */
const [lostShare, behindSeconds] = [0.01, 120];

const sentAt = 'prometheus_remote_storage_queue_highest_sent_timestamp_seconds';
const givenAt = 'prometheus_remote_storage_queue_highest_timestamp_seconds';
const givenAtAll = 'prometheus_remote_storage_highest_timestamp_in_seconds';

/** Does what it sends to remote storage arrive, and in time? */
export const remoteStorage: CheckDefinition = {
  name: 'remote-storage',
  title: 'Does what it sends to remote storage arrive, and in time?',
  run: async (context) => {
    const metrics = await ownMetrics(context);
    if (metrics.samples('prometheus_remote_storage_shards').length === 0)
      return skipped('It sends nothing to remote storage.');
    const rises = await risen(context, [
      'prometheus_remote_storage_samples_failed_total',
      'prometheus_remote_storage_samples_total',
    ]);
    const sum = (name: string): number =>
      rises.filter(({ metric }) => metric === name).reduce((all, { by }) => all + by, 0);
    const failed = sum('prometheus_remote_storage_samples_failed_total');
    const sent = sum('prometheus_remote_storage_samples_total');
    const isLost = failed > 0 && failed / (failed + sent) > lostShare;
    const findings = [
      ...(isLost ? [lost(rises.map(shownRise))] : []),
      ...behind(metrics),
      ...shards(metrics),
    ];
    const [first] = findings;
    return first
      ? fail(first.explanation, { findings })
      : pass('What it sends to remote storage arrives.', { observed: { failed, sent } });
  },
};

function lost(shown: readonly string[]): Finding {
  return {
    code: 'PrometheusRemoteStorageFailures',
    certainty: 'CONFIRMED',
    explanation:
      'Samples for remote storage are lost: see its log for what the receiver answers, and whether it is there.',
    evidence: [evidence('METRIC', 'prometheus_remote_storage_samples_failed_total', shown)],
  };
}

function behind(metrics: Metrics): readonly Finding[] {
  const most = Math.max(0, ...metrics.samples(sentAt).map((sent) => secondsBehind(metrics, sent)));
  if (most <= behindSeconds) return [];
  const seconds = String(Math.round(most));
  return [
    {
      code: 'PrometheusRemoteWriteBehind',
      certainty: 'CONFIRMED',
      explanation: `What it sends to remote storage is ${seconds} s behind: the receiver is too slow, or the line to it.`,
      evidence: [evidence('METRIC', sentAt, `${seconds} s behind`)],
    },
  ];
}

/** Each queue says since 3.0 what it was given last; before, only all of them together did. */
function secondsBehind(metrics: Metrics, { labels, value }: Sample): number {
  const ofQueue = metrics.samples(givenAt).find((given) => isSameQueue(given.labels, labels));
  const given = (ofQueue ?? metrics.samples(givenAtAll)[0])?.value;
  return given === undefined || value === 0 ? 0 : given - value;
}

function shards(metrics: Metrics): readonly Finding[] {
  return metrics.samples('prometheus_remote_storage_shards_desired').flatMap(({ labels, value }) => {
    const most = metrics
      .samples('prometheus_remote_storage_shards_max')
      .find((max) => isSameQueue(max.labels, labels))?.value;
    if (most === undefined || value <= most) return [];
    const name = labels['remote_name'] ?? labels['url'] ?? 'remote storage';
    return [
      {
        code: 'PrometheusRemoteWriteDesiredShards',
        certainty: 'LIKELY' as const,
        aspect: `remote=${name}`,
        explanation: `It would need ${String(Math.ceil(value))} shards to keep up with ${name} and may have ${String(most)}: raise max_shards, or find out why the receiver is slow.`,
        evidence: [
          evidence(
            'METRIC',
            'prometheus_remote_storage_shards_desired',
            `${String(value)} of ${String(most)}`,
          ),
        ],
      },
    ];
  });
}

function isSameQueue(a: Sample['labels'], b: Sample['labels']): boolean {
  return a['remote_name'] === b['remote_name'] && a['url'] === b['url'];
}
