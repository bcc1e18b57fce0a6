import type { CheckDefinition, Finding } from 'custos/plugin-sdk';
import { evidence, fail, pass, skipped, unknown } from 'custos/plugin-sdk';

/** Can its TLS be trusted? Seen by a request; a certificate that runs out soon is not seen by one that succeeds. */
export const tls: CheckDefinition = {
  name: 'tls',
  title: 'Can its TLS be trusted?',
  reference: 'C42',
  of: 'containers',
  run: async (context) => {
    if (context.service.url === null) return skipped('No address of it is known.');
    if (!context.service.url.startsWith('https:')) return skipped('It is not asked in TLS.');
    try {
      await context.http.get('/');
      return pass('Its certificate is trusted, and made out to its name.');
    } catch (error) {
      const { reason, message } = error as { readonly reason?: string; readonly message: string };
      if (reason !== 'TLS_FAILED') return unknown(`It did not answer: ${message}`);
      const finding: Finding = {
        code: 'TlsFailed',
        certainty: 'CONFIRMED',
        explanation: `Its TLS cannot be trusted: ${message} Renew or correct its certificate.`,
        evidence: [evidence('HTTP', '/', message)],
      };
      return fail(finding.explanation, { cause: 'TLS_FAILED', findings: [finding] });
    }
  },
};
