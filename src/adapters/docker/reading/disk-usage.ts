import type { DiskShare } from '../../../plugin-sdk/engine.ts';
import { uninterrupted, within } from '../within.ts';
import { alive, ask, type Reading } from './reading.ts';
import { type DiskUse, diskUse } from './replies.ts';

/** The engine adds up every file: that takes a while where there are many. */
const mostMs = 60_000;
/** An answer is believed this long: it does not change much, and costs a lot. */
const freshMs = 10_000;

/** What takes room on the engine's disk, and how large each volume is, by name, as far as it was measured. */
export interface Measured {
  readonly shares: readonly DiskShare[];
  readonly volumes: ReadonlyMap<string, number>;
}

/** The published types do not know that it takes a signal. */
interface Measurable {
  df(options: { readonly abortSignal: AbortSignal }): Promise<unknown>;
}

/** Asks an engine what takes room on its disk, for all who want to know at once: it refuses to measure twice. */
export class DiskUsage {
  readonly #reading: Reading;
  #asking: Promise<Measured> | null = null;
  #askedAt = -Infinity;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  /** Waits no longer than `signal`; the engine goes on measuring, and whoever asks next has the answer. */
  ask(signal: AbortSignal): Promise<Measured> {
    const { clock } = this.#reading;
    if (!this.#asking || clock.monotonicMs() - this.#askedAt > freshMs) {
      this.#askedAt = Infinity;
      this.#asking = this.#measure();
    }
    const asking = this.#asking;
    return within({ clock, ms: mostMs, signal }, () => asking);
  }

  async #measure(): Promise<Measured> {
    const docker: Measurable = this.#reading.docker;
    const question = { reply: diskUse, ms: mostMs, signal: uninterrupted };
    try {
      const use = await ask(this.#reading, question, (abortSignal) => docker.df({ abortSignal }));
      this.#askedAt = this.#reading.clock.monotonicMs();
      return { shares: sharesOf(use), volumes: sizesOf(use) };
    } catch (error) {
      this.#asking = null;
      throw error;
    }
  }
}

/** As `docker system df` counts. */
function sharesOf(use: DiskUse): readonly DiskShare[] {
  const layers = use.LayersSize ?? 0;
  const images = use.Images.filter((image) => (image.Containers ?? 0) !== 0 && (image.SharedSize ?? -1) >= 0);
  const usedByImages = sum(images.map(({ Size, SharedSize }) => Size - (SharedSize ?? 0)));
  const idle = use.Containers.filter(({ State }) => !alive.has(State ?? ''));
  const volumes = use.Volumes.flatMap(({ UsageData }) =>
    UsageData && UsageData.Size >= 0 ? [UsageData] : [],
  );
  const cache = use.BuildCache.filter(({ Shared }) => Shared !== true);
  return [
    { type: 'images', bytes: layers, reclaimableBytes: layers - usedByImages },
    {
      type: 'containers',
      bytes: sum(use.Containers.map(({ SizeRw }) => SizeRw ?? 0)),
      reclaimableBytes: sum(idle.map(({ SizeRw }) => SizeRw ?? 0)),
    },
    {
      type: 'volumes',
      bytes: sum(volumes.map(({ Size }) => Size)),
      reclaimableBytes: sum(volumes.map(({ Size, RefCount }) => (RefCount === 0 ? Size : 0))),
    },
    {
      type: 'build-cache',
      bytes: sum(cache.map(({ Size }) => Size)),
      reclaimableBytes: sum(cache.map(({ Size, InUse }) => (InUse === true ? 0 : Size))),
    },
  ];
}

const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);

function sizesOf({ Volumes }: DiskUse): ReadonlyMap<string, number> {
  return new Map(
    Volumes.flatMap(({ Name, UsageData }) =>
      UsageData && UsageData.Size >= 0 ? [[Name, UsageData.Size] as const] : [],
    ),
  );
}
