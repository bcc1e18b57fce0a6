import type { CheckContext, CheckDefinition, Finding } from 'custos/plugin-sdk';
import { evidence, fail, pass, unknown } from 'custos/plugin-sdk';
import { login, readable } from '../reading.ts';
import { settingsOf } from '../settings/settings.ts';
import type { Settings } from '../settings/settings.ts';

/** Do its settings let a browser log in? A cookie that is not sent back, or a redirect elsewhere, asks for ever. */
export const loginSettings: CheckDefinition = {
  name: 'login-settings',
  title: 'Do its settings let a browser log in?',
  reference: 'F34',
  run: async (context) => {
    const [settings, redirect] = await Promise.all([settingsOf(context), redirectOf(context)]);
    const findings = [
      ...(settings ? cookieFinding(context, settings) : []),
      ...redirectFinding(context, redirect),
    ];
    if (findings.length > 0)
      return fail('A browser that logs in is sent to the login again and again.', { findings });
    if (!settings) return unknown('It runs in no container, so its settings are not known here.');
    return pass('Its cookie and its root URL let a browser log in.');
  },
};

/** A browser sends a cookie marked `Secure` over HTTPS only: over HTTP every login is forgotten at once. */
function cookieFinding({ service }: CheckContext, settings: Settings): readonly Finding[] {
  if (settings.get('security', 'cookie_secure')?.toLowerCase() !== 'true') return [];
  const protocol = settings.get('server', 'protocol') ?? 'http';
  const root = (settings.get('server', 'root_url') ?? '%(protocol)s://').replace('%(protocol)s', protocol);
  if (!root.startsWith('http://') || service.url?.startsWith('https:')) return [];
  return [
    {
      code: 'F34',
      certainty: 'LIKELY',
      explanation: `Grafana marks its session cookie Secure (cookie_secure = true), but is served over plain HTTP (${settings.get('server', 'root_url') ?? 'root_url is not set'}): browsers do not send it back, and every login ends at the login page. Serve it over HTTPS and say so in root_url, or set GF_SECURITY_COOKIE_SECURE=false.`,
      evidence: [
        evidence(
          'INSPECT',
          settings.path,
          `cookie_secure = true\nprotocol = ${protocol}\nroot_url = ${root}`,
        ),
      ],
      remedies: [{ action: 'recreate', why: 'A changed variable counts once the container is made anew.' }],
    },
  ];
}

/** Where the login page sends a browser; null when nowhere, or that must not be asked with refused credentials. */
async function redirectOf(context: CheckContext): Promise<string | null> {
  const { standing } = await login(context);
  if (standing === 'refused') return null;
  const { status, headers } = await readable(context.http.get('/login'));
  return status >= 300 && status < 400 ? (headers['location'] ?? null) : null;
}

/** A redirect to another host, as enforce_domain makes it, or to the login itself. */
function redirectFinding({ service }: CheckContext, location: string | null): readonly Finding[] {
  const [, base = '', path = ''] = /^(https?:\/\/[^/]+)(.*)$/i.exec(service.url ?? '') ?? [];
  const isLoop = location === `${path.replace(/\/+$/, '')}/login`;
  if (location === null || !(isLoop || leavesFor(location, base))) return [];
  const harm = isLoop ? 'a browser never arrives' : 'whoever cannot reach that address cannot log in';
  return [
    {
      code: 'F34',
      certainty: isLoop ? 'LIKELY' : 'POSSIBLE',
      severity: isLoop ? 'WARNING' : 'INFO',
      explanation: `Grafana’s login page, asked at ${base}, redirects to ${location}: ${harm}. Correct root_url, domain and enforce_domain.`,
      evidence: [evidence('HTTP', '/login', `location: ${location}`)],
      remedies: [
        { action: 'recreate', why: 'A changed GF_SERVER_ROOT_URL counts once the container is made anew.' },
      ],
    },
  ];
}

function leavesFor(location: string, base: string): boolean {
  const [, other] = /^(https?:\/\/[^/]+)/i.exec(location) ?? [];
  return other !== undefined && other.toLowerCase() !== base.toLowerCase();
}
