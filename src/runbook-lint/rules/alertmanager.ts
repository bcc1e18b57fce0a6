import type { Rule } from '../rule.ts';
import type { Command } from '../shell/command.ts';
import { argumentsOf, pipedInto } from '../shell/command.ts';
import { asks } from './requests.ts';

/** What a runbook asks of Alertmanager. */
export const alertmanager: readonly Rule[] = [
  {
    id: 'G15',
    kind: 'CANNOT_WORK',
    why: 'Alertmanager answers 410 to its first API since 0.27.',
    instead: 'Ask /api/v2/alerts.',
    versions: { of: 'alertmanager', from: '0.27' },
    before: { kind: 'MISLEADING', why: 'This API still answers here, and is gone from 0.27 on.' },
    command: (command) => asks(command, 'alertmanager', /\/api\/v1\//u),
  },
  {
    id: 'G15',
    kind: 'CANNOT_WORK',
    why: 'Alertmanager takes an array of alerts: an object, as a webhook gets it, is answered with 400.',
    instead:
      'Send [{"labels":{"alertname":"Test"}}] to /api/v2/alerts, or test a receiver with amtool alert add.',
    command: (command) =>
      asks(command, 'alertmanager', /\/api\/v\d\/alerts$/u) && /^\s*\{/u.test(bodyOf(command)),
  },
  {
    id: 'G15',
    kind: 'CANNOT_WORK',
    why: 'There is no .data.alerts in the answer: of the first API .data is the list, of the second it is the whole answer.',
    instead: 'Write jq ".[] | {labels, status}" on the answer of /api/v2/alerts.',
    command: (command) =>
      asks(command, 'alertmanager', /\/api\/v\d\/alerts/u) &&
      pipedInto(command).some(
        ({ name, words }) => name === 'jq' && words.some(({ text }) => text.includes('.data.alerts')),
      ),
  },
];

/** What curl sends; empty when it is in a file, or there is none. */
export function bodyOf(command: Command): string {
  const words = argumentsOf(command);
  const at = words.findIndex((word) =>
    /^(?:-d|--data(?:-raw|-binary|-ascii)?|--json|--post-data)(?:=|$)/u.test(word),
  );
  if (at === -1) return '';
  return /^[^=\s]+=(.*)$/su.exec(words[at] ?? '')?.[1] ?? words[at + 1] ?? '';
}
