import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { now } from '../answer.ts';
import { Moments } from '../moments.ts';
import type { Bench, Round, Row } from '../row.ts';
import { median } from '../statistics.ts';
import { createVictim, findDocker, type Victim } from '../victim.ts';

const socketPath = '/var/run/docker.sock';
const killsPerRound = 3;

/** From `docker kill` to who is told: the shortest way there is, and through Custos. */
export const killToClient: Row = {
  name: 'From docker kill to a client',
  peer: 'the die event at a plain dockerode listener',
  run: async (bench) => {
    const docker = await findDocker(socketPath);
    if (!docker) return { skipped: `no Docker engine answers at ${socketPath}` };
    const victim = await createVictim(docker);
    try {
      const rounds = await kill(bench, victim);
      const added = median(rounds.map(({ ours, theirs }) => ours - theirs));
      const note = `Custos adds ${added.toFixed(1)} ms`;
      return [{ name: 'median', unit: 'ms', better: 'less', rounds, atLeast: null, note }];
    } finally {
      await victim.remove();
    }
  },
};

async function kill(bench: Bench, victim: Victim): Promise<readonly Round[]> {
  await victim.start();
  const custos = await bench.start(new URL('../servers/custos.ts', import.meta.url), 'server');
  const watched = { endpoint: `unix://${socketPath}`, container: victim.name };
  const place = await custos.call<Place>('start', watched);
  const [told, died] = [new Moments(), new Moments()];
  const stops = [await follow(place, told), await listen(victim, died)];
  try {
    // The first is not counted: everything is slower then.
    await killOnce(victim, told, died);
    const rounds: Round[] = [];
    while (rounds.length < bench.rounds * killsPerRound) rounds.push(await killOnce(victim, told, died));
    return rounds;
  } finally {
    for (const stop of stops) stop();
  }
}

async function killOnce(victim: Victim, told: Moments, died: Moments): Promise<Round> {
  const began = now();
  await victim.kill();
  const [ours, theirs] = await Promise.all([told.next('DOWN'), died.next('die')]);
  await victim.start();
  await told.next('HEALTHY');
  return { ours: ours - began, theirs: theirs - began };
}

interface Place {
  readonly url: string;
  readonly authorization: string;
}

/** A client of Custos, from now on. */
async function follow({ url, authorization }: Place, told: Moments): Promise<() => void> {
  const answered = await fetch(url, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ cursor }' }),
  });
  const { data: position } = (await answered.json()) as { data: { cursor: string } };
  const client = createClient({
    url: url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: { Authorization: authorization },
  });
  client.subscribe<{ readonly healthChanged: { readonly to: string } }>(
    {
      query: 'subscription ($cursor: String) { healthChanged(after: $cursor) { to } }',
      variables: { ...position },
    },
    {
      next: ({ data }) => told.tell(data?.healthChanged.to ?? ''),
      error: (error) => told.tell(`an error: ${JSON.stringify(error)}`),
      complete: () => undefined,
    },
  );
  return () => void client.dispose();
}

/** A client of Docker, without anything in between. */
async function listen({ docker, name }: Victim, died: Moments): Promise<() => void> {
  const events = await docker.getEvents({ filters: { container: [name], event: ['die'] } });
  events.on('data', () => died.tell('die'));
  return () => events.removeAllListeners('data').pause();
}
