import type { EvidenceKind } from '../domain/diagnosis/evidence.ts';
import type { DiagnosisStatus } from '../domain/diagnosis/diagnosis.ts';
import type { Certainty, Severity } from '../domain/diagnosis/finding.ts';
import type { ActionScope, Risk } from '../domain/recovery/action.ts';
import { enumOf } from './enum-of.ts';

export const SeverityEnum = enumOf<Severity>('Severity', 'How bad something is.', {
  CRITICAL: 'Somebody must act now.',
  WARNING: 'Somebody must act soon; also an alert without a known severity.',
  INFO: 'Worth knowing.',
});

export const CertaintyEnum = enumOf<Certainty>('Certainty', 'How sure a finding is.', {
  CONFIRMED: 'The evidence leaves nothing else.',
  LIKELY: 'The evidence speaks for it.',
  POSSIBLE: 'The evidence allows it.',
});

export const EvidenceKindEnum = enumOf<EvidenceKind>('EvidenceKind', 'Sorts of evidence.', {
  HTTP: 'An answer over HTTP.',
  LOG: 'Lines of a log.',
  METRIC: 'A metric, read directly.',
  QUERY: 'The answer to a query.',
  INSPECT: 'What Docker says about a container, network or volume.',
  EXEC: 'Output of a command.',
  FILE: 'A file.',
  EVENT: "An event of Docker's.",
});

export const DiagnosisStatusEnum = enumOf<DiagnosisStatus>('DiagnosisStatus', 'How far a diagnosis is.', {
  RUNNING: 'Checks are being run.',
  FINISHED: 'All checks have ended.',
  FAILED: 'No check could be run; the verdict says why.',
});

export const RiskEnum = enumOf<Risk>('Risk', 'What an action can do harm to.', {
  SAFE: 'To nothing.',
  DISRUPTIVE: 'To the service while it lasts: a restart, other credentials, other traffic.',
  DESTRUCTIVE: 'To data, or to services beyond its own.',
});

export const ActionScopeEnum = enumOf<ActionScope>('ActionScope', 'To what an action is done.', {
  SERVICE: 'To one service.',
  STACK: 'To a whole stack.',
});
