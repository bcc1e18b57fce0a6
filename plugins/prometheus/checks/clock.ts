import type { CheckDefinition, HttpAnswer } from 'custos/plugin-sdk';
import { evidence, excerpt, pass, unknown, warn } from 'custos/plugin-sdk';
import { fieldsOf, readable, textOf } from '../reading.ts';
import { inWords } from '../scraping/duration.ts';

/** Further apart than a slow answer and whole seconds can explain; well before it is a second scrape. */
const mostSeconds = 2;

/** Has its host the same time as Custos? What is stored is stored with its time, and alerts start and end by it. */
export const clock: CheckDefinition = {
  name: 'clock',
  title: 'Is its clock right?',
  reference: 'X02',
  run: async (context) => {
    const before = context.now();
    // A question of its own: the answer must not be one that was got before.
    const answer = await readable(context.http.get('/api/v1/status/runtimeinfo?clock'));
    const told = timeOf(answer);
    if (!told) return unknown(`It does not say what time it has: it answered ${excerpt(answer)}.`);
    const apart = apartSeconds(told, { from: before, to: context.now() });
    const more = {
      observed: { apartSeconds: Math.round(apart * 10) / 10 },
      threshold: { apartSeconds: mostSeconds },
      evidence: [evidence('HTTP', `/api/v1/status/runtimeinfo, ${told.source}`, told.text)],
    };
    if (Math.abs(apart) <= mostSeconds) return pass('Its clock and that of Custos agree.', more);
    const words = `${inWords(Math.abs(apart))} ${apart > 0 ? 'ahead of' : 'behind'}`;
    return warn(`Its clock is ${words} that of Custos.`, {
      ...more,
      findings: [
        {
          code: 'X02',
          certainty: 'CONFIRMED',
          explanation: `The clock of Prometheus' host is ${words} that of Custos, so one of them is wrong: samples and alerts get wrong times. Look at time synchronisation (timedatectl, chronyc tracking) on both.`,
        },
      ],
    });
  },
};

interface Told {
  /** In milliseconds since 1970. */
  readonly at: number;
  /** How exact it is: the time was between `at` and that much later. */
  readonly withinMs: number;
  readonly source: 'serverTime' | 'Date';
  readonly text: string;
}

/** Prometheus says it itself since 3.2; before, its answers have a date, in whole seconds. */
function timeOf(answer: HttpAnswer): Told | null {
  if (answer.status !== 200 || !answer.text.startsWith('{')) return null;
  const own = textOf(fieldsOf(fieldsOf(answer.json())['data'])['serverTime']);
  const text = own === '' ? (answer.headers['date'] ?? '') : own;
  const at = Date.parse(text);
  if (Number.isNaN(at)) return null;
  return own === ''
    ? { at, withinMs: 1000, source: 'Date', text }
    : { at, withinMs: 0, source: 'serverTime', text };
}

/** How far its time lies outside of the time that passed while it was asked; 0: it does not. */
function apartSeconds(
  { at, withinMs }: Told,
  { from, to }: { readonly from: number; readonly to: number },
): number {
  if (at > to) return (at - to) / 1000;
  return Math.min(0, (at + withinMs - from) / 1000);
}
