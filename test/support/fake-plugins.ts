import type { Plugins, ProbeReport } from '../../src/application/ports/plugins.ts';
import type { CheckCause, CheckResult, CheckStatus } from '../../src/domain/health/check.ts';
import type { KindSignature, Plugin } from '../../src/domain/plugin/plugin.ts';
import type { Service } from '../../src/domain/service/service.ts';
import { kind } from './kinds.ts';

const kinds: readonly KindSignature[] = [
  kind({ name: 'prometheus', displayName: 'Prometheus', images: ['prom/prometheus'], port: 9090 }),
  kind({ name: 'alertmanager', displayName: 'Alertmanager', images: ['prom/alertmanager'], port: 9093 }),
];

/** Plugins whose probes see what the test says; by default everything is well. */
export class FakePlugins implements Plugins {
  readonly #seen = new Map<string, CheckStatus>();
  readonly #versions = new Map<string, string>();
  /** The names of the services that were probed, in order. */
  readonly probed: string[] = [];
  now: () => Date = () => new Date(0);

  /** What the probes of a service see from now on. */
  sees(service: string, status: CheckStatus): void {
    this.#seen.set(service, status);
  }

  says(service: string, version: string): void {
    this.#versions.set(service, version);
  }

  list(): readonly Plugin[] {
    return kinds.map((kind) => ({
      id: `plg_${kind.name}`,
      name: kind.name,
      version: '1.0.0',
      description: 'A fake.',
      sdkVersion: '^1.0.0',
      source: 'BUNDLED',
      kinds: [kind],
      status: 'READY',
      failure: null,
      settingsSchema: null,
      permissions: [],
      restarts: 0,
      loadedAt: this.now(),
    }));
  }

  kinds(): readonly KindSignature[] {
    return kinds;
  }

  forKind(kind: string): Plugin | null {
    return this.list().find((plugin) => plugin.name === kind) ?? null;
  }

  probe(service: Service): Promise<ProbeReport> {
    this.probed.push(service.name);
    const status = this.#seen.get(service.name) ?? 'PASS';
    return Promise.resolve({
      version: this.#versions.get(service.name) ?? null,
      checks: [check('ready', status, this.now())],
    });
  }

  onChange(): () => void {
    return () => undefined;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** A check that ended so. */
function check(name: string, status: CheckStatus, observedAt: Date): CheckResult {
  const cause: CheckCause | null = status === 'FAIL' ? 'REFUSED' : null;
  return {
    name,
    reference: null,
    aspect: null,
    status,
    summary: `${name} is ${status}.`,
    cause,
    observedAt,
    durationMs: 1,
    observed: null,
    threshold: null,
  };
}
