import type { ActionDefinition } from 'custos/plugin-sdk';

/** What can be done to an Alertmanager beside what can be done to every container. */
export const actions: readonly ActionDefinition[] = [
  {
    name: 'reload-configuration',
    title: 'Reload the configuration',
    description:
      'Checks the configuration file with amtool, and lets Alertmanager read it again without a restart. It helps after the file was changed. While the file is wrong nothing is touched and the old configuration stays in force.',
    risk: 'SAFE',
    reference: 'A16',
  },
  {
    name: 'test-alert-delivery',
    title: 'Send a test alert through to its receiver',
    description:
      'Posts an alert with a label of its own (probe_id) and an end, waits until its notification was counted, and ends it. It shows that the whole way from Alertmanager to the receiver is open. It sends a real notification to whoever is behind the receiver.',
    risk: 'SAFE',
    parameters: {
      type: 'object',
      additionalProperties: false,
      properties: {
        labels: {
          type: 'object',
          additionalProperties: { type: 'string' },
          description: 'Labels that lead the alert to the receiver that is to be tried, such as severity.',
        },
        receiver: { type: 'string', description: 'The receiver that it has to reach, for verification.' },
      },
    },
    reference: 'A17',
  },
  {
    name: 'expire-silence',
    title: 'Expire a silence',
    description:
      'Ends a silence now: the alerts that it hid are told again. What it was is kept, so that it can be made again.',
    risk: 'DISRUPTIVE',
    parameters: {
      type: 'object',
      additionalProperties: false,
      required: ['silence'],
      properties: { silence: { type: 'string', minLength: 1, description: 'Id of the silence.' } },
    },
    reference: 'A18',
  },
];
