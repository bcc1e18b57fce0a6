import type { ActionDefinition, Json } from 'custos/plugin-sdk';

const text = (description: string, more: Readonly<Record<string, Json>> = {}): Json => ({
  type: 'string',
  description,
  ...more,
});
const parameters = (properties: Readonly<Record<string, Json>>, required: readonly string[] = []) => ({
  ...{ type: 'object', additionalProperties: false, properties, required },
});

export const actions: readonly ActionDefinition[] = [
  {
    name: 'reset-admin-password',
    title: 'Give Grafana’s administrator a new password',
    description:
      'Backs grafana.db up, then sets a generated password with Grafana’s own command inside its container; it is shown once. Helps when nobody knows the password in force (F29). Logs out whoever uses the old one. It does not lift a lockout (F28): that ends by itself after five minutes.',
    risk: 'DISRUPTIVE',
    reference: 'A12',
    parameters: parameters({
      userId: {
        type: 'integer',
        minimum: 1,
        default: 1,
        description: 'Whose; 1 is the administrator of the first start.',
      },
    }),
  },
  {
    name: 'reload-provisioning',
    title: 'Let Grafana read its provisioning again',
    description:
      'Asks Grafana to read the files of its data sources or dashboards again, without a restart. Needs the credentials of a server administrator; a token is not enough. What the files no longer describe is removed.',
    risk: 'SAFE',
    reference: 'A13',
    parameters: parameters({
      what: {
        enum: ['datasources', 'dashboards'],
        default: 'datasources',
        description: 'What is read again.',
      },
    }),
  },
  {
    name: 'fix-data-source',
    title: 'Correct or create a data source',
    description:
      'Reads the data source, changes what is given and writes it back; creates it when there is none of that uid or name. Shows what it was before, and can put that back. One that a file describes is read-only: there the file is corrected and read again.',
    risk: 'DISRUPTIVE',
    reference: 'A14',
    parameters: parameters({
      uid: text('Which; omitted: by its name.', { pattern: '^[A-Za-z0-9_-]{1,40}$' }),
      name: text('What it is called.', { maxLength: 190 }),
      url: text('Where it is to ask, as seen from Grafana’s container.', { pattern: '^https?://' }),
      isDefault: { type: 'boolean', description: 'Whether panels ask it that name none.' },
    }),
  },
  {
    name: 'import-dashboards',
    title: 'Import dashboards again',
    description:
      'Exports what is there, then saves dashboards from their files, bound to a data source that exists. Overwrites what people changed only when told to. Those that are provisioned come back with reload-provisioning instead.',
    risk: 'DESTRUCTIVE',
    reference: 'A15',
    parameters: parameters({
      dashboards: {
        type: 'array',
        items: { type: 'string' },
        description: 'Uids; omitted: all that are kept.',
      },
      overwrite: { type: 'boolean', default: false, description: 'Whether to replace what is there.' },
    }),
  },
  {
    name: 'use-write-ahead-log',
    title: 'Let Grafana’s SQLite use its write-ahead log',
    description:
      'Backs grafana.db up and makes the container anew with GF_DATABASE_WAL=true, so that readers no longer wait for writers. Helps when the database is locked time and again (F31). Not on NFS: there a database server is the remedy.',
    risk: 'DISRUPTIVE',
    reference: 'A25',
  },
  {
    name: 'reset-database',
    title: 'Start Grafana with an empty database',
    description:
      'Stops Grafana, keeps a verified copy of grafana.db, moves it aside and starts again. Users, their settings, alert rules and every dashboard that is not provisioned are gone until the old file is moved back. The last resort for a database that cannot be repaired.',
    risk: 'DESTRUCTIVE',
    reference: 'A31',
  },
];
