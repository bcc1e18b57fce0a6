import type { Token, Viewer } from '../domain/access/token.ts';
import type { Role } from '../domain/access/role.ts';
import type { Alert } from '../domain/alert/alert.ts';
import type { Container, ContainerUsage, DockerHost, LogLine } from '../domain/container/container.ts';
import type { Diagnosis } from '../domain/diagnosis/diagnosis.ts';
import type { Finding } from '../domain/diagnosis/finding.ts';
import type { Problem } from '../domain/diagnosis/problem.ts';
import type { Verification } from '../domain/diagnosis/verification.ts';
import type { Event } from '../domain/event/event.ts';
import type { EventFilter } from '../domain/event/filter.ts';
import type { Availability } from '../domain/health/availability.ts';
import type { Standing } from '../domain/health/standing.ts';
import type { Plugin } from '../domain/plugin/plugin.ts';
import type { UserError } from '../domain/refusal.ts';
import type { Registration } from '../domain/service/registration.ts';
import type { Service } from '../domain/service/service.ts';
import type { Feed } from '../domain/stack/feed.ts';
import type { HealthCounts, Stack } from '../domain/stack/stack.ts';
import type { Target, TargetHealth } from '../domain/target/target.ts';
import type { DiagnoseInput, VerifyInput } from './inputs.ts';
import type { Tail } from './ports/container-engine.ts';
import type { DiagnosisFilter } from './ports/diagnosis-store.ts';
import type { EventQuery } from './ports/event-log.ts';
import type { Stretch } from './ports/stretch.ts';
import type { NewService } from './register-service.ts';
import type { AlertFilter, ServiceFilter, TargetFilter } from './filters.ts';

/** A container, by Docker's id, and the stack in whose engine it runs. */
export interface ContainerOf {
  readonly id: string;
  readonly stackId: string;
}

/** A plugin, by its name. */
export interface PluginNamed {
  readonly plugin: string;
}

export interface ServerFacts {
  readonly version: string;
  readonly nodeVersion: string;
  readonly startedAt: Date;
  /** Whether what is watched is simulated. */
  readonly demo: boolean;
  readonly writable: boolean;
  readonly databaseBytes: number;
  readonly retentionDays: number;
  /** The oldest sequence from which the log can be followed. */
  readonly oldest: number;
}

/** A finding, and the diagnosis or verification that made it. */
export type FoundIn = Finding & { readonly in: Diagnosis | Verification };

/**
 * All that Custos can be asked and told: the verbs, with their dependencies already given. What presents it
 * (GraphQL, HTTP, the command line) knows this and nothing behind it.
 *
 * State is read from memory, at no cost; what reads the log or Docker answers a promise. Whatever the domain
 * says no to is thrown as a Refusal.
 */
export interface App {
  readonly log: {
    readonly identity: string;
    head(): number;
    oldest(): number;
  };

  /** By name. */
  stacks(): readonly Stack[];
  /** Null asks for the default stack: the first one configured or discovered. */
  stackNamed(name: string | null): Stack | null;
  stackById(id: string): Stack | null;
  stackHealth(stackId: string): Standing & { readonly flapping: boolean };
  stackCounts(stackId: string): HealthCounts;
  /** Null for a stack without Docker. */
  dockerHost(stackId: string): Promise<DockerHost | null>;

  /** Watched services by name, then stack. @throws Refusal INVALID_MATCHER */
  services(filter: ServiceFilter): readonly Service[];
  serviceNamed(name: string, stack: string | null): Service | null;
  /** Removed ones too: what the log names stays readable. */
  serviceById(id: string): Service | null;
  /** Ids of all services of these names, in all stacks, removed ones too. */
  serviceIdsNamed(names: readonly string[]): readonly string[];
  standing(serviceId: string): Standing;
  /** Whether its health changes too often to be believed. */
  isFlapping(serviceId: string): boolean;
  /** The services that it needs directly, by name. */
  dependencies(service: Service): readonly Service[];
  /** The services that need it directly, by name. */
  dependents(service: Service): readonly Service[];
  /** The deepest failing services that explain how it is, by name; none: it is the cause, or well. */
  causes(service: Service): readonly Service[];
  /** The deepest failing services of a stack, by name: what to look at first. */
  rootCauses(stackId: string): readonly Service[];
  /** Where what is known of a stack comes from, and whether it still comes. */
  feeds(stackId: string): readonly Feed[];
  feed(key: Pick<Feed, 'kind' | 'stackId' | 'serviceId'>): Feed | null;
  /** How much of a time it was there; null: until now. @throws Refusal INVALID_ARGUMENT */
  availability(service: Service, since: Date, until: Date | null): Promise<Availability>;
  /** Whether it is in maintenance now. */
  isPaused(service: Service): boolean;
  /** Live from Docker, in the order asked for; null where there is none or Docker does not answer. */
  containers(services: readonly Service[]): Promise<readonly (Container | null)[]>;
  /** What containers of stacks use now, in the order asked for; null where they do not run or Docker does not say. */
  containerUsage(containers: readonly ContainerOf[]): Promise<readonly (ContainerUsage | null)[]>;
  /** A container's newest output; null when it could not be read. @throws Refusal INVALID_ARGUMENT */
  containerLogs(container: ContainerOf, tail: Tail): Promise<readonly LogLine[] | null>;
  pauseService(
    viewer: Viewer,
    input: {
      readonly service: string;
      readonly stack: string | null;
      readonly until: Date | null;
      readonly reason: string | null;
    },
  ): Promise<Service>;
  /** @throws Refusal that names the field to blame */
  registerService(viewer: Viewer, input: NewService & { readonly stack: string | null }): Promise<Service>;
  /** What is undefined stays; null: as if nothing had been said of it. @throws Refusal, READ_ONLY among them */
  updateService(
    viewer: Viewer,
    input: Registration & { readonly service: string; readonly stack: string | null },
  ): Promise<Service>;
  /** @throws Refusal READ_ONLY for what is configured or discovered */
  removeService(
    viewer: Viewer,
    input: { readonly service: string; readonly stack: string | null },
  ): Promise<Service>;
  resumeService(
    viewer: Viewer,
    input: { readonly service: string; readonly stack: string | null },
  ): Promise<Service>;

  /** What is scraped, by job and instance. @throws Refusal INVALID_MATCHER */
  targets(filter: TargetFilter): readonly Target[];
  /** Those that are gone too. */
  targetById(id: string): Target | null;
  /** How the last scrape of a target went; UNKNOWN when that is too long ago. */
  targetHealth(target: Target): TargetHealth;
  /** Whether what is known of a target is too old to be believed. */
  isTargetStale(target: Target): boolean;
  /** The service that a target is; null when none is known there. */
  serviceOfTarget(target: Target): Service | null;

  /** By `startsAt`, newest first. @throws Refusal INVALID_MATCHER */
  alerts(filter: AlertFilter, stretch: Stretch): Promise<readonly Alert[]>;
  /** @throws Refusal INVALID_MATCHER */
  countAlerts(filter: AlertFilter): Promise<number>;
  /** In the order of the ids; null for each that there is not. */
  alertsById(ids: readonly string[]): Promise<readonly (Alert | null)[]>;
  /** Ids of the alerts of a stack with these fingerprints. */
  alertIds(stackId: string, fingerprints: readonly string[]): readonly string[];
  /** Whether it was last seen too long ago to be believed. */
  isAlertStale(alert: Alert): boolean;
  /** Whether this is the secret with which webhooks of alerts come. */
  admitsWebhook(secret: string): boolean;
  /**
   * Takes what an Alertmanager's webhook sends; when it resolves, all of it is on disk. Answers how many alerts it
   * told of. @throws UnreadableWebhook; Refusal: to be sent again
   */
  receiveWebhook(stack: Stack, text: string): Promise<number>;

  /** What can be diagnosed, by name; in services of one kind only, unless that is null. */
  problems(kind: string | null): readonly Problem[];
  /** What can be diagnosed in a service, by name. */
  problemsOf(service: Service): readonly Problem[];
  /**
   * Finds out why a service is ill. Answers when it has ended, or with `wait: false` when it has begun.
   * @throws Refusal SERVICE_UNKNOWN, PROBLEM_UNKNOWN, PROBLEM_INAPPLICABLE, INVALID_ARGUMENT
   */
  diagnose(viewer: Viewer, input: DiagnoseInput): Promise<Diagnosis>;
  /** As it is now; null when there is none, or it is forgotten. */
  diagnosis(id: string): Promise<Diagnosis | null>;
  /** Newest first. */
  diagnoses(filter: DiagnosisFilter, stretch: Stretch): Promise<readonly Diagnosis[]>;
  countDiagnoses(filter: DiagnosisFilter): Promise<number>;
  /** The newest of each of these services, in their order; null for each that has none. */
  latestDiagnoses(serviceIds: readonly string[]): Promise<readonly (Diagnosis | null)[]>;
  /** A finding, and where it was made; null when it is forgotten. */
  finding(id: string): Promise<FoundIn | null>;
  /**
   * Looks at a stack anew. Answers when it has ended, or with `wait: false` when it has begun.
   * @throws Refusal STACK_UNKNOWN, SERVICE_UNKNOWN, INVALID_ARGUMENT
   */
  verifyStack(viewer: Viewer, input: VerifyInput): Promise<Verification>;
  verification(id: string): Promise<Verification | null>;
  /** Newest first. */
  verifications(stackId: string, stretch: Stretch): Promise<readonly Verification[]>;
  countVerifications(stackId: string): Promise<number>;

  events(query: EventQuery): Promise<readonly Event[]>;
  countEvents(filter: EventFilter): Promise<number>;
  /** From `after`, or from now when that is null, until the signal aborts. */
  followEvents(after: number | null, filter: EventFilter, signal: AbortSignal): AsyncIterable<Event>;
  /**
   * A test whether an event passes a filter of services: its subject matches now, or matched before or after
   * a change of health. @throws Refusal INVALID_MATCHER
   */
  concerns(filter: ServiceFilter): (event: Event) => boolean;
  /** A test whether an event passes a filter of targets, in the same way. @throws Refusal INVALID_MATCHER */
  concernsTargets(filter: TargetFilter): (event: Event) => boolean;
  /** A test whether an event passes a filter of alerts, in the same way. @throws Refusal INVALID_MATCHER */
  concernsAlerts(filter: AlertFilter): (event: Event) => boolean;

  plugins(): readonly Plugin[];
  /** READY or FAILED afterwards. @throws Refusal PLUGIN_UNKNOWN, INVALID_TRANSITION when it is disabled */
  reloadPlugin(viewer: Viewer, input: PluginNamed): Promise<Plugin>;
  /** READY or FAILED afterwards, across restarts. @throws Refusal PLUGIN_UNKNOWN */
  enablePlugin(viewer: Viewer, input: PluginNamed): Promise<Plugin>;
  /** Across restarts. @throws Refusal PLUGIN_UNKNOWN */
  disablePlugin(viewer: Viewer, input: PluginNamed): Promise<Plugin>;
  pluginForKind(kind: string): Plugin | null;

  /** Who holds this secret; null when nobody (any more). */
  authenticate(secret: string): Viewer | null;
  /** Whether the viewer may still come in, and with which role: asked again for every event delivered. */
  admits(viewer: Viewer): boolean;
  /** By name; revoked ones too. */
  tokens(): readonly Token[];
  tokenById(id: string): Token | null;
  createToken(
    viewer: Viewer,
    input: { readonly name: string; readonly role: Role; readonly expiresAt: Date | null },
  ): Promise<{ readonly token: Token; readonly secret: string }>;
  revokeToken(viewer: Viewer, input: { readonly token: string }): Promise<Token>;

  serverFacts(): ServerFacts;
  /** Records that a mutation was refused. */
  recordRefusal(viewer: Viewer, mutation: string, userErrors: readonly UserError[]): Promise<void>;
}
