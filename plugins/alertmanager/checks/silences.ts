import type { CheckContext, CheckDefinition, Finding, Severity } from 'custos/plugin-sdk';
import { evidence, fail, pass, warn } from 'custos/plugin-sdk';
import type { Alert } from '../alerts/alert.ts';
import { isCritical, namesOf, readAlerts } from '../alerts/alert.ts';
import type { Silence } from '../alerts/silence.ts';
import { readActiveSilences, shownMatchers, silencesAll } from '../alerts/silence.ts';

/** Which alerts are kept quiet by a silence? One that matches everything looks like peace. */
export const silences: CheckDefinition = {
  name: 'silences',
  title: 'Do silences hide alerts that fire?',
  reference: 'C28',
  covers: ['X11'],
  run: async (context: CheckContext) => {
    const [active, alerts] = await Promise.all([readActiveSilences(context), readAlerts(context)]);
    const findings = active.flatMap((silence) => findMasking(silence, alerts));
    const observed = { active: active.length, masking: findings.length };
    const [worst] = [...findings.filter(({ severity }) => severity === 'CRITICAL'), ...findings];
    if (!worst)
      return pass(
        active.length === 0
          ? 'No silence is in force.'
          : `${String(active.length)} silences are in force, and hide nothing that fires.`,
        { observed },
      );
    const more = { observed, findings };
    if (worst.severity === 'CRITICAL') return fail(worst.explanation, more);
    return findings.some(({ severity }) => severity === 'WARNING')
      ? warn(worst.explanation, more)
      : pass(worst.explanation, more);
  },
};

function findMasking(silence: Silence, alerts: readonly Alert[]): readonly Finding[] {
  const masked = alerts.filter(({ silencedBy }) => silencedBy.includes(silence.id));
  const isTotal = silencesAll(silence);
  if (masked.length === 0 && !isTotal) return [];
  const severity: Severity = isTotal ? 'CRITICAL' : masked.some(isCritical) ? 'WARNING' : 'INFO';
  const what = isTotal
    ? `every alert, whatever it is${masked.length > 0 ? ` (now ${namesOf(masked)})` : ''}`
    : `${namesOf(masked)}, which ${masked.length === 1 ? 'fires' : 'fire'} now`;
  const comment = silence.comment === '' ? '' : ` (“${silence.comment.slice(0, 100)}”)`;
  return [
    {
      code: 'X11',
      certainty: 'CONFIRMED',
      severity,
      aspect: `silence=${silence.id}`,
      explanation: `The silence ${shownMatchers(silence)} of ${silence.createdBy || 'nobody named'}${comment} hides ${what}, until ${silence.endsAt}: expire it if that is not meant.`,
      evidence: [evidence('HTTP', '/api/v2/silences', `${silence.id} ${shownMatchers(silence)}`)],
      remedies: [
        {
          action: 'expire-silence',
          arguments: { silence: silence.id },
          why: 'Its alerts are told again with the next group interval.',
        },
      ],
    },
  ];
}
