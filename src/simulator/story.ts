import type { Fault } from './component.ts';
import type { Simulator } from './open-simulator.ts';
import type { Waiting } from './serve-component.ts';

/** Something that happens: components fail for a while. */
export interface Scene {
  /** In milliseconds from the beginning of the story. */
  readonly atMs: number;
  readonly forMs: number;
  readonly fault: Fault;
  readonly components: readonly string[];
  /** What a person is told of it. */
  readonly title: string;
}

/** One thing at a time, each of them over before the next: what a person can follow. */
export const story: readonly Scene[] = [
  {
    atMs: 8_000,
    forMs: 9_000,
    fault: 'refused',
    components: ['prometheus'],
    title: 'Prometheus stops, and Grafana has nothing to show',
  },
  {
    atMs: 24_000,
    forMs: 8_000,
    fault: 'unavailable',
    components: ['trading-bot'],
    title: 'the trading bot answers 503, and its target goes down',
  },
  {
    atMs: 39_000,
    forMs: 9_000,
    fault: 'refused',
    components: ['docker-engine', 'node-exporter', 'trading-bot', 'alertmanager'],
    title: 'the Docker engine stops, and takes others with it: one cause, not four',
  },
  {
    atMs: 55_000,
    forMs: 9_000,
    fault: 'slow',
    components: ['grafana'],
    title: 'Grafana grows slow',
  },
  {
    atMs: 71_000,
    forMs: 7_000,
    fault: 'reload-failed',
    components: ['alertmanager'],
    title: 'Alertmanager could not load its new configuration',
  },
];

/** From its last scene to its first. */
const pauseMs = 8_000;

/** Tells a story again and again, until the signal aborts. */
export async function tell(
  simulator: Pick<Simulator, 'set'>,
  waiting: Waiting,
  { scenes, signal }: { readonly scenes: readonly Scene[]; readonly signal: AbortSignal },
): Promise<void> {
  const cues = scenes
    .flatMap(({ atMs, forMs, fault, components }) => [
      { atMs, components, fault },
      { atMs: atMs + forMs, components, fault: null },
    ])
    .sort((a, b) => a.atMs - b.atMs);
  while (!signal.aborted) {
    let nowMs = 0;
    for (const { atMs, components, fault } of cues) {
      await waiting.sleep(atMs - nowMs, signal);
      if (signal.aborted) return;
      nowMs = atMs;
      for (const component of components) await simulator.set(component, fault);
    }
    await waiting.sleep(pauseMs, signal);
  }
}
