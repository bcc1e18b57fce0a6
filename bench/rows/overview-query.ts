import type { Load, Served } from '../loads/http-load.ts';
import type { Bench, Row } from '../row.ts';
import { quantile } from '../statistics.ts';

const query = `query Overview {
  services(first: 100) {
    totalCount
    nodes { id name kind url version health { status since observedAt stale summary } }
  }
}`;
const body = JSON.stringify({ query });
/** Until the compilers of both have seen enough: shorter, and the first round is another one. */
const warmUpMs = 3000;

interface Answer {
  readonly data: { readonly services: { readonly nodes: readonly object[] } };
}
type Target = Omit<Load, 'ms'>;

/** What a dashboard asks for again and again, of 100 services. */
export const overviewQuery: Row = {
  name: 'Overview of 100 services',
  peer: 'stock Apollo Server with the same data',
  run: async (bench) => compare(bench, await besideApollo(bench), 1),
};

/** The same page, where ten times as many are watched: what it costs must not grow with them. */
export const overviewOfMany: Row = {
  name: 'Overview of 100 among 1,000 services',
  peer: 'Custos with 100 services',
  run: async (bench) => {
    const [ours, theirs] = [await startCustos(bench, 1000), await startCustos(bench, 100)];
    return compare(bench, { ours, theirs }, 0.5);
  },
};

interface Targets {
  readonly ours: Target;
  readonly theirs: Target;
}

async function compare(bench: Bench, { ours, theirs }: Targets, atLeast: number): ReturnType<Row['run']> {
  const load = await bench.start(new URL('../loads/http-load.ts', import.meta.url), 'load');
  const turn = (target: Target, ms: number) => load.call<Served>('run', { ...target, ms });
  for (const target of [ours, theirs]) await turn(target, warmUpMs);
  const rounds: { ours: Served; theirs: Served }[] = [];
  for (let round = 0; round < bench.rounds; round += 1) {
    const oursFirst = round % 2 === 0;
    const first = await turn(oursFirst ? ours : theirs, bench.turnMs);
    const second = await turn(oursFirst ? theirs : ours, bench.turnMs);
    rounds.push(oursFirst ? { ours: first, theirs: second } : { ours: second, theirs: first });
  }
  const figures = (figure: (served: Served) => number) =>
    rounds.map((round) => ({ ours: figure(round.ours), theirs: figure(round.theirs) }));
  return [
    {
      name: 'requests',
      unit: '1/s',
      better: 'more',
      rounds: figures((served) => served.requestsPerSecond),
      atLeast,
    },
    {
      name: 'p99, 16 connections',
      unit: 'ms',
      better: 'less',
      rounds: figures((served) => quantile(served.latencies, 0.99)),
      atLeast,
    },
  ];
}

/** A Custos that watches so many services. */
async function startCustos(bench: Bench, size: number): Promise<Target> {
  const custos = await bench.start(new URL('../servers/custos.ts', import.meta.url), 'server');
  const place = await custos.call<{ url: string; authorization: string }>('start', size);
  return { url: place.url, headers: { authorization: place.authorization }, body };
}

/** Both servers; the peer serves what Custos answered just before. */
async function besideApollo(bench: Bench): Promise<Targets> {
  const ours = await startCustos(bench, 100);
  const { data } = await ask(ours);
  if (data.services.nodes.length !== 100) throw new Error('The overview is not of 100 services.');
  const apollo = await bench.start(new URL('../servers/stock-apollo.ts', import.meta.url), 'server');
  const theirs = { url: await apollo.call<string>('start', data), headers: {}, body };
  const same = JSON.stringify(await ask(theirs)) === JSON.stringify({ data });
  if (!same) throw new Error('The peer does not answer the same.');
  return { ours, theirs };
}

async function ask({ url, headers }: Target): Promise<Answer> {
  const answered = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body,
  });
  if (!answered.ok) throw new Error(`${answered.status}: ${await answered.text()}`);
  const { data } = (await answered.json()) as Answer;
  return { data };
}
