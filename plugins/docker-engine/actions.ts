import type { ActionDefinition } from 'custos/plugin-sdk';

const of = 'containers' as const;
const text = { type: 'string', minLength: 1 } as const;
const takes = (
  properties: NonNullable<ActionDefinition['parameters']>,
  required: readonly string[] = [],
) => ({
  type: 'object',
  additionalProperties: false,
  required: [...required],
  properties,
});

/** What can be done to whatever runs in a container, and to the engine. */
export const actions: readonly ActionDefinition[] = [
  {
    name: 'restart',
    title: 'Restart it',
    of,
    risk: 'DISRUPTIVE',
    reference: 'A02',
    description:
      'Stops it, with two minutes to end well, and starts it again. Its configuration is examined first. A trading application is never restarted without somebody else’s approval.',
  },
  {
    name: 'recreate',
    title: 'Make it anew',
    of,
    risk: 'DISRUPTIVE',
    reference: 'A03',
    description:
      'Makes the container anew with what was changed, its labels, volumes and names kept; the old one is kept until the new one is well.',
    parameters: takes({ command: { type: 'array', items: text }, image: text }),
  },
  {
    name: 'fix-ownership',
    title: 'Give it its data folder',
    of,
    risk: 'DISRUPTIVE',
    reference: 'A04',
    description: 'Stops it and gives its data folder to the user that it runs as.',
    parameters: takes({ path: text }),
  },
  {
    name: 'swap-volume',
    title: 'Give it an empty volume',
    of,
    risk: 'DESTRUCTIVE',
    reference: 'A07',
    description:
      'Attaches an empty volume instead of its own, which is kept for a week. What it held is not there any more until it is attached again.',
  },
  {
    name: 'set-memory-limit',
    title: 'Change how much memory it may use',
    of,
    risk: 'DISRUPTIVE',
    reference: 'A10',
    description: 'Changes the limit of the running container.',
    parameters: takes({ bytes: { type: 'integer', minimum: 6_291_456 } }),
  },
  {
    name: 'write-configuration',
    title: 'Write a configuration file',
    of,
    risk: 'SAFE',
    reference: 'A11',
    description:
      'Examines what is to be written with the tool of the component, and writes it in place; where the file cannot be written it gives the change as a patch.',
    parameters: takes({ path: text, text }),
  },
  {
    name: 'free-port',
    title: 'Free its port',
    of,
    risk: 'DISRUPTIVE',
    reference: 'A19',
    description: 'Stops the container that has the port; of a process of the host it says what ends it.',
  },
  {
    name: 'reconnect-network',
    title: 'Connect it to its network',
    of,
    risk: 'DISRUPTIVE',
    reference: 'A20',
    description: 'Connects it to the network of its stack, with its names.',
    parameters: takes({ network: text }),
  },
  {
    name: 'reclaim-space',
    title: 'Give up what nobody uses',
    of,
    risk: 'DESTRUCTIVE',
    reference: 'A21',
    description:
      'Removes dangling images and build cache, listed first; never volumes, containers or networks.',
  },
  {
    name: 'rotate-logs',
    title: 'Bound its log',
    of,
    risk: 'DISRUPTIVE',
    reference: 'A22',
    description: 'Makes the container anew with a log of at most three files of 10 MB.',
  },
  {
    name: 'publish-port',
    title: 'Publish it elsewhere',
    of,
    risk: 'DISRUPTIVE',
    reference: 'A23',
    description: 'Makes the container anew with another published port; by default at 127.0.0.1.',
    parameters: takes({ hostIp: text, hostPort: { type: 'integer', minimum: 1, maximum: 65_535 } }),
  },
  {
    name: 'open-firewall',
    title: 'Let a network in',
    of,
    risk: 'DISRUPTIVE',
    manual: true,
    reference: 'A24',
    description: 'Says the rule for the chain DOCKER-USER: Docker’s own rules pass by those of ufw.',
  },
  {
    name: 'back-up',
    title: 'Make a backup',
    of,
    risk: 'SAFE',
    reference: 'A26',
    description:
      'Copies its configuration, and what its API gives out of silences and dashboards, with checksums.',
  },
  {
    name: 'collect-debug-bundle',
    title: 'Collect what support asks for',
    of,
    risk: 'SAFE',
    reference: 'A27',
    description: 'Collects status, logs, inspections, events and versions into one file, secrets taken out.',
  },
  {
    name: 'start',
    title: 'Start it',
    of,
    risk: 'SAFE',
    reference: 'A29',
    description: 'Starts it once what it needs is ready.',
  },
  {
    name: 'recover-stack',
    title: 'Recover the stack',
    scope: 'STACK',
    of,
    risk: 'DESTRUCTIVE',
    playbook: true,
    reference: 'A30',
    description:
      'Collects what support asks for, makes backups, stops what runs in order, repairs only what was diagnosed, starts in order when each is ready, and verifies.',
  },
  {
    name: 'restart-docker',
    title: 'Restart the engine',
    of: ['docker-engine'],
    risk: 'DESTRUCTIVE',
    manual: true,
    reference: 'A32',
    description:
      'Says how the engine is restarted; every container stops meanwhile unless live-restore is on.',
  },
];
