import type { Clock } from '../application/ports/clock.ts';
import type { Asking, ProbeReport } from '../application/ports/plugins.ts';
import type { Service } from '../domain/service/service.ts';
import type { HostedPlugin } from './hosted-plugin.ts';
import { answered, unanswered } from './probe-report.ts';

interface Prober {
  /** The one that knows the service's kind; undefined when none does. */
  readonly plugin: HostedPlugin | undefined;
  readonly clock: Clock;
}

/** What a plugin's probe of a service saw; whatever the plugin does, a report in the host's words. Never rejects. */
export async function probe(
  { plugin, clock }: Prober,
  { service, how }: { readonly service: Service; readonly how: Asking },
  signal: AbortSignal,
): Promise<ProbeReport> {
  const startedAt = clock.monotonicMs();
  const answer = plugin
    ? await plugin.probe(service, how, signal)
    : `No plugin knows the kind ${service.kind}.`;
  if (typeof answer !== 'string') return answered(answer, clock.now());
  const durationMs = Math.round(clock.monotonicMs() - startedAt);
  const summary = plugin ? `The plugin ${plugin.name}: ${answer}` : answer;
  return unanswered(summary, { durationMs, at: clock.now(), calledOff: signal.aborted });
}
