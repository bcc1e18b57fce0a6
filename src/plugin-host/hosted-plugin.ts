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
import type { Manifest } from './manifest.ts';
import { readManifest } from './manifest.ts';
import type { MemoryWatch } from './memory-watch.ts';
import type { Attendant } from './plugin-worker.ts';
import { PluginState } from './plugin-state.ts';
import { PluginWorker } from './plugin-worker.ts';
import { probeRequest } from './probe-request.ts';
import type { Report } from './protocol.ts';
import { readerForChecks } from './read-for-check.ts';
import { tellPrinted } from './tell-printed.ts';

/** Settings by the name of a plugin. */
export type PluginSettings = Readonly<Record<string, Readonly<Record<string, Json>>>>;

export interface HostDeps {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly onChange: (change: PluginChanged) => void;
  readonly memory: MemoryWatch;
  /** What each plugin is told about every service of its kinds, unless the service's own settings say otherwise. */
  readonly settings: PluginSettings;
}

/**
 * A plugin through all its lives: loaded, admitted or rejected, started again after a crash, quarantined when
 * it crashes too often, disabled, loaded anew. It has at most one worker at a time. One asks at a time for `reload` and
 * `disable`.
 */
export class HostedPlugin {
  readonly #deps: HostDeps;
  #folder: PluginFolder;
  #closing = new AbortController();
  readonly #state: PluginState;
  #worker: PluginWorker | null = null;
  #closedForGood = false;
  #streak: Streak = [];
  #life: Promise<void> = Promise.resolve();

  constructor(folder: PluginFolder, deps: HostDeps) {
    this.#folder = folder;
    this.#state = new PluginState(folder.name);
    this.#deps = deps;
  }

  get folder(): PluginFolder {
    return this.#folder;
  }

  get manifest(): Manifest | null {
    return this.#state.manifest;
  }

  /** Starts it for the first time and reads its manifest; a sentence says why that failed. */
  async load(): Promise<Manifest | string> {
    const read = await this.#start();
    if (typeof read !== 'string') this.#state.manifest = read;
    return read;
  }

  /** Lets a loaded plugin work, under the name of its manifest. */
  admit(manifest: Manifest): void {
    this.#deps.onChange(this.#begin(manifest, null));
  }

  /** Knows its kinds, and does not work: somebody disabled it. */
  async admitDisabled(manifest: Manifest): Promise<void> {
    this.#state.admit(manifest);
    await this.disable();
  }

  /** Says why it cannot work, under a name that nobody else has. */
  async reject(name: string, failure: string): Promise<void> {
    this.#state.name = name;
    this.#deps.onChange(this.#turn('PLUGIN_FAILED', failure, null));
    await this.#worker?.end(null);
  }

  /**
   * Ends its worker, reads its module anew and starts it, out of whatever state it was in. What a failure leaves
   * standing are its name and kinds, so that nobody else takes them. Answers what became of it, and tells nobody else.
   * @param conflict why it cannot work beside the others, in a sentence; null: it can
   */
  async reload(
    folder: PluginFolder,
    conflict: (manifest: Manifest) => string | null,
  ): Promise<PluginChanged> {
    const from = this.#state.status;
    await this.#rest('It is being loaded anew.');
    this.#streak = [];
    this.#folder = folder;
    const read = await this.#start();
    const failure = typeof read === 'string' ? read : conflict(read);
    if (failure === null && typeof read !== 'string') return this.#begin(read, from);
    await this.#worker?.end(null);
    return this.#turn('PLUGIN_FAILED', failure, from);
  }

  /** Ends its worker until it is loaded anew. Answers what became of it, and tells nobody else. */
  async disable(): Promise<PluginChanged> {
    const from = this.#state.status;
    await this.#rest('It was disabled.');
    return this.#turn('PLUGIN_DISABLED', null, from);
  }

  /** A report, or a sentence that says why there is none; never rejects. */
  async probe(service: Service, how: Asking, signal: AbortSignal): Promise<Report | string> {
    const { manifest, status, absence, name } = this.#state;
    if (!this.#worker || !manifest || status !== 'READY') return absence;
    const settings = this.#deps.settings[name] ?? {};
    const request = probeRequest(service, how, { settings, permissions: manifest.permissions });
    return await this.#worker.probe(request, signal);
  }

  /** Has its checks run; null when all ended, or a sentence that says why some will not; never rejects. */
  async examine(
    examination: Examination,
    told: { readonly checks: readonly string[]; readonly ended: Attendant['ended'] },
    signal: AbortSignal,
  ): Promise<string | null> {
    const { manifest, status, absence, name } = this.#state;
    if (!this.#worker || !manifest || status !== 'READY') return absence;
    const request = examinationRequest(examination, {
      manifest,
      checks: told.checks,
      settings: this.#deps.settings[name] ?? {},
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
    return this.#state.describe(id, this.#folder.source);
  }

  get name(): string {
    return this.#state.name;
  }

  get status(): PluginStatus {
    return this.#state.status;
  }

  /** Whether its name and kinds are its own, whatever has become of it since. */
  get admitted(): boolean {
    return this.#state.admitted;
  }

  /** Ends its worker and all waiting; nothing is told of it any more. */
  async close(): Promise<void> {
    this.#closedForGood = true;
    this.#closing.abort();
    await this.#worker?.end(null);
    await this.#life;
  }

  /** Ends its life, whatever it is doing, and makes room for another. */
  async #rest(why: string): Promise<void> {
    this.#state.rest(why);
    this.#closing.abort();
    await this.#worker?.end(why);
    await this.#life;
    if (!this.#closedForGood) this.#closing = new AbortController();
  }

  #begin(manifest: Manifest, from: PluginStatus | null): PluginChanged {
    this.#state.admit(manifest);
    const change = this.#turn('PLUGIN_LOADED', null, from);
    this.#life = this.#live();
    return change;
  }

  get #closed(): boolean {
    return this.#closing.signal.aborted;
  }

  /** Starts a worker, and answers its manifest or why there is none; then the worker has ended. */
  async #start(): Promise<Manifest | string> {
    if (this.#closedForGood) return 'It was stopped.';
    const { module } = this.#folder;
    if (typeof module === 'string') return module;
    const { clock, memory, journal } = this.#deps;
    this.#worker = new PluginWorker(module, {
      clock,
      memory,
      onPrinted: (printed) => tellPrinted(journal, this.#state.name, printed),
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
    this.#state.restarts += 1;
    const read = await this.#start();
    // A worker that did not come up has ended with the reason, which counts as the next crash.
    if (typeof read === 'string' || this.#closed) return;
    if (isDeepStrictEqual(read, this.#state.manifest))
      this.#deps.onChange(this.#turn('PLUGIN_LOADED', null, this.#state.status));
    else void this.#worker?.end('Its manifest is another one than when it was loaded: load it anew.');
  }

  /** Records a crash; answers how long to wait before the next start, or null for never. */
  #crash(failure: string): number | null {
    const { streak, delayMs } = afterCrash(this.#streak, this.#deps.clock.monotonicMs());
    this.#streak = streak;
    this.#deps.onChange(this.#turn('PLUGIN_CRASHED', failure, this.#state.status));
    if (delayMs === null) {
      const last = `It crashed too often; the last time: ${failure}`;
      this.#deps.onChange(this.#turn('PLUGIN_QUARANTINED', last, this.#state.status));
    }
    return delayMs;
  }

  #turn(type: PluginChanged['type'], failure: string | null, from: PluginStatus | null): PluginChanged {
    return this.#state.turn(type, this.#deps.clock.now(), { failure, from });
  }
}
