import type { Json } from '../health/check.ts';
import { Refusal } from '../refusal.ts';

/** What a person says of a service. Undefined: nothing is said of it; null: as if nothing ever had been. */
export interface Registration {
  readonly displayName?: string | null;
  readonly url?: string | null;
  /** Name or id of its container. */
  readonly container?: string | null;
  readonly labels?: readonly { readonly name: string; readonly value: string }[] | null;
  readonly dependsOn?: readonly string[] | null;
  readonly probeIntervalMs?: number | null;
  readonly settings?: Json;
  /** Value of the Authorization header: secret. */
  readonly authorization?: string | null;
}

/** More often than this a probe would be a load; the contract promises the bound. An hour is as good as never. */
const interval = { least: 500, most: 3_600_000 };
const mostLabels = 32;
const mostNeeds = 100;
const longest = { displayName: 100, url: 2048, labelValue: 1024, settings: 16_384 };

/** As names of services are written in the configuration. */
const namePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/u;
/** As Prometheus writes label names. */
const labelPattern = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/u;
/** What a header may hold: a line break would begin another header. */
const headerPattern = /^[\x21-\x7e](?:[\x20-\x7e]{0,4094}[\x21-\x7e])?$/u;

/** @throws Refusal INVALID_ARGUMENT for a name that no service can have. */
export function refuseName(name: string): void {
  if (!namePattern.test(name)) {
    throw invalid('name', 'A name is letters, digits, dots, hyphens or underscores, at most 63 characters.');
  }
}

/**
 * Looks at everything that can be judged by itself, without what else there is.
 * @throws Refusal INVALID_ARGUMENT; what could hold a secret is not quoted.
 */
export function refuseMalformed(said: Registration): void {
  refuseDisplayName(said.displayName);
  if (said.url != null) readUrl(said.url);
  refuseLabels(said.labels ?? []);
  refuseInterval(said.probeIntervalMs);
  refuseSettings(said.settings);
  if ((said.dependsOn ?? []).length > mostNeeds) {
    throw invalid('dependsOn', `A service needs at most ${String(mostNeeds)} others directly.`);
  }
  if (said.authorization != null && !headerPattern.test(said.authorization)) {
    const message =
      'The value of an Authorization header, such as "Bearer …", is 1 to 4096 printable characters of ASCII on one line, without spaces around it.';
    throw invalid('authorization', message);
  }
}

/** Reads where a service answers. @throws Refusal INVALID_ARGUMENT */
export function readUrl(text: string): URL {
  const url = text.length <= longest.url && URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/u.test(url.protocol) || url.hostname === '') {
    const message = `Give an http or https address of at most ${String(longest.url)} characters, such as http://127.0.0.1:9090.`;
    throw invalid('url', message);
  }
  if (url.username !== '' || url.password !== '') {
    const message =
      'A URL is shown to every viewer, so it holds no user name or password: give `authorization`.';
    throw invalid('url', message);
  }
  if (url.search !== '' || url.hash !== '') {
    throw invalid('url', 'Give the address of the service, without a query and a fragment.');
  }
  return url;
}

function refuseDisplayName(name: string | null | undefined): void {
  if (name == null) return;
  if (name.trim() === '' || name.length > longest.displayName || /\p{Cc}/u.test(name)) {
    const message = `A display name has 1 to ${String(longest.displayName)} characters on one line.`;
    throw invalid('displayName', message);
  }
}

function refuseLabels(labels: NonNullable<Registration['labels']>): void {
  if (labels.length > mostLabels) {
    throw invalid('labels', `A service has at most ${String(mostLabels)} labels.`);
  }
  const names = labels.map(({ name }) => name);
  const wrong = names.find((name) => !labelPattern.test(name));
  if (wrong !== undefined) {
    const message = `${JSON.stringify(wrong.slice(0, 130))} is no name of a label: letters, digits and underscores, no digit first, at most 128.`;
    throw invalid('labels', message);
  }
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw invalid('labels', `The label ${twice} is given twice.`);
  const long = labels.find(({ value }) => value.length > longest.labelValue);
  if (long) {
    const message = `The value of the label ${long.name} has more than ${String(longest.labelValue)} characters.`;
    throw invalid('labels', message);
  }
}

function refuseInterval(ms: number | null | undefined): void {
  if (ms == null || (ms >= interval.least && ms <= interval.most)) return;
  const message = `A service is probed every ${String(interval.least)} to ${String(interval.most)} ms, not every ${String(ms)}.`;
  throw invalid('probeIntervalMs', message);
}

function refuseSettings(settings: Json | undefined): void {
  if (settings == null) return;
  if (typeof settings !== 'object' || Array.isArray(settings)) {
    throw invalid('settings', 'Settings are an object: names with values.');
  }
  if (JSON.stringify(settings).length > longest.settings) {
    throw invalid('settings', `Settings have at most ${String(longest.settings)} characters as JSON.`);
  }
}

/** That a field of the input is outside what it takes. */
export function invalid(field: string, message: string, suggestions: readonly string[] = []): Refusal {
  return new Refusal('INVALID_ARGUMENT', message, { path: ['input', field], suggestions });
}
