import type {
  Asking,
  Catalogue,
  Examination,
  Examined,
  Plugins,
  ProbeReport,
  Turned,
} from '../../src/application/ports/plugins.ts';
import type { CheckCause, CheckResult, CheckStatus } from '../../src/domain/health/check.ts';
import type { KindSignature, Plugin } from '../../src/domain/plugin/plugin.ts';
import type { Service } from '../../src/domain/service/service.ts';
import { kind } from './kinds.ts';

const flags = {
  listens: { flags: ['--web.listen-address'], environment: [], onlyIf: null },
  prefix: { flags: ['--web.route-prefix', '--web.external-url'], environment: [], onlyIf: null },
} as const;

/** The kinds that it knows from the beginning. */
const usual: readonly KindSignature[] = [
  kind({ name: 'prometheus', displayName: 'Prometheus', images: ['prom/prometheus'], port: 9090, ...flags }),
  kind({
    ...{ name: 'alertmanager', displayName: 'Alertmanager', port: 9093, ...flags },
    images: ['prom/alertmanager', 'prometheus/alertmanager'],
  }),
];

/** The kind of an engine that tells its metrics. */
export const engineKind = kind({ name: 'docker-engine', displayName: 'Docker', images: [], port: 9323 });

/** Plugins whose probes see what the test says; by default everything is well. */
export class FakePlugins implements Plugins {
  #kinds = usual;
  readonly #seen = new Map<string, CheckStatus>();
  readonly #versions = new Map<string, string>();
  readonly #found = new Map<string, Readonly<Record<string, Found>>>();
  /** The names of the services that were probed, in order. */
  readonly probed: string[] = [];
  /** With what each service was asked last, by its name. */
  readonly authorized = new Map<string, string | null>();
  now: () => Date = () => new Date(0);

  /** What the probes of a service see from now on. */
  sees(service: string, status: CheckStatus): void {
    this.#seen.set(service, status);
  }

  says(service: string, version: string): void {
    this.#versions.set(service, version);
  }

  /** It knows this kind too. */
  learns(kind: KindSignature): void {
    this.#kinds = [...this.#kinds, kind];
  }

  list(): readonly Plugin[] {
    return this.#kinds.map((kind) => ({
      id: `plg_${kind.name}`,
      name: kind.name,
      version: '1.0.0',
      description: 'A fake.',
      sdkVersion: '^1.0.0',
      source: 'BUNDLED',
      kinds: [kind],
      status: this.disabled.has(kind.name) ? 'DISABLED' : 'READY',
      failure: null,
      settingsSchema: null,
      permissions: [],
      restarts: 0,
      loadedAt: this.now(),
    }));
  }

  kinds(): readonly KindSignature[] {
    return this.#kinds;
  }

  forKind(kind: string): Plugin | null {
    return this.list().find((plugin) => plugin.name === kind) ?? null;
  }

  probe(service: Service, how?: Asking): Promise<ProbeReport> {
    this.probed.push(service.name);
    this.authorized.set(service.name, how?.authorization ?? null);
    if (this.disabled.has(service.kind))
      return Promise.resolve({ version: null, checks: [check('plugin', 'UNKNOWN', this.now())] });
    const status = this.#seen.get(service.name) ?? 'PASS';
    return Promise.resolve({
      version: this.#versions.get(service.name) ?? null,
      checks: [check('ready', status, this.now())],
    });
  }

  /** What there is to be diagnosed: one problem and two checks of a Prometheus, one check of every container. */
  catalogue(): Catalogue {
    return catalogue;
  }

  /** What the checks of a service find from now on, by the name of the check. */
  finds(service: string, found: Readonly<Record<string, Found>>): void {
    this.#found.set(service, found);
  }

  /** The names of the services that were examined, in order. */
  readonly examined: string[] = [];
  /** Resolves when the checks that wait may end. */
  hold: Promise<unknown> = Promise.resolve();

  async examine(
    { service, checks }: Examination,
    onEnded: (examined: Examined) => void,
    signal: AbortSignal,
  ): Promise<void> {
    await Promise.race([this.hold, new Promise((resolve) => signal.addEventListener('abort', resolve))]);
    this.examined.push(service.name);
    for (const { name, reference, kinds } of catalogue.checks) {
      const applies = kinds === null ? service.containerName !== null : kinds.includes(service.kind);
      if (!checks.includes(name) || !applies) continue;
      const { status = 'PASS', findings = [] } = this.#found.get(service.name)?.[name] ?? {};
      const at = this.now();
      const ended = signal.aborted ? 'UNKNOWN' : status;
      onEnded({
        check: { ...check(name, ended, at), reference, serviceId: service.id, evidence: [], problems: [] },
        findings: findings.map((finding) => ({ ...someFinding(service.id, name, at), ...finding })),
      });
    }
  }

  /** Names of those that are disabled. */
  readonly disabled = new Set<string>();

  /** As they are when Custos starts and remembers these as disabled. */
  opened(disabled: readonly string[] = []): this {
    this.disabled.clear();
    for (const name of disabled) this.disabled.add(name);
    return this;
  }

  reload(name: string): Promise<Turned | null> {
    return this.#turn(name, 'READY');
  }

  disable(name: string): Promise<Turned | null> {
    return this.#turn(name, 'DISABLED');
  }

  #turn(name: string, to: 'READY' | 'DISABLED'): Promise<Turned | null> {
    const from = this.list().find((plugin) => plugin.name === name)?.status ?? null;
    if (to === 'READY') this.disabled.delete(name);
    else this.disabled.add(name);
    const plugin = this.list().find((candidate) => candidate.name === name);
    const type = to === 'READY' ? 'PLUGIN_LOADED' : 'PLUGIN_DISABLED';
    const change = { type, pluginName: name, from, to, failure: null } as const;
    return Promise.resolve(plugin ? { plugin, change } : null);
  }

  onChange(): () => void {
    return () => undefined;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** How a check ends, and what it finds. */
interface Found {
  readonly status?: CheckStatus;
  readonly findings?: readonly Partial<Examined['findings'][number]>[];
}

const catalogue: Catalogue = {
  checks: [
    ...['ready', 'targets'].map((name) => ({
      ...{ name, title: `Is it ${name}?`, reference: name === 'targets' ? 'C09' : 'C08', covers: [] },
      ...{ kinds: ['prometheus'], plugin: 'prometheus' },
    })),
    {
      ...{ name: 'port-owner', title: 'Whose is its port?', reference: 'C05', covers: [] },
      ...{ kinds: null, plugin: 'docker-engine' },
    },
  ],
  findings: [{ code: 'F16', title: 'A name does not resolve', covers: [], plugin: 'prometheus' }],
  problems: [
    {
      ...{ id: 'prb_collecting', name: 'prometheus-not-collecting', title: 'Prometheus does not collect' },
      ...{ kinds: ['prometheus'], symptoms: ['up is 0'], reference: 'P02', checks: ['targets'] },
      plugin: 'prometheus',
    },
  ],
  actions: [],
};

function someFinding(serviceId: string, name: string, foundAt: Date): Examined['findings'][number] {
  return {
    ...{ code: 'F16', title: 'A name does not resolve', severity: 'WARNING', certainty: 'LIKELY' },
    ...{ explanation: 'The name does not resolve: correct it.', serviceId, aspect: null, foundAt },
    ...{ checks: [{ serviceId, name }], evidence: [], remedies: [], symptomOf: [] },
  };
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
