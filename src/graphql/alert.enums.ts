import type { AlertSource, AlertState } from '../domain/alert/alert.ts';
import { enumOf } from './enum-of.ts';

export const AlertStateEnum = enumOf<AlertState>('AlertState', 'States of an alert.', {
  PENDING: 'Its condition holds, but not yet for long enough.',
  FIRING: 'It fires.',
  SUPPRESSED: 'It fires, but is silenced or inhibited.',
  RESOLVED: 'It is over.',
});

export const AlertSourceEnum = enumOf<AlertSource>('AlertSource', 'Where alerts come from.', {
  WEBHOOK: "Alertmanager's webhook.",
  ALERTMANAGER: "Alertmanager's listing.",
  PROMETHEUS: "Prometheus's listing of its rules.",
});
