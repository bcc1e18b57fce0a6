import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../application/ports/clock.ts';
import type { Journal } from '../application/ports/journal.ts';
import type { Asking, Examination } from '../application/ports/plugins.ts';
import type { PluginChanged } from '../domain/event/event.ts';
import type { Json } from '../domain/health/check.ts';
import type { Plugin, PluginStatus } from '../domain/plugin/plugin.ts';
import type { Service } from '../domain/service/service.ts';
import type { Streak } from './after-crash.ts';
import { afterCrash } from './after-crash.ts';
import { examinationRequest } from './examination-request.ts';
import type { PluginFolder } from './find-plugins.ts';
import { lacking } from './find-plugins.ts';
import type { Manifest } from './manifest.ts';
import { readManifest } from './manifest.ts';
import type { Attendant, Printed } from './plugin-worker.ts';
import { PluginWorker } from './plugin-worker.ts';
import type { Report } from './protocol.ts';
import { readerForChecks } from './read-for-check.ts';

/** Settings by the name of a plugin. */
export type PluginSettings = Readonly<Record<string, Readonly<Record<string, Json>>>>;

export interface HostDeps {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly onChange: (change: PluginChanged) => void;
  /** What each plugin is told about every service of its kinds, unless the service's own settings say otherwise. */
  readonly settings: PluginSettings;
}

/**
 * A plugin through all its lives: loaded, admitted or rejected, started again after a crash, quarantined when
 * it crashes too often. It has at most one worker at a time.
 */
export class HostedPlugin {
  readonly folder: PluginFolder;
  readonly #deps: HostDeps;
  readonly #closing = new AbortController();
  #name: string;
  #manifest: Manifest | null = null;
  #worker: PluginWorker | null = null;
  #status: PluginStatus = 'FAILED';
  #failure: string | null = null;
  #loadedAt: Date | null = null;
  #restarts = 0;
  #admitted = false;
  #streak: Streak = [];
  #life: Promise<void> = Promise.resolve();

  constructor(folder: PluginFolder, deps: HostDeps) {
    this.folder = folder;
    this.#name = folder.name;
    this.#deps = deps;
  }

  get manifest(): Manifest | null {
    return this.#manifest;
  }

  /** Starts it for the first time and reads its manifest; a sentence says why that failed. */
  async load(): Promise<Manifest | string> {
    const read = await this.#start();
    if (typeof read !== 'string') this.#manifest = read;
    return read;
  }

  /** Lets a loaded plugin work, under the name of its manifest. */
  admit(manifest: Manifest): void {
    this.#name = manifest.name;
    this.#admitted = true;
    this.#become('PLUGIN_LOADED', null, null);
    this.#life = this.#live();
  }

  /** Says for good why it cannot work, under a name that nobody else has. */
  async reject(name: string, failure: string): Promise<void> {
    this.#name = name;
    this.#become('PLUGIN_FAILED', failure, null);
    await this.#worker?.end(null);
  }

  /** A report, or a sentence that says why there is none; never rejects. */
  async probe(service: Service, how: Asking, signal: AbortSignal): Promise<Report | string> {
    if (!this.#worker || !this.#manifest || this.#status !== 'READY')
      return this.#failure ?? 'It is not loaded.';
    const { name, kind, url, labels } = service;
    const { permissions } = this.#manifest;
    const settings = { ...this.#deps.settings[this.#name], ...service.settings };
    const authorized = how.authorization !== null;
    const request = { service: { name, kind, url, labels, authorized }, settings, permissions, ...how };
    return await this.#worker.probe(request, signal);
  }

  /** Has its checks run; null when all ended, or a sentence that says why some will not; never rejects. */
  async examine(
    examination: Examination,
    told: { readonly checks: readonly string[]; readonly ended: Attendant['ended'] },
    signal: AbortSignal,
  ): Promise<string | null> {
    const manifest = this.#manifest;
    if (!this.#worker || !manifest || this.#status !== 'READY') return this.#failure ?? 'It is not loaded.';
    const request = examinationRequest(examination, {
      manifest,
      checks: told.checks,
      settings: this.#deps.settings[this.#name] ?? {},
      now: this.#deps.clock.now().getTime(),
    });
    const ending = new AbortController();
    const until = AbortSignal.any([signal, ending.signal]);
    const read = readerForChecks(manifest, examination, until);
    const failure = await this.#worker.examine(request, { ended: told.ended, read }, signal);
    // What is still being read is read for nobody.
    ending.abort();
    return failure;
  }

  describe(id: string): Plugin {
    const { version, description, sdk, kinds, permissions, settings } = this.#manifest ?? {};
    return {
      id,
      name: this.#name,
      version: version ?? null,
      description: description ?? null,
      sdkVersion: sdk ?? null,
      source: this.folder.source,
      kinds: kinds ?? [],
      status: this.#status,
      failure: this.#failure,
      settingsSchema: settings ?? null,
      permissions: permissions ?? [],
      restarts: this.#restarts,
      loadedAt: this.#loadedAt,
    };
  }

  get name(): string {
    return this.#name;
  }

  get status(): PluginStatus {
    return this.#status;
  }

  /** Whether its name and kinds are its own, whatever has become of it since. */
  get admitted(): boolean {
    return this.#admitted;
  }

  /** Ends its worker and all waiting; nothing is told of it any more. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#worker?.end(null);
    await this.#life;
  }

  get #closed(): boolean {
    return this.#closing.signal.aborted;
  }

  /** Starts a worker, and answers its manifest or why there is none; then the worker has ended. */
  async #start(): Promise<Manifest | string> {
    if (!this.folder.module) return lacking;
    const { clock } = this.#deps;
    this.#worker = new PluginWorker(this.folder.module, {
      clock,
      onPrinted: (printed) => this.#print(printed),
    });
    const loaded = await this.#worker.loaded;
    const read = typeof loaded === 'string' ? loaded : readManifest(loaded);
    if (typeof read === 'string') void this.#worker.end(read);
    return read;
  }

  /** Waits for the end of one worker after the other, until it is stopped or quarantined. */
  async #live(): Promise<void> {
    while (this.#worker) {
      const failure = await this.#worker.ended;
      if (failure === null || this.#closed) return;
      const delayMs = this.#crash(failure);
      await this.#worker.end(null);
      if (delayMs === null) return;
      await this.#deps.clock.sleep(delayMs, this.#closing.signal);
      if (this.#closed) return;
      await this.#restart();
    }
  }

  async #restart(): Promise<void> {
    this.#restarts += 1;
    const read = await this.#start();
    // A worker that did not come up has ended with the reason, which counts as the next crash.
    if (typeof read === 'string' || this.#closed) return;
    if (isDeepStrictEqual(read, this.#manifest)) this.#become('PLUGIN_LOADED', null, this.#status);
    else void this.#worker?.end('Its manifest is another one than when Custos started.');
  }

  /** Records a crash; answers how long to wait before the next start, or null for never. */
  #crash(failure: string): number | null {
    const { streak, delayMs } = afterCrash(this.#streak, this.#deps.clock.monotonicMs());
    this.#streak = streak;
    this.#become('PLUGIN_CRASHED', failure, this.#status);
    if (delayMs === null)
      this.#become('PLUGIN_QUARANTINED', `It crashed too often; the last time: ${failure}`, this.#status);
    return delayMs;
  }

  #become(type: PluginChanged['type'], failure: string | null, from: PluginStatus | null): void {
    const statuses: Readonly<Record<PluginChanged['type'], PluginStatus>> = {
      PLUGIN_LOADED: 'READY',
      PLUGIN_FAILED: 'FAILED',
      PLUGIN_CRASHED: 'FAILED',
      PLUGIN_QUARANTINED: 'QUARANTINED',
    };
    const to = statuses[type];
    this.#status = to;
    this.#failure = failure;
    this.#loadedAt = to === 'READY' ? this.#deps.clock.now() : null;
    this.#deps.onChange({ type, pluginName: this.#name, from, to, failure });
  }

  #print(printed: Printed): void {
    const { journal } = this.#deps;
    const plugin = this.#name;
    if (printed.kind === 'dropped')
      journal.warn(`${plugin}: printed too much; ${printed.lines} lines were dropped.`, { plugin });
    else if (printed.stream === 'stdout') journal.info(`${plugin}: ${printed.line}`, { plugin });
    else journal.warn(`${plugin}: ${printed.line}`, { plugin });
  }
}
