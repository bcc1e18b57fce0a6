import type { DestinationStream } from 'pino';
import { pino, stdSerializers, stdTimeFunctions } from 'pino';

import type { Journal } from '../../application/ports/journal.ts';
import { redact } from '../../domain/redact.ts';

export const journalLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;
export type JournalLevel = (typeof journalLevels)[number];

/** Where secrets are wont to stand, at the top of an entry and one level below. */
const secretNames = ['authorization', 'Authorization', 'cookie', 'token', 'secret', 'password', 'secretHash'];
const secretPaths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** A journal of JSON lines on standard error, secrets taken out before a line is written. */
export function openJournal(level: JournalLevel, to: DestinationStream = process.stderr): Journal {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      redact: { paths: secretPaths, censor: '[redacted]' },
      serializers: { error: stdSerializers.errWithCause },
    },
    { write: (line: string) => to.write(redact(line)) },
  );
  return {
    info: (message, fields = {}) => {
      logger.info(fields, message);
    },
    warn: (message, fields = {}) => {
      logger.warn(fields, message);
    },
    error: (message, fields = {}) => {
      logger.error(fields, message);
    },
  };
}
