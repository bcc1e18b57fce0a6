import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Custos } from '../../src/app.ts';
import { startCustos } from '../../src/app.ts';
import type { Journal } from '../../src/application/ports/journal.ts';
import type { Viewer } from '../../src/domain/access/token.ts';
import type { Config } from '../../src/config.ts';
import { readConfig } from '../../src/config.ts';
import type { Event } from '../../src/domain/event/event.ts';
import type { World } from '../../src/world.ts';
import { FakeAlerts } from './fake-alerts.ts';
import { FakeEngine } from './fake-engine.ts';
import { FakeNetwork } from './fake-network.ts';
import { FakePlugins } from './fake-plugins.ts';
import { FakeTargets } from './fake-targets.ts';
import { ManualClock, settled } from './manual-clock.ts';

/** A journal that keeps what it was told. */
export class KeptJournal implements Journal {
  readonly said: string[] = [];
  info(): void {}
  warn(message: string): void {
    this.said.push(message);
  }
  error(message: string, fields: object = {}): void {
    this.said.push(
      `${message} ${JSON.stringify(fields, (_key, value: unknown) => (value instanceof Error ? value.message : value))}`,
    );
  }
}

/** A whole Custos in this process, on a free port and a folder of its own, in a world that the test owns. */
export class RunningCustos {
  readonly clock = new ManualClock();
  readonly plugins = new FakePlugins();
  readonly targets = new FakeTargets();
  readonly alerts = new FakeAlerts();
  readonly engine: FakeEngine;
  readonly network = new FakeNetwork();
  readonly journal = new KeptJournal();
  readonly folder = mkdtempSync(join(tmpdir(), 'custos-test-'));
  #custos: Custos | null = null;
  #secret = '';

  constructor(engine = new FakeEngine()) {
    this.engine = engine;
    this.plugins.now = () => this.clock.now();
  }

  get custos(): Custos {
    if (!this.#custos) throw new Error('It was not started.');
    return this.#custos;
  }

  get app() {
    return this.custos.app;
  }

  /** The secret of the first admin token. */
  get secret(): string {
    return this.#secret;
  }

  get admin(): Viewer {
    const viewer = this.app.authenticate(this.#secret);
    if (!viewer) throw new Error('The first token does not give access.');
    return viewer;
  }

  async start(more: Partial<Config> = {}): Promise<this> {
    const read = readConfig({ port: 0, dataDir: this.folder }, {});
    // What goes DOWN in a test is diagnosed by itself only where the test is about that.
    const config = { ...read, diagnosis: { ...read.diagnosis, automatic: false } };
    const world: Partial<World> = {
      clock: this.clock,
      openPlugins: (_config, _journal, disabled) => Promise.resolve(this.plugins.opened(disabled)),
      openEngine: () => this.engine,
      openReader: () => ({ read: () => Promise.reject(new Error('It cannot be read here.')) }),
      openHost: () => ({ read: () => Promise.reject(new Error('It cannot be read here.')) }),
      targetSource: this.targets,
      alertSource: this.alerts,
      network: this.network,
    };
    this.#custos = await startCustos({ ...config, ...more }, this.journal, world);
    this.#secret = this.#custos.firstSecret ?? this.#secret;
    return this;
  }

  async restart(more: Partial<Config> = {}): Promise<void> {
    await this.custos.stop();
    await this.start(more);
  }

  /** Ends it and takes its folder away. */
  async end(): Promise<void> {
    await this.#custos?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Everything that the log has of a type, in order. */
  async events(...types: Event['detail']['type'][]): Promise<readonly Event[]> {
    return this.app.events({ filter: { types }, limit: 1000, keep: 'newest' });
  }

  /** Waits until something holds, letting everything that is ready run; time does not pass. */
  async until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
    for (let turn = 0; turn < 500; turn++) {
      if (await holds()) return;
      await settled();
    }
    throw new Error(`It did not come about that ${what}.\n${this.journal.said.join('\n')}`);
  }

  status(service: string): string {
    const found = this.app.serviceNamed(service, null);
    return found ? this.app.standing(found.id).status : 'not there';
  }
}
