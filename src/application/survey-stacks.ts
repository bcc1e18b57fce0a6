import type { KindSignature } from '../domain/plugin/plugin.ts';
import type { Stranger } from '../domain/service/recognise.ts';
import { recognise } from '../domain/service/recognise.ts';
import type { Service } from '../domain/service/service.ts';
import { nearest } from '../domain/suggestion.ts';
import type { Inventory } from './inventory.ts';
import type { Sightings } from './sightings.ts';
import type { StackPlan } from './stack-plan.ts';

/** What was found at the start, what was not, and what is asked about. */
export interface Survey {
  /** Why an engine does not answer, by its endpoint. */
  readonly silentEngines: readonly { readonly endpoint: string; readonly failure: string }[];
  readonly stacks: readonly SurveyedStack[];
  /** Containers beside services of which nobody knows what they are, or whose labels are wrong. */
  readonly strangers: readonly Stranger[];
  /** Configured services that are neither described nor discovered, with the names that were perhaps meant. */
  readonly misnamed: readonly {
    readonly stack: string;
    readonly name: string;
    readonly suggestions: readonly string[];
  }[];
}

export interface SurveyedStack {
  readonly name: string;
  readonly services: readonly Service[];
  /** Kinds that plugins know and no service of the stack is of. */
  readonly missing: readonly KindSignature[];
}

interface Deps {
  readonly inventory: Inventory;
  readonly kinds: () => readonly KindSignature[];
  readonly plans: readonly StackPlan[];
  readonly engines: ReadonlyMap<string, { readonly sightings: Sightings }>;
}

/** Tells what is known of the stacks by now. */
export const surveyStacks =
  ({ inventory, kinds, plans, engines }: Deps) =>
  (): Survey => {
    const services = inventory.services();
    const stacks = inventory.stacks().map((stack) => {
      const members = services.filter(({ stackId }) => stackId === stack.id);
      const present = new Set(members.map(({ kind }) => kind));
      const missing = kinds().filter(({ name }) => !present.has(name));
      return { name: stack.name, services: [...members].sort(byName), missing };
    });
    const watched = stacks.filter((stack) => stack.services.length > 0);
    return {
      silentEngines: [...engines].flatMap(([endpoint, { sightings }]) => {
        const failure = sightings.silence();
        return failure === null ? [] : [{ endpoint, failure }];
      }),
      stacks: watched.sort(byName),
      strangers: [...engines.values()].flatMap(({ sightings }) =>
        recognise(sightings.all(), kinds()).strangers.filter((stranger) =>
          concerns(plans, services, stranger),
        ),
      ),
      misnamed: plans.flatMap((plan) => misnamedIn(plan, watched)),
    };
  };

/** Whether a container that was not recognised is of a stack that is watched, and no service already. */
function concerns(plans: readonly StackPlan[], services: readonly Service[], stranger: Stranger): boolean {
  const planned = plans.some(
    (plan) => plan.discover && (plan.name === null || plan.project === stranger.project),
  );
  return planned && !services.some(({ containerName }) => containerName === stranger.containerName);
}

function misnamedIn(plan: StackPlan, stacks: readonly SurveyedStack[]): Survey['misnamed'] {
  const known = stacks.find(({ name }) => name === plan.name)?.services.map(({ name }) => name) ?? [];
  return plan.services
    .filter((service) => service.kind === null && !known.includes(service.name))
    .map(({ name }) => ({ stack: plan.name ?? '', name, suggestions: nearest(name, known) }));
}

const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name < b.name ? -1 : 1;
