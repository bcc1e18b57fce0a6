import { Agent } from 'node:http';
import { Readable } from 'node:stream';
import Docker from 'dockerode';
import { z } from 'zod';
import type { Clock } from '../../application/ports/clock.ts';
import type { Tail } from '../../application/ports/container-engine.ts';
import { Digests } from './digests.ts';
import { statusOf } from './failure.ts';
import { actions } from './notice.ts';
import {
  images,
  infoReply,
  type Inspection,
  inspection,
  type ListedContainer,
  listing,
  type Stats,
  statsReply,
  versionReply,
} from './reply.ts';
import { uninterrupted, within } from './within.ts';

/** The longest that a single question may take; a healthy engine answers in some milliseconds. */
const callMs = 2000;

/** The published types do not know that these take a signal too. */
interface Interruptible {
  ping(options: { readonly abortSignal: AbortSignal }): Promise<unknown>;
  version(options: { readonly abortSignal: AbortSignal }): Promise<unknown>;
  info(options: { readonly abortSignal: AbortSignal }): Promise<unknown>;
}

interface Measured {
  stats(options: {
    readonly stream: false;
    readonly 'one-shot': true;
    readonly abortSignal: AbortSignal;
  }): Promise<unknown>;
}

/** The questions asked of an engine, each under a deadline, each answer read strictly. */
export class Client {
  readonly #docker: Docker;
  readonly #server: Interruptible;
  readonly #clock: Clock;
  readonly #digests: Digests;

  /** `host` is `unix:///path`, `tcp://host:port`, `http://host:port` or `https://host:port`. */
  constructor(host: string, clock: Clock) {
    this.#docker = new Docker(address(host));
    this.#server = this.#docker;
    this.#clock = clock;
    this.#digests = new Digests(
      () => this.#ask(images, uninterrupted, (abortSignal) => this.#docker.listImages({ abortSignal })),
      clock,
    );
  }

  /** All containers, stopped ones too; of this name only when one is given. */
  list(name: string | null, signal: AbortSignal): Promise<readonly ListedContainer[]> {
    const filters = name === null ? {} : { name: [`^/?${name.replaceAll('.', '\\.')}$`] };
    return this.#ask(listing, signal, (abortSignal) =>
      this.#docker.listContainers({ all: true, filters, abortSignal }),
    );
  }

  /** Null when there is no such container (any more). */
  async inspect(id: string, signal: AbortSignal): Promise<Inspection | null> {
    try {
      return await this.#ask(inspection, signal, (abortSignal) =>
        this.#docker.getContainer(id).inspect({ abortSignal }),
      );
    } catch (error) {
      if (statusOf(error) === 404) return null;
      throw error;
    }
  }

  /** What a container has used so far: counters. */
  stats(id: string, signal: AbortSignal): Promise<Stats> {
    const container: Measured = this.#docker.getContainer(id);
    // Without the second measurement, that Docker would wait a second for.
    return this.#ask(statsReply, signal, (abortSignal) =>
      container.stats({ stream: false, 'one-shot': true, abortSignal }),
    );
  }

  /** A container's newest output as it comes: in frames, or raw where it has a terminal, with times. */
  async logs(id: string, { tail, since }: Tail, signal: AbortSignal): Promise<AsyncIterable<Buffer>> {
    const options = {
      stdout: true,
      stderr: true,
      timestamps: true,
      tail,
      ...(since ? { since: since.getTime() / 1000 } : {}),
    };
    // The client's own call would gather all of it first, however much it is.
    const [method, path] = ['GET', `/containers/${id}/logs?`];
    const question = {
      path,
      method,
      options,
      isStream: true,
      statusCodes: { 200: true },
      abortSignal: signal,
    };
    return new Promise((resolve, reject) => {
      this.#docker.modem.dial(question, (error: unknown, output: unknown) => {
        if (output instanceof Readable) resolve(output);
        else reject(error instanceof Error ? error : new Error('Docker gave no output.'));
      });
    });
  }

  /** What registries call an image; empty when it is in none, or Docker does not say. Never rejects. */
  digests(imageId: string): Promise<readonly string[]> {
    return this.#digests.of(imageId);
  }

  /** Whether it answers at all. @throws when it does not, in time. */
  async ping(signal: AbortSignal): Promise<void> {
    await this.#ask(z.unknown(), signal, (abortSignal) => this.#server.ping({ abortSignal }));
  }

  version(signal: AbortSignal): Promise<z.infer<typeof versionReply>> {
    return this.#ask(versionReply, signal, (abortSignal) => this.#server.version({ abortSignal }));
  }

  info(signal: AbortSignal): Promise<z.infer<typeof infoReply>> {
    return this.#ask(infoReply, signal, (abortSignal) => this.#server.info({ abortSignal }));
  }

  /**
   * The stream of container events, one JSON object a line, from a time on (in seconds since 1970). Only its
   * beginning has a deadline; it ends with the signal.
   */
  events(since: number | null, signal: AbortSignal): Promise<NodeJS.ReadableStream> {
    const options: Docker.GetEventsOptions = {
      filters: { type: ['container'], event: [...actions] },
      abortSignal: signal,
      ...(since === null ? {} : { since }),
    };
    return within({ clock: this.#clock, ms: callMs, signal }, () => this.#docker.getEvents(options));
  }

  #ask<T extends z.ZodType>(
    reply: T,
    signal: AbortSignal,
    call: (signal: AbortSignal) => Promise<unknown>,
  ): Promise<z.infer<T>> {
    return within({ clock: this.#clock, ms: callMs, signal }, async (ending) =>
      // What is no JSON comes as bytes, and does not parse either.
      reply.parse(await call(ending)),
    );
  }
}

/**
 * Everything that the client would otherwise take from its own environment variables is said here: they would
 * win over the endpoint that was asked for. A connection serves one question, so that one which hung or was cut
 * off spoils no other.
 */
export function address(host: string): Docker.DockerOptions & { agent?: Agent; pathPrefix: string } {
  const agent = new Agent({ keepAlive: false });
  if (host.startsWith('unix://')) {
    const socketPath = host.slice('unix://'.length);
    return { host: '', socketPath, protocol: 'http', pathPrefix: '/', timeout: 0, agent };
  }
  const url = new URL(host.replace(/^tcp:/u, 'http:'));
  const secure = url.protocol === 'https:';
  return {
    // The client puts the brackets of an IPv6 address back itself.
    host: url.hostname.replace(/^\[|\]$/gu, ''),
    pathPrefix: '/',
    port: url.port || (secure ? 2376 : 2375),
    protocol: secure ? 'https' : 'http',
    timeout: 0,
    ...(secure ? {} : { agent }),
  };
}
