import { expect } from 'vitest';
import type Docker from 'dockerode';

import type { LabStack } from '../stack.ts';
import { up } from '../stack.ts';
import type { Watched } from '../watched.ts';
import { diagnosed, row, wellKnown } from './diagnosed.ts';
import type { Fault } from './fault.ts';

/** How long a diagnosis may take, in milliseconds. */
const mostMs = 10_000;

interface Lab {
  readonly docker: Docker;
  readonly watched: Watched;
  /** Of the compose project; its own for each that runs at the same time. */
  readonly project: string;
}

/** Breaks a fresh stack, and expects that a diagnosis names the cause first, sure of it, in time; answers the row of a table. */
export async function tellApart({ docker, watched, project }: Lab, fault: Fault): Promise<string> {
  const stack = await up({ docker, project, ports: 'free' });
  const clearings: (() => Promise<unknown>)[] = [];
  try {
    await wellKnown(watched, stack);
    if (fault.authorization) await entrust(watched, stack, fault);
    await fault.inject(stack, (clear) => clearings.push(clear));
    const diagnosis = await diagnosed(watched, stack, fault.service ?? 'prometheus');
    const [first] = diagnosis.findings;
    const checks = diagnosis.checks.filter(({ status }) => status !== 'PASS');
    const story = JSON.stringify({ ...diagnosis, checks }, null, 1);
    expect(fault.expected, story).toContain(first?.code);
    expect(['CONFIRMED', 'LIKELY'], story).toContain(first?.certainty);
    expect(diagnosis.tookMs, story).toBeLessThan(mostMs);
    return row(fault, diagnosis);
  } finally {
    for (const clear of clearings) await clear();
    await stack.down();
  }
}

/** Gives Custos a credential for the service that will be diagnosed. */
async function entrust(watched: Watched, { project }: LabStack, fault: Fault): Promise<void> {
  const { service = 'prometheus', authorization } = fault;
  const { updateService } = await watched.ask<{ updateService: { userErrors: readonly object[] } }>(
    'mutation ($input: UpdateServiceInput!) { updateService(input: $input) { userErrors { message } } }',
    { input: { service, stack: project, authorization } },
  );
  expect(updateService.userErrors).toEqual([]);
}

/** Diagnoses every service of a fresh stack so many times, and expects that nothing is found that anybody had to do something about. */
export async function findNothing({ docker, watched, project }: Lab, times: number): Promise<void> {
  const stack = await up({ docker, project, ports: 'free' });
  try {
    await wellKnown(watched, stack);
    for (let turn = 1; turn <= times; turn++) {
      for (const service of stack.services) {
        const { findings } = await diagnosed(watched, stack, service);
        const serious = findings.filter(({ severity }) => severity !== 'INFO');
        expect(serious, `${service}, turn ${String(turn)}`).toEqual([]);
      }
    }
  } finally {
    await stack.down();
  }
}
