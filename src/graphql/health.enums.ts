import type { HealthStatus } from '../domain/health/health.ts';
import type { CheckStatus, CheckCause } from '../domain/health/check.ts';
import { enumOf } from './enum-of.ts';

export const HealthStatusEnum = enumOf<HealthStatus>('HealthStatus', 'What health can be.', {
  HEALTHY: 'Does what it should.',
  DEGRADED: 'Answers, but not as it should.',
  DOWN: 'Does not do what it should.',
  UNKNOWN: 'Not known: never observed, or too long ago.',
});

export const CheckStatusEnum = enumOf<CheckStatus>('CheckStatus', 'How a check ended.', {
  PASS: 'As it should be.',
  WARN: 'Not as it should be, but bearable.',
  FAIL: 'Not as it should be.',
  UNKNOWN: 'Could not be found out; never counts as PASS.',
  SKIPPED: 'Does not apply, as the summary says.',
});

export const CheckCauseEnum = enumOf<CheckCause>(
  'CheckCause',
  'Why nothing right could be got from what was looked at.',
  {
    REFUSED: 'The connection was refused: nothing listens there.',
    RESET: 'The connection was reset: something is there, and broke off.',
    TIMED_OUT: 'No answer in time.',
    UNROUTABLE: 'There is no way to the address.',
    NAME_UNRESOLVED: 'The name could not be resolved.',
    TLS_FAILED: 'The TLS handshake failed: certificate, name or protocol.',
    UNAUTHORIZED: 'The answer was that one may not: 401, 403, or a socket without permission.',
    WRONG_SERVICE: 'Something else answers at this address.',
    WRONG_ANSWER: 'The answer has another status or shape than it should.',
    TOO_LARGE: 'The answer is larger than is read.',
    PLUGIN_FAILED: 'The plugin that should look failed, or was not allowed to.',
  },
);
