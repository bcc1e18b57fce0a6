import type { Container, ContainerNotice } from '../domain/container/container.ts';
import { deadContainer } from '../domain/health/container-check.ts';
import type { Observation } from '../domain/health/standing.ts';
import { engineKind } from '../domain/service/dependencies.ts';
import type { Service } from '../domain/service/service.ts';
import { listedChange, noticedChange } from './change-of-container.ts';
import type { FeedKey, Feeds } from './feeds.ts';
import type { Inventory } from './inventory.ts';
import { checksOfDocker, dockerObservation, isDockers, renewedObservation } from './observe-service.ts';
import type { Clock } from './ports/clock.ts';
import type { ContainerEngine, EngineNews } from './ports/container-engine.ts';
import type { EventLog } from './ports/event-log.ts';
import type { Journal } from './ports/journal.ts';
import type { Sightings } from './sightings.ts';

interface Deps {
  readonly inventory: Inventory;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly judge: (serviceId: string, seen: Observation) => Promise<void>;
  /** Brings the inventory in line with the containers that there are. */
  readonly discover: (containers: readonly Container[]) => Promise<void>;
  readonly feeds: Pick<Feeds, 'seen' | 'failed'>;
  /** The engine does not answer. */
  readonly silent: () => void;
  /** Probes a service soon. */
  readonly hasten: (serviceId: string, delayMs: number) => void;
}

/** The engine to be followed, and what was last seen of its containers. */
export interface Watched {
  readonly engine: ContainerEngine;
  readonly sightings: Sightings;
  /** Ids of the stacks whose containers the engine runs. */
  readonly stacks: () => ReadonlySet<string>;
}

type Noticed = Extract<EngineNews, { kind: 'noticed' }>;

/** A notice older than this is history. */
const lateMs = 5000;
/** Docker writes down a start or an end, and tells of it, within this time. */
const sameMomentMs = 1000;
/** A container that has just been started is asked soon whether it answers yet. */
const startedMs = 200;

/**
 * Follows a Docker engine: each change of a service's container is recorded, a death decides its health at
 * once, and every listing restores the truth that a lost notice left behind. Ends when the signal aborts; a
 * failure to record is journalled, and the next listing makes up for it.
 */
export const watchContainers =
  (deps: Deps) =>
  async (watched: Watched, signal: AbortSignal): Promise<void> => {
    for await (const news of watched.engine.follow(signal)) {
      try {
        await take(deps, watched, news);
      } catch (error) {
        deps.journal.error('What Docker said could not be recorded.', { error, news: news.kind });
      }
    }
  };

async function take(deps: Deps, watched: Watched, news: EngineNews): Promise<void> {
  const { sightings } = watched;
  switch (news.kind) {
    case 'lost':
      sightings.lose(news.failure);
      deps.journal.warn(`Docker does not answer: ${news.failure}`);
      for (const feed of feedsOf(watched)) deps.feeds.failed(feed, news.failure);
      deps.silent();
      await judgeAll(deps, watched);
      return;
    case 'listed': {
      const before = new Map(sightings.all().map((container) => [container.name, container]));
      sightings.list(news.containers);
      await deps.discover(news.containers);
      await compare(deps, watched, before);
      for (const feed of feedsOf(watched)) deps.feeds.seen(feed, news.at);
      return;
    }
    case 'noticed':
      for (const feed of feedsOf(watched)) {
        if (feed.kind === 'DOCKER_EVENTS') deps.feeds.seen(feed, deps.clock.now());
      }
      await notice(deps, watched, news);
  }
}

/** Docker is asked for a whole listing this often (see the adapter), whatever its stream tells. */
const listingMs = 30_000;

function feedsOf({ stacks }: Watched): readonly FeedKey[] {
  return [...stacks()].flatMap((stackId) => [
    { kind: 'DOCKER_EVENTS', stackId, serviceId: null, everyMs: null },
    { kind: 'DOCKER_LISTING', stackId, serviceId: null, everyMs: listingMs },
  ]);
}

async function notice(deps: Deps, watched: Watched, news: Noticed): Promise<void> {
  const { containerName } = news.notice;
  const before = watched.sightings.find(containerName);
  const told = watched.sightings.isListed(containerName) && shows(before, news.notice);
  watched.sightings.see(containerName, news.container);
  if (told) return;
  const services = servicesIn(deps, watched, containerName);
  if (services.length === 0) {
    if (news.notice.action === 'start') await deps.discover(watched.sightings.all());
    return;
  }
  for (const service of services) {
    await deps.log.append([noticedChange(service, { ...news, before })]);
    if (isDeathOfNow(deps, news)) await judgeDead(deps, service, news);
    else await judgeAnew(deps, watched, service);
  }
  if (news.notice.action === 'start') await deps.discover(watched.sightings.all());
}

/**
 * Whether a listing showed already what a notice tells: Docker's time of an end or a start lies just before that
 * of its notice.
 */
function shows(listed: Container | null, { action, at }: ContainerNotice): boolean {
  const running = listed?.state === 'RUNNING';
  const since = action === 'die' && !running ? listed?.finishedAt : running ? listed.startedAt : null;
  if (!since || (action !== 'die' && action !== 'start')) return false;
  const behindMs = at.getTime() - since.getTime();
  return behindMs >= 0 && behindMs < sameMomentMs;
}

/** A death told late, as after a gap in the stream, of a container that runs again is history, not health. */
function isDeathOfNow({ clock }: Deps, { notice: said, container }: Noticed): boolean {
  if (said.action !== 'die') return false;
  const runsAgain = container?.state === 'RUNNING' && (container.startedAt ?? said.at) >= said.at;
  return !runsAgain || clock.now().getTime() - said.at.getTime() < lateMs;
}

/** A death needs no second opinion, even when the container is started again before anybody could look. */
async function judgeDead(deps: Deps, service: Service, { notice: said, container }: Noticed): Promise<void> {
  const oomKilled = container?.oomKilled ?? false;
  const at = deps.clock.now();
  const dead = { name: said.containerName, exitCode: said.exitCode, oomKilled };
  const check = deadContainer(dead, at);
  await deps.judge(service.id, {
    status: 'DOWN',
    summary: check.summary,
    at,
    checks: [check],
    decisive: true,
  });
  deps.hasten(service.id, startedMs);
}

/** After a listing: what changed without a notice (a gap in the stream, a restart of Custos) is recorded too. */
async function compare(deps: Deps, watched: Watched, before: ReadonlyMap<string, Container>): Promise<void> {
  for (const service of servicesOf(deps, watched)) {
    if (service.containerName === null) continue;
    const was = before.get(service.containerName) ?? null;
    const is = watched.sightings.find(service.containerName);
    if (was && !sameState(was, is)) await deps.log.append([listedChange(service, was, is)]);
  }
  await judgeAll(deps, watched);
}

/** The engine first: it explains the others. */
async function judgeAll(deps: Deps, watched: Watched): Promise<void> {
  const services = servicesOf(deps, watched);
  const isEngine = ({ kind }: Service) => kind === engineKind;
  for (const service of services.filter(isEngine)) await judgeAnew(deps, watched, service);
  const others = services.filter((service) => !isEngine(service) && service.containerName !== null);
  for (const service of others) await judgeAnew(deps, watched, service);
}

function sameState(was: Container, is: Container | null): boolean {
  return was.id === is?.id && was.state === is.state && !startedAnew(was, is);
}

function startedAnew(was: Container, is: Container): boolean {
  return (
    was.startedAt !== null && is.startedAt !== null && was.startedAt.getTime() !== is.startedAt.getTime()
  );
}

/**
 * A container that does not run decides at once, and so do its own health check and the engine's silence. One
 * that runs again proves nothing yet: its service is probed soon.
 */
async function judgeAnew(deps: Deps, watched: Watched, service: Service): Promise<void> {
  const at = deps.clock.now();
  const { sightings } = watched;
  const standing = deps.inventory.standing(service.id);
  const dead = dockerObservation(service, sightings, at);
  if (dead) {
    if (standing.status !== 'DOWN' || standing.summary !== dead.summary) await deps.judge(service.id, dead);
    return;
  }
  const known = standing.checks.find(isDockers);
  const [seen] = checksOfDocker(service, sightings, at);
  if (!seen || known?.status === seen.status) return;
  if (known?.status === 'FAIL' || standing.status === 'DOWN' || !known) deps.hasten(service.id, startedMs);
  else await deps.judge(service.id, renewedObservation(service, standing.checks, { sightings, at }));
}

function servicesIn(deps: Deps, watched: Watched, containerName: string): readonly Service[] {
  return servicesOf(deps, watched).filter((service) => service.containerName === containerName);
}

function servicesOf({ inventory }: Deps, watched: Watched): readonly Service[] {
  const stacks = watched.stacks();
  return inventory.services().filter((service) => stacks.has(service.stackId));
}
