import type { State, StateStore } from '../../application/ports/state.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { Role } from '../../domain/access/role.ts';
import type { Token } from '../../domain/access/token.ts';
import type { CheckResult } from '../../domain/health/check.ts';
import type { HealthStatus } from '../../domain/health/health.ts';
import type { Standing } from '../../domain/health/standing.ts';
import type { Origin, Pause, Service } from '../../domain/service/service.ts';
import type { Target, TargetHealth } from '../../domain/target/target.ts';
import type {
  PrismaClient,
  Service as ServiceRow,
  Standing as StandingRow,
  Target as TargetRow,
  Token as TokenRow,
} from './generated/client.ts';

/** A value as JSON leaves it: times are text. */
type Written<T> = { readonly [Key in keyof T]: T[Key] extends Date ? string : T[Key] };

/** Reads the state that the log wrote. */
export class SqliteStateStore implements StateStore {
  readonly #reader: PrismaClient;

  constructor(reader: PrismaClient) {
    this.#reader = reader;
  }

  async load(): Promise<State> {
    const stacks = await this.#reader.stack.findMany({ orderBy: { id: 'asc' } });
    const services = await this.#reader.service.findMany({ orderBy: { id: 'asc' } });
    const standings = await this.#reader.standing.findMany();
    const targets = await this.#reader.target.findMany({ orderBy: { id: 'asc' } });
    const credentials = await this.#reader.credential.findMany();
    const tokens = await this.#reader.token.findMany({ orderBy: { id: 'asc' } });
    const switches = await this.#reader.pluginSwitch.findMany({ orderBy: { name: 'asc' } });
    return {
      stacks,
      services: services.map(toService),
      standings: new Map(standings.map((row) => [row.serviceId, toStanding(row)])),
      targets: targets.map(toTarget),
      credentials: new Map(credentials.map((row) => [row.serviceId, row.authorization])),
      tokens: tokens.map(toToken),
      switches: switches.map((row) => ({ ...row, by: JSON.parse(row.by) as Actor })),
    };
  }
}

function toService(row: ServiceRow): Service {
  return {
    ...row,
    labels: JSON.parse(row.labels) as Service['labels'],
    origin: row.origin as Origin,
    settings: JSON.parse(row.settings) as Service['settings'],
    dependsOn: row.dependsOn === null ? null : (JSON.parse(row.dependsOn) as readonly string[]),
    pause: row.pause === null ? null : toPause(JSON.parse(row.pause) as WrittenPause),
  };
}

type WrittenPause = Omit<Written<Pause>, 'until'> & { readonly until: string | null };

function toPause(pause: WrittenPause): Pause {
  return {
    ...pause,
    since: new Date(pause.since),
    until: pause.until === null ? null : new Date(pause.until),
  };
}

function toStanding({ serviceId: _, ...row }: StandingRow): Standing {
  const checks = JSON.parse(row.checks) as readonly Written<CheckResult>[];
  return {
    ...row,
    status: row.status as HealthStatus,
    checks: checks.map((check) => ({ ...check, observedAt: new Date(check.observedAt) })),
    contender: row.contender === null ? null : (JSON.parse(row.contender) as Standing['contender']),
    turns: (JSON.parse(row.turns) as readonly string[]).map((time) => new Date(time)),
  };
}

function toTarget(row: TargetRow): Target {
  return {
    ...row,
    labels: JSON.parse(row.labels) as Target['labels'],
    health: row.health as TargetHealth,
  };
}

function toToken(row: TokenRow): Token {
  return { ...row, role: row.role as Role, createdBy: JSON.parse(row.createdBy) as Actor };
}
