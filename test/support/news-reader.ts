import { vi } from 'vitest';
import type { ContainerEngine, EngineNews } from '../../src/application/ports/container-engine.ts';

/** Whoever follows an engine, and what it heard so far. */
export class NewsReader {
  readonly heard: EngineNews[] = [];
  readonly #ending = new AbortController();
  readonly #ended: Promise<void>;

  constructor(engine: ContainerEngine) {
    this.#ended = this.#read(engine);
  }

  /** What it heard, in words: `listed 2`, `start prometheus RUNNING`, `die prometheus gone`, `lost`. */
  story(): readonly string[] {
    return this.heard.map((news) => {
      if (news.kind === 'listed') return `listed ${news.containers.length}`;
      if (news.kind === 'lost') return 'lost';
      return `${news.notice.action} ${news.notice.containerName} ${news.container?.state ?? 'gone'}`;
    });
  }

  /** Waits until it has heard this much. */
  async hears(count: number): Promise<readonly string[]> {
    await eventually(
      () => this.heard.length >= count,
      () => `heard only: ${this.story().join(', ')}`,
    );
    return this.story();
  }

  failures(): readonly string[] {
    return this.heard.flatMap((news) => (news.kind === 'lost' ? [news.failure] : []));
  }

  /** Leaves, and answers when the engine has let it go. */
  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#ended;
  }

  async #read(engine: ContainerEngine): Promise<void> {
    for await (const news of engine.follow(this.#ending.signal)) this.heard.push(news);
  }
}

/** Waits until something is so, for ten seconds at most. */
export async function eventually(isSo: () => boolean, otherwise: () => string): Promise<void> {
  await vi.waitFor(
    () => {
      if (!isSo()) throw new Error(otherwise());
    },
    { timeout: 10_000, interval: 5 },
  );
}
