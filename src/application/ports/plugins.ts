import type { DiagnosedCheck } from '../../domain/diagnosis/diagnosis.ts';
import type { Finding } from '../../domain/diagnosis/finding.ts';
import type { Problem } from '../../domain/diagnosis/problem.ts';
import type { PluginChanged } from '../../domain/event/event.ts';
import type { CheckResult } from '../../domain/health/check.ts';
import type { HealthStatus } from '../../domain/health/health.ts';
import type { KindSignature, Plugin } from '../../domain/plugin/plugin.ts';
import type { Action } from '../../domain/recovery/action.ts';
import type { Service } from '../../domain/service/service.ts';
import type { EngineReader, HostReader } from './engine-reader.ts';

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

/** A check that a plugin declares. */
export interface DeclaredCheck {
  readonly name: string;
  readonly title: string;
  readonly reference: string | null;
  /** Further rows of the runbook. */
  readonly covers: readonly string[];
  /** The kinds of service that it is asked of; null: whatever runs in a container. */
  readonly kinds: readonly string[] | null;
  readonly plugin: string;
}

/** A finding that a plugin declares. */
export interface DeclaredFinding {
  readonly code: string;
  readonly title: string;
  readonly covers: readonly string[];
  readonly plugin: string;
}

/** All that READY plugins declare. */
export interface Catalogue {
  readonly checks: readonly DeclaredCheck[];
  readonly findings: readonly DeclaredFinding[];
  /** By name. */
  readonly problems: readonly Problem[];
  /** By name. */
  readonly actions: readonly Action[];
}

/** A service of the stack, as a plugin is told of it. */
export interface Neighbour {
  readonly service: Service;
  readonly health: HealthStatus;
  /** Names of the services that it needs. */
  readonly dependsOn: readonly string[];
  /** Names of the services that need it. */
  readonly dependents: readonly string[];
  readonly authorization: string | null;
  /** Docker's id of its container; null when it has none, or none is known. */
  readonly containerId: string | null;
}

/** One service's part of a diagnosis. */
export interface Examination {
  readonly service: Service;
  /** Names of the checks to run, of those that apply to the service. */
  readonly checks: readonly string[];
  /** All services of its stack, itself among them. */
  readonly neighbours: readonly Neighbour[];
  readonly timeoutMs: number;
  /** Of the stack's engine; null when it has none. */
  readonly engine: EngineReader | null;
  /** Of that engine's host; null when it has none. */
  readonly host: HostReader | null;
}

/** A check that ended, and what it found; the ids of the findings are the caller's to give. */
export interface Examined {
  readonly check: DiagnosedCheck;
  readonly findings: readonly Omit<Finding, 'id' | 'suppressedBy'>[];
}

/** A plugin, and what became of it because somebody asked for it: whoever asked records that. */
export interface Turned {
  readonly plugin: Plugin;
  readonly change: PluginChanged;
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
  /** What can be diagnosed and done; the same object as long as no plugin comes or goes. */
  catalogue(): Catalogue;
  /**
   * Runs checks side by side, and tells each that ends. Never rejects: each check asked for ends exactly once, UNKNOWN
   * with the reason when it did not end in time, or its plugin could not run it; at the latest a second after
   * `timeoutMs`, or when the signal aborts. What a check tells has its secrets taken out.
   */
  examine(
    examination: Examination,
    onEnded: (examined: Examined) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /**
   * Loads a plugin anew from its files, out of whatever state it is in; the others do not notice. Never rejects: that
   * it failed is what became of it. Answers null when there is none of this name.
   */
  reload(name: string): Promise<Turned | null>;
  /** Ends a plugin until it is loaded anew: its services are asked by nobody. Null when there is none of this name. */
  disable(name: string): Promise<Turned | null>;
  /** Tells what becomes of plugins by themselves; answers how to stop being told. */
  onChange(listener: (change: PluginChanged) => void): () => void;
}
