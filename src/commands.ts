import { isatty } from 'node:tty';

import { systemClock } from './adapters/system/clock.ts';
import type { Commands } from './cli/program.ts';
import type { Terminal, World } from './cli/world.ts';
import { configurationSchema } from './config/json-schema.ts';
import { printedConfiguration } from './config/printed.ts';
import { readClientSettings, readConfig } from './config.ts';
import { examine } from './examine.ts';
import { grantToken } from './grant-token.ts';
import { startInProcess } from './in-process.ts';
import { localAddress } from './local-address.ts';
import { serve } from './serve.ts';
import { webhookSecret } from './webhook-secret.ts';

/** What the words of the command line do in this process. */
export function createCommands(): Commands {
  return {
    serve,
    world: once(createWorld),
    examine,
    validate: (file) => void readConfig({ config: file }),
    printed: (file) => printedConfiguration(readConfig({ config: file })),
    schema: configurationSchema,
  };
}

/** The world of a command: its terminal, its settings, and the signal with which somebody ends it. */
function createWorld(): World {
  const { url, token, plain } = readClientSettings();
  const ending = new AbortController();
  const end = (): void => ending.abort();
  // A second signal finds no listener any more, and ends the process the way the system does.
  process.once('SIGINT', end).once('SIGTERM', end);
  return {
    settings: { url, token },
    out: terminal(process.stdout, { plain, gone: end }),
    err: terminal(process.stderr, { plain, gone: end }),
    now: () => systemClock.now(),
    addressOf: (config) => localAddress(readConfig({ config }).server),
    dataDirOf: (config) => readConfig({ config }).storage.dataDir,
    start: startInProcess,
    grant: grantToken,
    webhookSecret: (config) => webhookSecret(readConfig({ config })),
    interrupted: ending.signal,
  };
}

/** A standard stream. Whoever closes it, as `head` does, has read enough: the command ends quietly. */
function terminal(
  stream: NodeJS.WriteStream & { readonly fd: number },
  { plain, gone }: { readonly plain: boolean; readonly gone: () => void },
): Terminal {
  stream.on('error', gone);
  const interactive = isatty(stream.fd);
  return { write: (text) => void stream.write(text), interactive, coloured: interactive && !plain };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
