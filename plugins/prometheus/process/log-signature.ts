import type { Certainty, Remedy, Severity } from 'custos/plugin-sdk';

/** What a line of the log gives away. Texts of 2.x and 3.x alike: what matters stands in `err=` or `msg=`. */
export interface LogSignature {
  readonly code: string;
  readonly pattern: RegExp;
  readonly certainty: Certainty;
  readonly severity?: Severity;
  /** How long it tells of now, in minutes; omitted: as long as that run lasts. */
  readonly minutes?: number;
  /** What is wrong and what to do; given what the pattern captured. */
  readonly explain: (captured: string) => string;
  readonly remedies?: readonly Remedy[];
}

const mend = (why: string): readonly Remedy[] => [
  { action: 'write-configuration', why },
  { action: 'reload-configuration', why: 'It takes over what was corrected.' },
];
const quarantine: readonly Remedy[] = [
  { action: 'quarantine-data', why: 'What cannot be read is moved aside, and Prometheus starts without it.' },
];

/** The more telling first: a line that one of them explains is not given to a later one. */
export const signatures: readonly LogSignature[] = [
  {
    code: 'F13',
    pattern: /Error parsing command ?line arguments: ([^\n]*)/iu,
    certainty: 'CONFIRMED',
    explain: (what) =>
      `Prometheus does not know how it was started: ${what}. Correct its flags and recreate it.`,
    remedies: [{ action: 'recreate', why: 'Its flags are those of its container: they change with it.' }],
  },
  {
    code: 'F02',
    pattern: /loading groups failed.*?err=(?:"((?:[^"\\]|\\.)*)"|(\S.*))/u,
    certainty: 'CONFIRMED',
    explain: (what) => `A rule cannot be loaded: ${what}. Correct the rule and load the configuration again.`,
    remedies: mend('The rule is corrected where it stands.'),
  },
  {
    code: 'F01',
    // That rules could not be loaded is told in a line of its own, and says more.
    pattern:
      /Error (?:re)?loading config(?!.*one or more errors occurred)[^"]*"?.*?err=(?:"((?:[^"\\]|\\.)*)"|(\S.*))/u,
    certainty: 'CONFIRMED',
    explain: (what) => `Its configuration cannot be loaded: ${what}. Correct the file and load it again.`,
    remedies: mend('The configuration is corrected where it stands.'),
  },
  {
    code: 'F14',
    pattern: /(This filesystem is not supported[^"\n]*)/u,
    certainty: 'CONFIRMED',
    explain: (what) => `${what}: give Prometheus a volume on a local file system.`,
    remedies: [{ action: 'swap-volume', why: 'Its data moves to a file system that it can use.' }],
  },
  {
    code: 'F05',
    pattern:
      /(?:open|mkdir|create|stat|unlink|rename|opening)[^"\n]*? (\/(?!etc\/)[^\s:"]+): (?:permission denied|read-only file system)/u,
    certainty: 'CONFIRMED',
    explain: (path) =>
      `Prometheus may not write ${path}: give its data folder to the user that it runs as, and mount it writable.`,
    remedies: [{ action: 'fix-ownership', why: 'The folder is given to the user that Prometheus runs as.' }],
  },
  {
    code: 'F10',
    pattern: /((?:\/[^\s:"]+: )?no space left on device)/u,
    certainty: 'CONFIRMED',
    // It is said with every scrape, and no scrape interval is longer: once there is room again, it is over.
    minutes: 5,
    explain: (path) => `The disk is full (${path}), so samples are lost. Make room, or keep less.`,
    remedies: [
      { action: 'reclaim-space', why: 'Dangling images and build cache are the safest to give up.' },
      { action: 'set-retention', why: 'Prometheus keeps less from then on.' },
    ],
  },
  {
    code: 'F08',
    pattern: /corrupted block ([0-9A-Z]{26})/u,
    certainty: 'CONFIRMED',
    explain: (block) =>
      `The block ${block} cannot be read, so Prometheus does not start: move that block aside, after a copy was made.`,
    remedies: quarantine,
  },
  {
    code: 'F09',
    pattern:
      /opening storage failed[^\n]*?(chunks_head\/\d+: invalid [^"\n]*|invalid head chunk file[^"\n]*)/u,
    certainty: 'CONFIRMED',
    explain: (what) =>
      `The chunks of the head cannot be read (${what}): move that file aside; what it held is read from the log again.`,
    remedies: quarantine,
  },
  {
    code: 'F09',
    pattern: /Loading on-disk chunks failed.*?err=(?:"((?:[^"\\]|\\.)*)"|(\S.*))/u,
    certainty: 'CONFIRMED',
    severity: 'WARNING',
    explain: (what) =>
      `Chunks of the head could not be read (${what}) and were thrown away; what they held was read from the log again, as far as it is there.`,
  },
  {
    code: 'F07',
    pattern: /(repair corrupted WAL: [^"\n]*)/u,
    certainty: 'CONFIRMED',
    explain: (what) =>
      `Its write-ahead log cannot be repaired (${what}): move it aside, after a copy was made.`,
    remedies: quarantine,
  },
  {
    code: 'F06',
    pattern: /Encountered WAL read error, attempting repair.*?err=(?:"((?:[^"\\]|\\.)*)"|(\S.*))/u,
    certainty: 'CONFIRMED',
    severity: 'WARNING',
    explain: (what) =>
      `Its write-ahead log was damaged (${what}) and repaired itself: samples after the damage are lost, and nothing needs to be done but to find out why.`,
  },
  {
    code: 'PrometheusBlockSkipped',
    pattern: /[Ff]ailed to read meta\.json for a block.*?dir=(\S+)/u,
    certainty: 'CONFIRMED',
    explain: (folder) =>
      `The block ${folder} has no meta.json that can be read, so Prometheus leaves it out: what it holds is missing from every answer.`,
    remedies: quarantine,
  },
  {
    code: 'F22',
    pattern:
      /(?:Error on ingesting samples that are too old or are too far into the future|out of bounds).*?(num_dropped=\d+)/u,
    certainty: 'LIKELY',
    severity: 'WARNING',
    minutes: 5,
    explain: (what) =>
      `Samples come with times that are too old or in the future, and are dropped (${what}): compare the clocks of the targets with that of Prometheus.`,
  },
  {
    code: 'PrometheusQueriesUnfinished',
    pattern: /These queries didn't finish in prometheus' last run:.*?queries="((?:[^"\\]|\\.)*)"/u,
    certainty: 'POSSIBLE',
    severity: 'INFO',
    explain: (queries) =>
      `It was evaluating queries when it last ended: if it ran out of memory, one of them may be why (${queries.slice(0, 300)}).`,
  },
  {
    code: 'F12',
    pattern: /(lock DB directory[^"\n]*)/u,
    certainty: 'CONFIRMED',
    explain: (what) =>
      `Another Prometheus writes to the same folder (${what}): find it and stop it, or give each a volume of its own.`,
  },
  {
    code: 'F04',
    pattern: /(?:Unable to start web listener|listen tcp)[^\n]*?(\S+: bind: address already in use)/u,
    certainty: 'CONFIRMED',
    explain: (what) => `It cannot listen: ${what}. Something else in its network has the port.`,
    remedies: [{ action: 'free-port', why: 'Whoever has the port lets it go.' }],
  },
];

/** What falls when a file that is mapped into memory has no place on the disk. */
export const faultInMapping = /^(?:fatal error: fault|unexpected fault address|\[signal SIGBUS)/u;
/** What the log says when a configuration was taken over: what was wrong before is mended. */
export const takenOver = /Completed loading of configuration file/u;
