import type { CheckResult } from '../../domain/health/check.ts';
import type { PluginChanged } from '../../domain/event/event.ts';
import type { KindSignature, Plugin } from '../../domain/plugin/plugin.ts';
import type { Service } from '../../domain/service/service.ts';

/** What a probe saw. */
export interface ProbeReport {
  /** As the service says itself; null when it did not say. */
  readonly version: string | null;
  readonly checks: readonly CheckResult[];
}

/** How a service is asked. */
export interface Asking {
  /** Its time for the whole probe. */
  readonly timeoutMs: number;
  /** Value of the Authorization header of every request to it; null: none. */
  readonly authorization: string | null;
}

/** The plugins, each in a worker of its own. */
export interface Plugins {
  /** By name; loaded or not. */
  list(): readonly Plugin[];
  /** The kinds of service that READY plugins know. */
  kinds(): readonly KindSignature[];
  /** The plugin that knows a kind; null when none does. */
  forKind(kind: string): Plugin | null;
  /**
   * Asks the plugin of the service's kind whether it is up. Never rejects: a plugin that throws, hangs,
   * spins, crashes or is not there is a check that ended UNKNOWN with the cause PLUGIN_FAILED, at the latest
   * a second after `timeoutMs`.
   */
  probe(service: Service, how: Asking, signal: AbortSignal): Promise<ProbeReport>;
  /** Tells what becomes of plugins; answers how to stop being told. */
  onChange(listener: (change: PluginChanged) => void): () => void;
}
