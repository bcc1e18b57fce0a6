import type { Event } from '../../domain/event/event.ts';

/** How much of the newest is kept in memory, whichever is reached first. */
export interface RingBounds {
  readonly count: number;
  readonly bytes: number;
}

interface Slot {
  readonly entry: Event;
  readonly bytes: number;
}

/** The newest entries of the log, without holes, for readers that keep up. */
export class Ring {
  readonly #bounds: RingBounds;
  /** An entry is in the slot of its sequence, modulo the count. */
  readonly #slots: (Slot | undefined)[];
  #oldest = 0;
  #newest = -1;
  #bytes = 0;

  constructor(bounds: RingBounds) {
    this.#bounds = bounds;
    this.#slots = Array.from({ length: bounds.count });
  }

  /** How many entries it holds. */
  get size(): number {
    return this.#newest - this.#oldest + 1;
  }

  /** How much they take, as those who put them there said. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Puts the entry that follows the newest one; an entry larger than all the room is not kept. */
  push(entry: Event, bytes: number): void {
    if (this.size === 0) this.#oldest = entry.sequence;
    this.#newest = entry.sequence;
    if (this.size > this.#bounds.count) this.#evict();
    this.#slots[entry.sequence % this.#bounds.count] = { entry, bytes };
    this.#bytes += bytes;
    while (this.#bytes > this.#bounds.bytes) this.#evict();
  }

  /** The entry of this sequence; null when it is not here (any more). */
  at(sequence: number): Event | null {
    if (sequence < this.#oldest || sequence > this.#newest) return null;
    return this.#slots[sequence % this.#bounds.count]?.entry ?? null;
  }

  #evict(): void {
    const slot = this.#oldest % this.#bounds.count;
    this.#bytes -= this.#slots[slot]?.bytes ?? 0;
    this.#slots[slot] = undefined;
    this.#oldest += 1;
  }
}
