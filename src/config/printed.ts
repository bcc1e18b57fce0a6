import { stringify } from 'yaml';

import type { StackPlan } from '../application/stack-plan.ts';

/** Under such names stand secrets. */
const secretName = /authorization|password|passphrase|secret|token|credential|apikey|api_key|privatekey/iu;

interface InForce {
  readonly server: object;
  readonly storage: object;
  readonly health: object;
  readonly diagnosis: object;
  readonly plugins: object;
  readonly redact: readonly string[];
  readonly alerts: object;
  readonly stacks: readonly StackPlan[];
}

/** A configuration in force as a file would say it, with defaults and without the secrets in it. */
export function printedConfiguration({
  server,
  storage,
  health,
  diagnosis,
  plugins,
  redact,
  alerts,
  stacks,
}: InForce): string {
  const named = stacks.filter(({ name }) => name !== null).map(stackAsWritten);
  const said = { server, storage, health, diagnosis, plugins, redact, alerts };
  const all = { ...said, ...(named.length > 0 && { stacks: named }) };
  return stringify(withoutSecrets(all), { lineWidth: 0 });
}

function stackAsWritten({ name, endpoint, project, discover, services }: StackPlan): object {
  const docker = { host: endpoint, ...(project !== null && { project }) };
  const written = services.map(({ authorization, ...service }) => ({
    ...Object.fromEntries(Object.entries(service).filter(([, value]) => value !== null)),
    ...(authorization !== null && { auth: '***' }),
  }));
  return { name, docker, discover, services: written };
}

function withoutSecrets(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/(:\/\/[^\s/:@]*:)[^\s/@]+@/gu, '$1***@');
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, held]: [string, unknown]) => [
      name,
      secretName.test(name) && held !== null ? '***' : withoutSecrets(held),
    ]),
  );
}
