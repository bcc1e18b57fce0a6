import type { Finding, Remedy } from 'custos/plugin-sdk';

/** A sort of line in Grafana's log that tells what is wrong (runbook §2). */
export interface Signature {
  readonly code: string;
  readonly words: RegExp;
  /** How many lines it takes; one that stands for nothing by itself takes more. */
  readonly least: number;
  /** How old a line may be to count, in minutes; null: as old as this run. */
  readonly minutes: number | null;
  readonly certainty: Finding['certainty'];
  /** @param line The newest one that matched. */
  readonly explain: (line: string) => string;
  readonly remedies: readonly Remedy[];
}

/** Both loggers: `logger=… msg="…" error="…"` since 8.4, `msg="…" logger=…` and `err=` before. */
export const signatures: readonly Signature[] = [
  {
    code: 'F28',
    words: /too many consecutive incorrect login attempts/i,
    ...{ least: 1, minutes: 5, certainty: 'CONFIRMED' },
    explain: (line) =>
      `An account${userIn(line)} is locked after five wrong passwords: even the right one is refused until nobody has tried for five minutes. Stop the client that keeps trying, then wait; neither a restart nor a new password lifts it.`,
    remedies: [],
  },
  {
    code: 'F29',
    words: /\[password-auth\.failed\](?! too many)|Invalid username or password|invalid password/i,
    // People mistype. Whoever is wrong three times in five minutes is a client with an old password.
    ...{ least: 3, minutes: 5, certainty: 'LIKELY' },
    explain: () =>
      'Logins fail again and again with a wrong password. GF_SECURITY_ADMIN_PASSWORD only counts when the database is made: a password that was changed there later is not in force.',
    remedies: [
      {
        action: 'reset-admin-password',
        why: 'It sets a password that counts, if that of the administrator is not known.',
      },
    ],
  },
  {
    code: 'F30',
    words:
      /is not writable|attempt to write a readonly database|unable to open database file|mkdir: can't create directory .*Permission denied|failed to .*\/var\/lib\/grafana.*permission denied/i,
    ...{ least: 1, minutes: null, certainty: 'CONFIRMED' },
    explain: (line) =>
      `Grafana may not write its data${pathIn(line)}: the volume belongs to somebody else. Grafana’s image runs as user 472 and group 0.`,
    remedies: [{ action: 'fix-ownership', why: 'It gives the volume to the user that Grafana runs as.' }],
  },
  {
    code: 'F10',
    words: /no space left on device|database or disk is full/i,
    ...{ least: 1, minutes: 15, certainty: 'CONFIRMED' },
    explain: () =>
      'Grafana’s disk is full: it can save nothing, and nobody can log in. Free space on the disk of its volume.',
    remedies: [{ action: 'reclaim-space', why: 'Unused images and build caches are what can go first.' }],
  },
  {
    code: 'F31',
    words: /database is locked/i,
    // Grafana tries again by itself: now and then one is no fault.
    ...{ least: 3, minutes: 15, certainty: 'CONFIRMED' },
    explain: () =>
      'Grafana’s SQLite database is locked time and again: writers wait for each other, requests fail or are slow. The write-ahead log helps, unless the volume is on NFS; so does a database of its own.',
    remedies: [{ action: 'use-write-ahead-log', why: 'With it readers no longer wait for writers.' }],
  },
  {
    code: 'F32',
    words:
      /Failed to provision|Only one datasource per organization can be marked as default|Datasource provisioning error|Failed to read provisioning|provisioning error/i,
    ...{ least: 1, minutes: null, certainty: 'CONFIRMED' },
    explain: (line) =>
      `Grafana could not apply its provisioning: ${errorIn(line)}. Correct the file below /etc/grafana/provisioning; a fault in a data source keeps Grafana from starting.`,
    remedies: [
      { action: 'write-configuration', why: 'The file has to be put right.' },
      { action: 'reload-provisioning', why: 'Where Grafana runs, it then reads its files again.' },
    ],
  },
  {
    code: 'F33',
    words: /cipher: message authentication failed|failed to decrypt|unable to decrypt/i,
    ...{ least: 1, minutes: 60, certainty: 'LIKELY' },
    explain: () =>
      'Grafana cannot decrypt the secrets that it keeps: its secret_key (GF_SECURITY_SECRET_KEY) is another than when they were saved. Give it the old key again; if that is lost, save each data source’s secrets anew.',
    remedies: [
      { action: 'recreate', why: 'A changed GF_SECURITY_SECRET_KEY counts once the container is made anew.' },
    ],
  },
  {
    code: 'F04',
    words: /listen tcp .*address already in use/i,
    ...{ least: 1, minutes: null, certainty: 'CONFIRMED' },
    explain: (line) =>
      `Grafana cannot listen: ${errorIn(line)}. Something else in its network namespace holds the port.`,
    remedies: [
      { action: 'free-port', why: 'Whoever holds the port has to go, or Grafana gets another one.' },
    ],
  },
  {
    code: 'GrafanaMigrationFailed',
    words: /migration failed|failed to run migrations|alert migration failure/i,
    ...{ least: 1, minutes: null, certainty: 'CONFIRMED' },
    explain: (line) =>
      `Grafana could not bring its database to this version: ${errorIn(line)}. Go back to the image that ran before, or restore the database.`,
    remedies: [
      {
        action: 'reset-database',
        why: 'Only where no backup is left: everything that is not provisioned is lost.',
      },
    ],
  },
];

function userIn(line: string): string {
  const user =
    /for user[ =]+"?([\w.@-]+)"?(?! temporarily)/i.exec(line)?.[1] ??
    /\busername=("?)([^\s"]+)\1/.exec(line)?.[2];
  return user === undefined || user === '-' ? '' : ` (${user})`;
}

function pathIn(line: string): string {
  const path = /(\/[\w./-]+)/.exec(line)?.[1];
  return path === undefined ? '' : ` (${path})`;
}

/** The part of a line that says why. */
function errorIn(line: string): string {
  const [, quoted] = /\b(?:error|err)="((?:[^"\\]|\\.)*)"/.exec(line) ?? [];
  const [, plain] = /\b(?:error|err)=(\S+)/.exec(line) ?? [];
  const [, message] = /\bmsg="((?:[^"\\]|\\.)*)"/.exec(line) ?? [];
  const words = quoted ?? plain ?? message ?? line;
  return words
    .replaceAll('\\"', '"')
    .slice(0, 300)
    .replace(/[.\s]+$/, '');
}
