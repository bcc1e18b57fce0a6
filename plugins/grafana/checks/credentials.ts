import type { Outcome } from 'custos/plugin-sdk';
import { excerpt, pass, skipped, warn } from 'custos/plugin-sdk';
import type { Answers } from '../answers.ts';

/** Does it take the credentials that were configured for it? */
export async function credentials(answers: Answers): Promise<Outcome> {
  const answer = await answers.org;
  if (answer?.status === 200) return pass('It takes the credentials that it is given.');
  if (answer?.status === 401)
    return warn(
      'It refuses the credentials that it is given (401); they are not tried again for five minutes.',
      {
        cause: 'UNAUTHORIZED',
        observed: 401,
      },
    );
  if (answer?.status === 403)
    return warn('The credentials that it is given may not read its organisation (403).', {
      cause: 'UNAUTHORIZED',
      observed: 403,
    });
  if (answer)
    return warn(`Asked with credentials, it answered ${excerpt(answer)}.`, { observed: answer.status });
  return answers.authorized
    ? warn('It refused its credentials less than five minutes ago: they rest, lest it lock the account.', {
        cause: 'UNAUTHORIZED',
      })
    : skipped(
        'No credentials are configured: give a service account’s token as auth.token_file, and its data sources are watched too.',
      );
}
