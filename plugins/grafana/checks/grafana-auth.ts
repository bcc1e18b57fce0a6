import type { CheckContext, CheckDefinition, Finding } from 'custos/plugin-sdk';
import { evidence, fail, pass, unknown, warn } from 'custos/plugin-sdk';
import { lastLines } from '../logs/last-lines.ts';
import { login } from '../reading.ts';

/** Does it take the credentials that Custos is given? One attempt in five minutes, and no more. */
export const grafanaAuth: CheckDefinition = {
  name: 'grafana-auth',
  title: 'Does it take the credentials that it is given?',
  reference: 'C18',
  run: async (context) => {
    const { standing, said } = await login(context);
    switch (standing) {
      case 'none':
        return unknown(said);
      case 'accepted':
        return pass('It takes the credentials that it is given.');
      case 'forbidden':
        return warn(`Its credentials may not read its organisation: it answered ${said}.`, {
          cause: 'UNAUTHORIZED',
        });
      case 'odd':
        return unknown(`Asked with credentials, it answered ${said}.`);
      case 'refused':
        return fail(
          'It refuses the credentials that it is given (401). They rest for five minutes, lest it lock the account.',
          {
            cause: 'UNAUTHORIZED',
            evidence: [evidence('HTTP', '/api/org', said)],
            findings: [await refusal(context, said)],
          },
        );
    }
  },
};

/** Locked out and wrong look the same over HTTP: only the log tells them apart. */
async function refusal(context: CheckContext, said: string): Promise<Finding> {
  const log = await lastLines(context).catch(() => null);
  const recent = log?.lines.filter(({ at }) => at >= context.now() - 300_000) ?? [];
  const locked = recent.find(({ text }) => /too many consecutive incorrect login attempts/i.test(text));
  if (locked || /login-attempt\.blocked/.test(said))
    return {
      code: 'F28',
      certainty: 'CONFIRMED',
      explanation:
        'The account that Custos logs in with is locked after five wrong passwords, so even the right one is refused. Stop the client that keeps trying, and wait five minutes; a restart does not lift it. A service account’s token cannot be locked.',
      evidence: locked ? [evidence('LOG', 'log', locked.text)] : [],
    };
  const isPassword = /password-auth|username or password/i.test(said);
  return {
    code: 'F29',
    certainty: isPassword && !log ? 'LIKELY' : 'CONFIRMED',
    explanation: isPassword
      ? 'Grafana refuses the password that Custos is given. GF_SECURITY_ADMIN_PASSWORD only counts when the database is made: what was changed later, there or in Grafana, differs. Give Custos the right one, better a service account’s token, or reset the password.'
      : 'Grafana refuses the token that Custos is given: it expired, was revoked, or belongs to another Grafana. Make a new one for the service account.',
    remedies: isPassword
      ? [
          {
            action: 'reset-admin-password',
            why: 'It sets a password that counts, if nobody knows the one in force.',
          },
        ]
      : [],
  };
}
