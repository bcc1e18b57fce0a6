import type { Viewer } from '../domain/access/token.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Service } from '../domain/service/service.ts';
import type { Stack } from '../domain/stack/stack.ts';
import type { App } from './app.ts';
import type { DiagnoseInput, VerifyInput } from './inputs.ts';
import type { DiagnosisStore } from './ports/diagnosis-store.ts';
import { diagnoseService } from './diagnose-service.ts';
import { findProblem, listProblems, problemsOf } from './find-problem.ts';
import type { VerifyingDeps } from './verify-stack.ts';
import { verifyStack } from './verify-stack.ts';

export interface DiagnosingParts extends VerifyingDeps {
  readonly store: DiagnosisStore;
  /** @throws Refusal */
  readonly named: (name: string, stack: string | null) => Service;
  /** @throws Refusal */
  readonly namedStack: (stack: string | null) => Stack;
}

/** The verbs that find things out. */
export function diagnosing(deps: DiagnosingParts) {
  const { diagnoses, store } = deps;
  return {
    problems: listProblems(deps),
    problemsOf: problemsOf(deps),
    diagnose: async ({ actor }: Viewer, input: DiagnoseInput) => {
      within('timeoutMs', input.timeoutMs, 60_000);
      const service = deps.named(input.service, input.stack);
      const problem = input.problem === null ? null : findProblem(deps, service, input.problem);
      const { timeoutMs, wait } = input;
      const begun = await diagnoseService(deps)(service, { actor, problem, timeoutMs });
      return wait ? await begun.ended : begun.diagnosis;
    },
    diagnosis: (id: string) => diagnoses.find(id),
    diagnoses: async (filter, stretch) =>
      (await store.diagnoses(filter, stretch)).map((one) => diagnoses.current(one)),
    countDiagnoses: (filter) => store.countDiagnoses(filter),
    latestDiagnoses: (serviceIds: readonly string[]) => diagnoses.latest(serviceIds),
    finding: (id: string) => diagnoses.finding(id),
    verifyStack: async ({ actor }: Viewer, input: VerifyInput) => {
      within('timeoutMs', input.timeoutMs, 300_000);
      const stack = deps.namedStack(input.stack);
      const services =
        input.services?.map((name, index) => namedIn(deps, stack, { name, index })) ??
        deps.inventory.services().filter(({ stackId }) => stackId === stack.id);
      const { checks, detailed, ports, timeoutMs, wait } = input;
      const begun = await verifyStack(deps)(stack, { actor, services, checks, detailed, ports, timeoutMs });
      return wait ? await begun.ended : begun.verification;
    },
    verification: (id: string) => diagnoses.findVerification(id),
    verifications: async (stackId, stretch) =>
      (await store.verifications(stackId, stretch)).map((one) => diagnoses.currentVerification(one)),
    countVerifications: (stackId: string) => store.countVerifications(stackId),
  } satisfies Partial<App>;
}

function namedIn(
  deps: DiagnosingParts,
  stack: Stack,
  { name, index }: { readonly name: string; readonly index: number },
): Service {
  try {
    return deps.named(name, stack.name);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, message, suggestions } = error.userError;
    throw new Refusal(code, message, { suggestions, path: ['input', 'services', String(index)] });
  }
}

function within(field: string, value: number, most: number): void {
  if (value >= 1000 && value <= most) return;
  const message = `${field} is ${String(value)}; it is 1000 to ${String(most)}.`;
  throw new Refusal('INVALID_ARGUMENT', message, { path: ['input', field] });
}
