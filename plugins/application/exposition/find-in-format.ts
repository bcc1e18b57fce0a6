import type { Finding, HttpAnswer } from 'custos/plugin-sdk';
import { atLeast, evidence } from 'custos/plugin-sdk';
import { inPrometheus } from '../remedies.ts';
import type { Scrape } from '../scraping/scrape.ts';
import { isOpenMetrics } from './read-exposition.ts';
import type { Exposition } from './read-exposition.ts';

/** Metrics as they came, and how Prometheus scrapes them; null: not known. */
export interface Told {
  readonly answer: HttpAnswer;
  readonly path: string;
  readonly exposition: Exposition;
  readonly scrape: Scrape | null;
}

/** Why Prometheus would refuse these metrics, or take less of them than is there. */
export function findInFormat(told: Told): readonly Finding[] {
  if (isOpenMetrics(told.answer)) return [...withoutEnd(told), ...nothing(told)];
  const broken = wrongLine(told);
  // Of a page or a text that is none it says nothing that its type is wrong, too.
  return broken.length > 0 ? broken : [...unsupportedType(told), ...nothing(told), ...twice(told)];
}

/** Without its last line an answer in OpenMetrics was cut off. */
function withoutEnd({ answer, path }: Told): readonly Finding[] {
  if (/^# EOF[ \t]*\n?$/m.test(answer.text.slice(-100))) return [];
  const explanation =
    'The application answers in OpenMetrics, and without the “# EOF” at its end: Prometheus rejects all of it, for it may be cut off. Correct the application.';
  return [
    {
      ...{ code: 'F20', certainty: 'CONFIRMED', explanation },
      evidence: [evidence('HTTP', path, answer.text.slice(-100))],
    },
  ];
}

function wrongLine({ exposition: { wrong, samples }, path }: Told): readonly Finding[] {
  if (!wrong) return [];
  const { line, text, why } = wrong;
  return [
    {
      code: 'F20',
      certainty: 'CONFIRMED',
      explanation: `Line ${String(line)} of the application’s metrics is wrong: ${why}. Prometheus rejects all ${String(samples)} lines for it: correct the application.`,
      evidence: [evidence('HTTP', path, `${String(line)}: ${text}`)],
    },
  ];
}

/** What Prometheus 3 reads; before, every other type was taken for text. */
const readTypes = /^(text\/plain|application\/openmetrics-text|application\/vnd\.google\.protobuf)\b/i;

function unsupportedType({ answer, path, scrape }: Told): readonly Finding[] {
  const type = (answer.headers['content-type'] ?? '').trim();
  if (readTypes.test(type) || type.startsWith('*/*')) return [];
  const version = scrape?.prometheus.version ?? null;
  const isRefused = atLeast(version, '3.0');
  const said = type === '' ? 'without a Content-Type' : `with the Content-Type ${type}`;
  const consequence = isRefused
    ? `Prometheus ${version ?? ''} rejects that: set fallback_scrape_protocol in its job, or correct the application`
    : 'Prometheus 3 rejects that, older ones do not: correct it before an upgrade';
  return [
    {
      code: 'F20',
      certainty: 'CONFIRMED',
      severity: isRefused ? 'WARNING' : 'INFO',
      explanation: `The application answers ${said}. ${consequence}.`,
      evidence: [evidence('HTTP', path, `content-type: ${type}`)],
      remedies: isRefused
        ? inPrometheus(scrape, 'fallback_scrape_protocol: PrometheusText0.0.4 accepts it.')
        : [],
    },
  ];
}

function nothing({ exposition: { samples }, path }: Told): readonly Finding[] {
  if (samples > 0) return [];
  const explanation =
    'The application answers a scrape with nothing: for Prometheus its target is up, and all its metrics are gone. Look at what registers them in the application.';
  return [
    {
      code: 'ApplicationNoMetrics',
      certainty: 'CONFIRMED',
      explanation,
      evidence: [evidence('HTTP', path, '(no sample)')],
    },
  ];
}

function twice({ exposition, path }: Told): readonly Finding[] {
  if (exposition.twice.length === 0) return [];
  return [
    {
      code: 'ApplicationDuplicateSeries',
      certainty: 'CONFIRMED',
      explanation: `The application tells ${exposition.twice.slice(0, 3).join(', ')} more than once in one answer: Prometheus keeps one of the values and drops the others, silently. Correct the application.`,
      evidence: [evidence('HTTP', path, exposition.twice)],
    },
  ];
}
