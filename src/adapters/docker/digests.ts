import type { Clock } from '../../application/ports/clock.ts';
import type { ListedImage } from './reply.ts';

/** After a failure images are not asked for again so soon: their digests are worth no waiting. */
const pauseMs = 30_000;

/**
 * What registries call the images of an engine. One listing answers for all images; another is asked for when
 * an image turns up that was not in it.
 */
export class Digests {
  readonly #list: () => Promise<readonly ListedImage[]>;
  readonly #clock: Clock;
  #known = new Map<string, readonly string[]>();
  #asking: Promise<void> | null = null;
  #askAgainAt = -Infinity;

  constructor(list: () => Promise<readonly ListedImage[]>, clock: Clock) {
    this.#list = list;
    this.#clock = clock;
  }

  /** `name@sha256:...`; empty when the image is in no registry, or Docker does not say. Never rejects. */
  async of(imageId: string): Promise<readonly string[]> {
    if (!this.#known.has(imageId) && this.#clock.monotonicMs() >= this.#askAgainAt) {
      await (this.#asking ??= this.#ask());
      // An image that lost its last name is in no listing.
      if (this.#askAgainAt === -Infinity && !this.#known.has(imageId)) this.#known.set(imageId, []);
    }
    return this.#known.get(imageId) ?? [];
  }

  async #ask(): Promise<void> {
    try {
      const images = await this.#list();
      this.#known = new Map(images.map((image) => [image.Id, image.RepoDigests]));
      this.#askAgainAt = -Infinity;
    } catch {
      this.#askAgainAt = this.#clock.monotonicMs() + pauseMs;
    } finally {
      this.#asking = null;
    }
  }
}
