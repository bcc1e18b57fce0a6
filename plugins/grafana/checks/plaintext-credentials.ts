import type { CheckDefinition } from 'custos/plugin-sdk';
import { evidence, pass, skipped, warn } from 'custos/plugin-sdk';
import { filesAt } from '../settings/files.ts';
import { provisioningPath, settingsOf } from '../settings/settings.ts';
import type { Settings } from '../settings/settings.ts';

/** Do credentials lie in plain sight, in its environment or its files? Only their names are told. */
export const plaintextCredentials: CheckDefinition = {
  name: 'plaintext-credentials',
  title: 'Do credentials lie in plain sight in its environment or its files?',
  reference: 'X24',
  run: async (context) => {
    const settings = await settingsOf(context);
    if (!settings) return skipped('It runs in no container, so its environment is not known here.');
    const files = (await filesAt(context, provisioningPath(settings)).catch(() => null)) ?? [];
    const places = [
      ...variablesOf(settings).map((name) => `environment: ${name}`),
      ...keysOf(settings).map((key) => `${settings.path}: ${key}`),
      ...files.flatMap(({ path, text }) => secretsIn(text ?? '').map((key) => `${path}: ${key}`)),
    ];
    if (places.length === 0) return pass('No credential lies in plain sight.');
    return warn(`${String(places.length)} credential(s) lie in plain sight.`, {
      observed: places,
      findings: [
        {
          code: 'X24',
          certainty: 'LIKELY',
          explanation: `Whoever may look at Grafana’s container reads its credentials: ${places.slice(0, 10).join('; ')}. Put them into files, and name those: GF_…__FILE in the environment, $__file{…} in its own files.`,
          evidence: [evidence('INSPECT', 'environment and files', places)],
          remedies: [{ action: 'recreate', why: 'A variable is changed when the container is made anew.' }],
        },
      ],
    });
  },
};

const secretName = /(password|passwd|secret|token|api_?key|private_?key|secret_key)$/i;
/** What names a place where the secret is, and is none itself. */
const elsewhere = /^(\$__(file|env|vault)\{|\$\{?\w|%\()/;

function variablesOf({ environment }: Settings): readonly string[] {
  return Object.entries(environment)
    .filter(([name, value]) => secretName.test(name) && value !== '' && !elsewhere.test(value ?? ''))
    .map(([name]) => name);
}

function keysOf({ file }: Settings): readonly string[] {
  return Object.entries(file)
    .filter(([key, value]) => secretName.test(key) && value !== '' && !elsewhere.test(value))
    .map(([key]) => key);
}

/** Keys of a data source's secrets with a value that stands there itself. */
function secretsIn(text: string): readonly string[] {
  const found = text.matchAll(
    /^[\s-]*(\w*(?:password|secret\w*|token|httpHeaderValue\d+|tlsClientKey))\s*:\s*(["']?)([^\s"'#].*)$/gim,
  );
  return [...found].flatMap(([, key = '', , value = '']) =>
    elsewhere.test(value) || /^secure/i.test(key) ? [] : [key],
  );
}
