import type { Json } from '../health/check.ts';

export const risks = ['SAFE', 'DISRUPTIVE', 'DESTRUCTIVE'] as const;
/** What an action can do harm to: nothing; its service while it lasts; data, or other services. */
export type Risk = (typeof risks)[number];

export const actionScopes = ['SERVICE', 'STACK'] as const;
export type ActionScope = (typeof actionScopes)[number];

/** Something that can be done, as a plugin declares it. */
export interface Action {
  /** Unique among the actions of a service or stack. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly scope: ActionScope;
  /** The kinds of service that it can be done to; empty: to any. */
  readonly kinds: readonly string[];
  readonly risk: Risk;
  readonly playbook: boolean;
  /** Whether a person does it. */
  readonly manual: boolean;
  /** JSON Schema of its arguments. */
  readonly parameters: Json;
  /** A row of the runbook, such as `A02`; null when it is described nowhere. */
  readonly reference: string | null;
  /** The plugin that declares it. */
  readonly plugin: string;
}

/** An action that would help: on which service, with which arguments, and why. */
export interface Remedy {
  readonly action: Action;
  /** Null for the whole stack. */
  readonly serviceId: string | null;
  readonly arguments: { readonly [name: string]: Json };
  readonly rationale: string;
}
