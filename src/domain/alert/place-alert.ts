import type { Matcher } from '../service/matcher.ts';
import { matchesLabels } from '../service/matcher.ts';
import type { Service } from '../service/service.ts';
import type { Target } from '../target/target.ts';
import type { Labels } from './alert.ts';

/** Says which service alerts with such labels are about. */
export interface AlertRule {
  /** All must match. */
  readonly matchers: readonly Matcher[];
  /** Name of the service. */
  readonly service: string;
}

/** What is known of a stack where its alerts are placed. */
export interface AlertSurroundings {
  /** The first that matches decides. */
  readonly rules: readonly AlertRule[];
  readonly services: readonly Service[];
  readonly targets: readonly Target[];
  /** Ids of services by ids of targets. */
  readonly serviceOf: ReadonlyMap<string, string>;
}

/** Labels with the name of a service, the surest first. */
const nameLabels = ['service', 'container_label_com_docker_compose_service'];
/** Labels with the name of a container. */
const containerLabels = ['container', 'container_name', 'name'];

/**
 * Finds out which service alerts are about, by their labels: what rules say; the name of a service; the target that was
 * scraped (job and instance); the name of a container; the job, where it is called like a service or like the kind of
 * one alone.
 *
 * @returns A function from labels to the id of a service; null when there is none.
 */
export function alertPlaces(surroundings: AlertSurroundings): (labels: Labels) => string | null {
  const { rules, services, targets, serviceOf } = surroundings;
  const byName = new Map(services.map(({ name, id }) => [name, id]));
  const byContainer = onlyOnes(services.map(({ containerName, id }) => [containerName ?? '', id]));
  const byKind = onlyOnes(services.map(({ kind, id }) => [kind, id]));
  const byTarget = new Map(targets.map((target) => [keyOf(target.job, target.instance), target.id]));
  const ways: readonly ((labels: Labels) => string | null | undefined)[] = [
    (labels) => {
      const rule = rules.find(({ matchers }) => matchers.every((matcher) => matchesLabels(matcher, labels)));
      return rule && (byName.get(rule.service) ?? null);
    },
    (labels) => first(nameLabels, (name) => byName.get(labels[name] ?? '')),
    ({ job = '', instance = '' }) => serviceOf.get(byTarget.get(keyOf(job, instance)) ?? ''),
    (labels) => first(containerLabels, (name) => byContainer.get(labels[name] ?? '')),
    ({ job = '' }) => byName.get(job) ?? byKind.get(job),
  ];
  return (labels) => first(ways, (way) => way(labels)) ?? null;
}

/** What the first that says anything says. */
function first<T>(all: readonly T[], ask: (one: T) => string | null | undefined): string | null | undefined {
  for (const one of all) {
    const found = ask(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Those whose key nobody else has; no key is nobody's. */
function onlyOnes(entries: readonly (readonly [key: string, id: string])[]): ReadonlyMap<string, string> {
  const found = new Map<string, string | null>();
  for (const [key, id] of entries) found.set(key, found.has(key) ? null : id);
  return new Map([...found].flatMap(([key, id]) => (id === null || key === '' ? [] : [[key, id]])));
}

const keyOf = (job: string, instance: string): string => JSON.stringify([job, instance]);
