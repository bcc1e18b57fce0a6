import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Custos } from '../../src/app.ts';
import { startCustos } from '../../src/app.ts';
import type { Config } from '../../src/config.ts';
import { readConfig } from '../../src/config.ts';
import { ask } from '../support/graphql-client.ts';
import { KeptJournal } from '../support/running-custos.ts';
import { until } from './until.ts';

/** A service as the API shows it. */
export interface Shown {
  readonly name: string;
  readonly kind: string;
  readonly url: string | null;
  readonly health: {
    readonly status: string;
    readonly summary: string;
    readonly causedBy: readonly { readonly name: string }[];
  };
  readonly container: { readonly name: string } | null;
  readonly dependsOn: readonly { readonly name: string }[];
}

/** A Custos that watches the lab, in this process, with a folder of its own. */
export class Watched {
  readonly custos: Custos;
  readonly secret: string;
  /** Where its data lies. */
  readonly folder: string;
  readonly journal: KeptJournal;

  private constructor(custos: Custos, folder: string, journal: KeptJournal) {
    this.custos = custos;
    this.secret = custos.firstSecret ?? '';
    this.folder = folder;
    this.journal = journal;
  }

  static async start(more: Partial<Config> = {}): Promise<Watched> {
    const folder = mkdtempSync(join(tmpdir(), 'custos-lab-data-'));
    // Nobody configures anything: only the place of the engine is that of the lab.
    const config = readConfig({ port: 0, dataDir: folder }, { DOCKER_HOST: process.env['DOCKER_HOST'] });
    const journal = new KeptJournal();
    return new Watched(await startCustos({ ...config, ...more }, journal), folder, journal);
  }

  async ask<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    const { data, errors } = await ask<T>(this.custos.url, this.secret, query, variables);
    if (!data) throw new Error(JSON.stringify(errors));
    return data;
  }

  /** The services of a stack, by name. */
  async services(stack: string): Promise<readonly Shown[]> {
    const { services } = await this.ask<{ services: { nodes: readonly Shown[] } }>(
      `query ($stack: String!) { services(filter: { stack: $stack }) { nodes {
        name kind url health { status summary causedBy { name } } container { name } dependsOn { name } } } }`,
      { stack },
    );
    return services.nodes;
  }

  /** Waits until the services of a stack are so, as `name STATUS` each. */
  async becomes(
    stack: string,
    isSo: (services: readonly Shown[]) => boolean,
    withinMs: number,
  ): Promise<number> {
    const begun = performance.now();
    let last: readonly Shown[] = [];
    await until(`the services of ${stack} are as they should be`, { withinMs, everyMs: 100 }, async () => {
      last = await this.services(stack);
      return isSo(last);
    }).catch((error: unknown) => {
      const story = last.map(({ name, health }) => `${name} ${health.status}: ${health.summary}`);
      throw new Error(`${String(error)}\n${story.join('\n')}`, { cause: error });
    });
    return performance.now() - begun;
  }

  async stop(): Promise<void> {
    await this.custos.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
