/** What a diagnosis may read of a container, by Docker's id, or of the engine. Times are milliseconds since 1970. */
export type EngineReading =
  | { readonly kind: 'inspect' | 'usage'; readonly containerId: string }
  | { readonly kind: 'logs'; readonly containerId: string; readonly tail: number; readonly since: number }
  | { readonly kind: 'events'; readonly containerId: string; readonly since: number }
  | { readonly kind: 'archive'; readonly containerId: string; readonly path: string }
  | { readonly kind: 'exec'; readonly containerId: string; readonly argv: readonly string[] }
  | {
      readonly kind: 'helper';
      readonly containerId: string;
      readonly argv: readonly string[];
      readonly network: 'none' | 'container' | 'host';
      readonly user: 'image' | 'root';
    }
  | { readonly kind: 'info' | 'containers' | 'networks' | 'disk' | 'volumes' };

/** What a diagnosis may read of the host on which the engine runs. */
export type HostReading = { readonly kind: 'listeners' } | { readonly kind: 'disk'; readonly path: string };

/** Why something cannot be read, in a sentence. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

/**
 * Reads on behalf of a diagnosis, for plugins: what is answered is JSON in the shape that the plugin SDK gives it
 * (container.ts, engine.ts), secrets taken out of logs, commands and variables. It changes nothing: a helper
 * container has read-only mounts and is gone when it was read. @throws Unreadable with the reason; a signal that
 * aborts ends the waiting.
 */
export interface EngineReader {
  read(reading: EngineReading, signal: AbortSignal): Promise<unknown>;
}

/** Reads the engine's host. @throws Unreadable where Custos does not run on it, or may not look. */
export interface HostReader {
  read(reading: HostReading, signal: AbortSignal): Promise<unknown>;
}
