import type { ActionDefinition, Json } from 'custos/plugin-sdk';

const parameters = (
  properties: Readonly<Record<string, Json>>,
  more: Readonly<Record<string, Json>> = {},
) => ({
  ...{ type: 'object', additionalProperties: false, properties },
  ...more,
});
const text = (description: string, more: Readonly<Record<string, Json>> = {}): Json => ({
  ...{ type: 'string', minLength: 1, description },
  ...more,
});
const nothing = parameters({});

/** What can be done about Prometheus itself. */
export const processActions: readonly ActionDefinition[] = [
  {
    name: 'reload-configuration',
    title: 'Load the configuration again',
    description:
      'Examines the configuration with promtool, then asks Prometheus to load it (POST /-/reload; SIGHUP where that is switched off), and waits until it says that it did. A configuration that is wrong changes nothing.',
    risk: 'SAFE',
    reference: 'A01',
    parameters: nothing,
  },
  {
    name: 'take-snapshot',
    title: 'Take a snapshot of the data',
    description:
      'Asks Prometheus for a snapshot where its admin API is on, else copies the data of the stopped container. Needs room on the disk for the newest blocks once more.',
    risk: 'SAFE',
    reference: 'A05',
    parameters: nothing,
  },
  {
    name: 'quarantine-data',
    title: 'Move damaged data aside',
    description:
      'Stops Prometheus, copies its data, and moves the damaged block out of the way, or the write-ahead log and the head chunks where no block is named; then starts it. What was moved is not queried any more: of the log, up to three hours. Can be moved back.',
    risk: 'DESTRUCTIVE',
    reference: 'A06',
    parameters: parameters({
      block: text('The ULID of the damaged block; omitted: the write-ahead log and the head chunks.', {
        pattern: '^[0-9A-HJKMNP-TV-Z]{26}$',
      }),
    }),
  },
  {
    name: 'set-retention',
    title: 'Change how much is kept',
    description:
      'Changes the retention by time or size; Prometheus is made anew for it where it is a flag. What is older or too much is deleted within two hours, and comes back only from a snapshot. Frees disk, and hardly memory.',
    risk: 'DESTRUCTIVE',
    reference: 'A08',
    parameters: parameters(
      {
        time: text('How long data is kept, such as 15d.', { pattern: '^(\\d+(ms|[smhdwy]))+$' }),
        size: text('How much is kept, such as 8GB; at most 80 % of the disk.', {
          pattern: '^\\d+(B|KB|MB|GB|TB)$',
        }),
      },
      { minProperties: 1 },
    ),
  },
  {
    name: 'delete-series',
    title: 'Delete series',
    description:
      'Deletes what a selector matches within a time, after a snapshot was taken, and clears the tombstones. Needs the admin API to be on. What is deleted comes back only from the snapshot.',
    risk: 'DESTRUCTIVE',
    reference: 'A09',
    parameters: parameters(
      {
        match: text('Which series, such as boom{job="x"}.'),
        start: text('From when, as RFC 3339.', { format: 'date-time' }),
        end: text('Until when, as RFC 3339.', { format: 'date-time' }),
      },
      { required: ['match', 'start', 'end'] },
    ),
  },
  {
    name: 'add-recording-rules',
    title: 'Add recording rules',
    description:
      'Writes rules that compute beforehand what dashboards ask for often, into a file that rule_files names, examines it with promtool and loads it. Costs a few series and their evaluation.',
    risk: 'SAFE',
    reference: 'A28',
    parameters: parameters({ rules: text('A rule file, in YAML.') }, { required: ['rules'] }),
  },
];
