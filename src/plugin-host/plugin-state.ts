import type { PluginChanged } from '../domain/event/event.ts';
import type { Plugin, PluginSource, PluginStatus } from '../domain/plugin/plugin.ts';
import type { Manifest } from './manifest.ts';

/** What is known of a plugin, and how it is. */
export class PluginState {
  name: string;
  manifest: Manifest | null = null;
  /** Whether its name and kinds are its own, whatever has become of it since. */
  admitted = false;
  restarts = 0;
  #status: PluginStatus = 'FAILED';
  #failure: string | null = null;
  #loadedAt: Date | null = null;

  constructor(name: string) {
    this.name = name;
  }

  get status(): PluginStatus {
    return this.#status;
  }

  /** Why it does not answer, in a sentence. */
  get absence(): string {
    if (this.#status === 'DISABLED') return 'It is disabled: nothing is asked until it is enabled.';
    return this.#failure ?? 'It is not loaded.';
  }

  /** Takes its name and kinds from its manifest. */
  admit(manifest: Manifest): void {
    this.name = manifest.name;
    this.manifest = manifest;
    this.admitted = true;
  }

  /** It is between two lives: nobody is told, for what comes of it will be. */
  rest(why: string): void {
    this.#status = 'FAILED';
    this.#failure = why;
    this.#loadedAt = null;
  }

  /** @param from how it was before; null when it was not there */
  turn(type: PluginChanged['type'], at: Date, { failure, from }: Turn): PluginChanged {
    const to = statusAfter[type];
    this.#status = to;
    this.#failure = failure;
    this.#loadedAt = to === 'READY' ? at : null;
    return { type, pluginName: this.name, from, to, failure };
  }

  /** As everybody sees it. */
  describe(id: string, source: PluginSource): Plugin {
    const { version, description, sdk, kinds, permissions, settings } = this.manifest ?? {};
    return {
      id,
      name: this.name,
      version: version ?? null,
      description: description ?? null,
      sdkVersion: sdk ?? null,
      source,
      kinds: kinds ?? [],
      status: this.#status,
      failure: this.#failure,
      settingsSchema: settings ?? null,
      permissions: permissions ?? [],
      restarts: this.restarts,
      loadedAt: this.#loadedAt,
    };
  }
}

interface Turn {
  readonly failure: string | null;
  readonly from: PluginStatus | null;
}

const statusAfter: Readonly<Record<PluginChanged['type'], PluginStatus>> = {
  PLUGIN_LOADED: 'READY',
  PLUGIN_ENABLED: 'READY',
  PLUGIN_FAILED: 'FAILED',
  PLUGIN_CRASHED: 'FAILED',
  PLUGIN_QUARANTINED: 'QUARANTINED',
  PLUGIN_DISABLED: 'DISABLED',
};
