import type { Json } from './json.ts';

/** Something that can be wrong with a kind of service, and the checks that tell its causes apart. */
export interface ProblemDefinition {
  /** Unique among all plugins, such as `prometheus-not-starting`. */
  readonly name: string;
  /** What it is, in a line. */
  readonly title: string;
  /** The kinds of service that can have it; `containers`: whatever runs in one. Omitted: the plugin's kinds. */
  readonly of?: readonly string[] | 'containers';
  /** How it shows. */
  readonly symptoms: readonly string[];
  /** A row of the runbook, such as `P01`, or an address. */
  readonly reference?: string;
  /** Names of the checks that are run for it, of whatever plugin: those that apply to the service. */
  readonly checks: readonly string[];
}

/** What an action can do harm to: nothing; its service while it lasts; data, or other services. */
export type Risk = 'SAFE' | 'DISRUPTIVE' | 'DESTRUCTIVE';

/** Something that can be done. Declared, so that findings can name it as a remedy. */
export interface ActionDefinition {
  /** Unique among the actions of a service, such as `restart`. */
  readonly name: string;
  /** What it is, in a line. */
  readonly title: string;
  /** What it does, when it helps, and what it costs. */
  readonly description: string;
  readonly scope?: 'SERVICE' | 'STACK';
  /** The kinds of service that it can be done to; `containers`: whatever runs in one. Omitted: the plugin's kinds. */
  readonly of?: readonly string[] | 'containers';
  readonly risk: Risk;
  readonly playbook?: boolean;
  /** Whether a person does it. */
  readonly manual?: boolean;
  /** JSON Schema of its arguments; omitted: it takes none. */
  readonly parameters?: { readonly [key: string]: Json };
  /** A row of the runbook, such as `A02`. */
  readonly reference?: string;
}

/**
 * A command that checks may run inside a container. Parts such as `{file}` are filled in, each as the whole of one
 * argument or a piece of it, and only with what matches its pattern; nothing goes through a shell.
 */
export interface CommandDefinition {
  /** Unique in the plugin, such as `check-configuration`. */
  readonly name: string;
  /** Such as `['promtool', 'check', 'config', '{file}']`. It must only read. */
  readonly argv: readonly string[];
  /** By name: a regular expression that the whole of what is filled in must match. */
  readonly parts?: Readonly<Record<string, string>>;
}
