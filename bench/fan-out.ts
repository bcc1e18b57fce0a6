import type { Child } from './child.ts';
import type { Bench, Measure, Round } from './row.ts';
import { quantile } from './statistics.ts';

/** What is followed. */
const query = 'subscription { healthChanged { id cursor at from to summary service { id name } } }';
const subscribers = 1000;
/** How many events are under way at a time when as much as possible is to be delivered. */
const inFlight = 2;
/** Four events a second: nothing waits for anything. */
const slowMs = 250;

/** A server and all who follow it. */
export interface Followed {
  readonly server: Child;
  readonly crowd: Child;
}

interface Place {
  readonly url: string;
  readonly authorization?: string;
}

/** What one turn of one server came to. */
interface Turn {
  readonly deliveriesPerSecond: number;
  readonly cpuPerDelivery: number;
  readonly p50: number;
  readonly p99: number;
}

/** Starts Custos with a simulated stack, and all who follow its health. */
export async function followCustos(bench: Bench): Promise<Followed> {
  const server = await bench.start(new URL('./servers/custos.ts', import.meta.url), 'server');
  const place = await server.call<Place>('start', 100);
  return follow(bench, server, place);
}

/** Starts another server, which delivers the same as Custos did last. */
export async function followPeer(bench: Bench, entry: URL, custos: Followed): Promise<Followed> {
  await settle(custos);
  const frame = await custos.crowd.call<string>('frame');
  const { payload } = JSON.parse(frame) as { payload: { data: object } };
  const server = await bench.start(entry, 'server');
  const place = await server.call<Place>('start', { frame, event: payload.data });
  const peer = await follow(bench, server, place);
  await settle(peer);
  const sent = await peer.crowd.call<string>('frame');
  if (sent !== frame) throw new Error(`The peer does not deliver the same:\n${sent}\n${frame}`);
  return peer;
}

/** Lets both take turns, and answers the figures of each round. */
export async function takeTurns(bench: Bench, custos: Followed, peer: Followed): Promise<readonly Turns[]> {
  const turns: Turns[] = [];
  for (let round = 0; round < bench.rounds; round += 1) {
    const oursFirst = round % 2 === 0;
    const first = await turn(oursFirst ? custos : peer, bench.turnMs);
    const second = await turn(oursFirst ? peer : custos, bench.turnMs);
    turns.push(oursFirst ? { ours: first, theirs: second } : { ours: second, theirs: first });
  }
  return turns;
}

interface Turns {
  readonly ours: Turn;
  readonly theirs: Turn;
}

/** The figures of the rounds, one measure each. */
export function measures(turns: readonly Turns[], atLeast: number | null): readonly Measure[] {
  const rounds = (figure: keyof Turn): Round[] =>
    turns.map(({ ours, theirs }) => ({ ours: ours[figure], theirs: theirs[figure] }));
  return [
    { name: 'deliveries', unit: '1/s', better: 'more', rounds: rounds('deliveriesPerSecond'), atLeast },
    { name: 'processor per delivery', unit: 'µs', better: 'less', rounds: rounds('cpuPerDelivery'), atLeast },
    { name: 'p50, 4 events a second', unit: 'ms', better: 'less', rounds: rounds('p50'), atLeast },
    { name: 'p99, 4 events a second', unit: 'ms', better: 'less', rounds: rounds('p99'), atLeast },
  ];
}

async function follow(bench: Bench, server: Child, place: Place): Promise<Followed> {
  const crowd = await bench.start(new URL('./loads/subscribers.ts', import.meta.url), 'load');
  await crowd.call('connect', { authorization: '', ...place, size: subscribers, query });
  return { server, crowd };
}

async function turn(followed: Followed, ms: number): Promise<Turn> {
  await settle(followed);
  return { ...(await asMuchAsPossible(followed, ms)), ...(await slowly(followed, ms)) };
}

/** An event that is not counted: it warms up, and afterwards nothing is under way. */
async function settle({ server, crowd }: Followed): Promise<void> {
  const before = await crowd.call<number>('count');
  await server.call('happen');
  await crowd.call('delivered', before + subscribers);
}

async function asMuchAsPossible(
  { server, crowd }: Followed,
  ms: number,
): Promise<Pick<Turn, 'deliveriesPerSecond' | 'cpuPerDelivery'>> {
  const before = await crowd.call<number>('count');
  const cpuBefore = await server.call<number>('cpu');
  const began = await server.call<number>('happen');
  let events = 1;
  for (; events < inFlight; events += 1) await server.call('happen');
  let at = began;
  for (let arrived = 1; arrived <= events; arrived += 1) {
    at = await crowd.call<number>('delivered', before + arrived * subscribers);
    if (at - began < ms) {
      events += 1;
      await server.call('happen');
    }
  }
  const cpu = (await server.call<number>('cpu')) - cpuBefore;
  const deliveries = events * subscribers;
  return { deliveriesPerSecond: (deliveries * 1000) / (at - began), cpuPerDelivery: cpu / deliveries };
}

async function slowly({ server, crowd }: Followed, ms: number): Promise<Pick<Turn, 'p50' | 'p99'>> {
  const before = await crowd.call<number>('count');
  const sent: number[] = [];
  for (let event = 0; event < ms / slowMs; event += 1) {
    sent.push(await server.call<number>('happen'));
    await new Promise((resolve) => setTimeout(resolve, slowMs));
  }
  await crowd.call('delivered', before + sent.length * subscribers);
  const arrivals = await crowd.call<number[][]>('arrivals', before / subscribers);
  const latencies = arrivals.flatMap((each, event) => each.map((at) => at - (sent[event] ?? NaN)));
  return { p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) };
}
