import type { Outcome } from 'custos/plugin-sdk';
import { pass, skipped } from 'custos/plugin-sdk';
import type { EngineMetrics } from '../engine-metrics.ts';

/** Does it tell its metrics? Few engines are told to: that they do not is no fault. */
export async function metrics(read: Promise<EngineMetrics> | null): Promise<Outcome> {
  if (read === null) {
    return skipped(
      'It is not known to tell its metrics; "metrics-addr": "127.0.0.1:9323" in its daemon.json (before version 23 with "experimental": true) makes it.',
    );
  }
  const engine = await read;
  const [cpus] = engine.metrics.samples('engine_daemon_engine_cpus_cpus');
  const [info] = engine.metrics.samples('engine_daemon_engine_info');
  const observed = {
    cpus: cpus?.value ?? null,
    storage: info?.labels['graphdriver'] ?? null,
    system: info?.labels['os'] ?? null,
  };
  return pass('Its metrics can be read.', { observed });
}
