import type { Problem } from '../domain/diagnosis/problem.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Service } from '../domain/service/service.ts';
import { nearest } from '../domain/suggestion.ts';
import type { Plugins } from './ports/plugins.ts';

interface Deps {
  readonly plugins: Pick<Plugins, 'catalogue'>;
}

/** Whether a service can have a problem. */
function canHave(service: Service, { kinds, checks }: Problem, { plugins }: Deps): boolean {
  if (!kinds.includes(service.kind)) return false;
  const declared = plugins.catalogue().checks.filter(({ name }) => checks.includes(name));
  return declared.some(({ kinds: asked }) =>
    asked === null ? service.containerName !== null : asked.includes(service.kind),
  );
}

/** What can be diagnosed in a service, by name. */
export const problemsOf =
  (deps: Deps) =>
  (service: Service): readonly Problem[] =>
    deps.plugins.catalogue().problems.filter((problem) => canHave(service, problem, deps));

/** What can be diagnosed, by name; in services of one kind only, unless that is null. */
export const listProblems =
  ({ plugins }: Deps) =>
  (kind: string | null): readonly Problem[] =>
    plugins.catalogue().problems.filter(({ kinds }) => kind === null || kinds.includes(kind));

/** The problem of a name. @throws Refusal PROBLEM_UNKNOWN, or PROBLEM_INAPPLICABLE to the service */
export function findProblem(deps: Deps, service: Service, name: string): Problem {
  const all = deps.plugins.catalogue().problems;
  const problem = all.find((candidate) => candidate.name === name || candidate.reference === name);
  const path = ['input', 'problem'];
  if (!problem) {
    const names = problemsOf(deps)(service).map((known) => known.name);
    const suggestions = nearest(name, names);
    throw new Refusal('PROBLEM_UNKNOWN', `There is no problem named ${name}.`, { path, suggestions });
  }
  if (canHave(service, problem, deps)) return problem;
  const suggestions = problemsOf(deps)(service).map((known) => known.name);
  const message = `${problem.name} is no problem of ${service.name}, which is of the kind ${service.kind}.`;
  throw new Refusal('PROBLEM_INAPPLICABLE', message, { path, suggestions });
}
