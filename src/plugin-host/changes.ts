import type { PluginChanged } from '../domain/event/event.ts';

type Listener = (change: PluginChanged) => void;

/** Tells listeners what becomes of plugins. */
export interface Changes {
  readonly tell: Listener;
  readonly listen: (listener: Listener) => () => void;
  /** From now on nobody is told anything. */
  readonly close: () => void;
}

/** A list of listeners, with one who is always told first. */
export function openChanges(always: Listener): Changes {
  const listeners = new Set<Listener>();
  let closed = false;
  return {
    tell: (change) => {
      if (closed) return;
      always(change);
      for (const listener of listeners) listener(change);
    },
    listen: (listener) => {
      // An object of its own, so that one function can listen twice.
      const told: Listener = (change) => listener(change);
      listeners.add(told);
      return () => void listeners.delete(told);
    },
    close: () => {
      closed = true;
      listeners.clear();
    },
  };
}
