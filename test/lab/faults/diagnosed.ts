import type { Watched } from '../watched.ts';
import type { LabStack } from '../stack.ts';
import { until } from '../until.ts';
import type { Fault } from './fault.ts';

/** A finding as the API shows it. */
export interface Found {
  readonly code: string;
  readonly severity: string;
  readonly certainty: string;
  readonly explanation: string;
  readonly service: { readonly name: string };
}

/** What a diagnosis came to, and how long it took, in milliseconds. */
export interface Diagnosed {
  readonly verdict: string;
  readonly findings: readonly Found[];
  readonly checks: readonly { readonly name: string; readonly status: string; readonly summary: string }[];
  readonly tookMs: number;
}

/** Diagnoses a service of a stack. */
export async function diagnosed(
  watched: Watched,
  { project }: Pick<LabStack, 'project'>,
  service: string,
): Promise<Diagnosed> {
  const began = performance.now();
  const { diagnose } = await watched.ask<{ diagnose: { diagnosis: Omit<Diagnosed, 'tookMs'> | null } }>(
    `mutation ($input: DiagnoseInput!) { diagnose(input: $input) { diagnosis { verdict
      checks { name status summary }
      findings { code severity certainty explanation service { name } } } userErrors { message } } }`,
    { input: { service, stack: project } },
  );
  if (!diagnose.diagnosis) throw new Error(JSON.stringify(diagnose));
  return { ...diagnose.diagnosis, tookMs: Math.round(performance.now() - began) };
}

/** Waits until all services of a stack are well. */
export async function wellKnown(watched: Watched, { project, services }: LabStack): Promise<void> {
  await until(`the services of ${project} are well`, { withinMs: 60_000, everyMs: 200 }, async () => {
    const all = await watched.services(project);
    const known = services.every((name) =>
      all.some((one) => one.name === name && one.health.status === 'HEALTHY'),
    );
    return known;
  });
}

/** How a fault was diagnosed, in a line of a table. */
export function row({ name, expected }: Fault, { findings: [first], tookMs }: Diagnosed): string {
  const got = first ? `${first.code} ${first.certainty} (${first.service.name})` : 'nothing';
  return `| ${name} | ${expected.join(' or ')} | ${got} | ${(tookMs / 1000).toFixed(1)} s |`;
}
