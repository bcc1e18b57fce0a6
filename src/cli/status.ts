import { ask } from './ask.ts';
import { documents } from './documents.ts';
import type { ServerOptions } from './open-server.ts';
import { openServer } from './open-server.ts';
import { everyService } from './pages.ts';
import type { Colour } from './text.ts';
import { age, paint, table } from './text.ts';
import type { World } from './world.ts';
import { exits } from './world.ts';

/** What `custos status` is told. */
export interface StatusOptions extends ServerOptions {
  readonly stack?: string;
  readonly json?: boolean;
}

interface Named {
  readonly name: string;
}
interface HealthTold {
  readonly status: string;
  readonly since: string;
  readonly summary: string;
  readonly stale: boolean;
}
interface StackTold extends Named {
  readonly health: HealthTold;
  readonly counts: Readonly<Record<string, number>>;
  readonly rootCauses: readonly Named[];
}
interface ServiceTold extends Named {
  readonly kind: string;
  readonly stack: Named;
  readonly paused: object | null;
  readonly health: HealthTold & { readonly causedBy: readonly Named[] };
}

const colours: Readonly<Record<string, Colour>> = {
  HEALTHY: 'green',
  DEGRADED: 'yellow',
  UNKNOWN: 'yellow',
  DOWN: 'red',
  PAUSED: 'grey',
};
const worstFirst = ['DOWN', 'UNKNOWN', 'DEGRADED', 'HEALTHY'];

/** Prints every stack and service with its health, the worst first. Answers the exit code. */
export async function status(world: World, options: StatusOptions): Promise<number> {
  const server = await openServer(world, options);
  try {
    const filter = options.stack === undefined ? {} : { stack: options.stack };
    const [told, services] = await Promise.all([
      ask<{ stacks: readonly StackTold[] }>(server, { query: documents.status }),
      everyService<ServiceTold>(server, { query: documents.servicesOfStatus, filter }),
    ]);
    const stacks = told.stacks.filter(({ name }) => options.stack === undefined || name === options.stack);
    world.out.write(
      options.json === true
        ? `${JSON.stringify({ schemaVersion: 1, stacks, services }, null, 2)}\n`
        : describe(world, stacks, services),
    );
    return exits.pass;
  } finally {
    await server.close();
  }
}

function describe(world: World, stacks: readonly StackTold[], services: readonly ServiceTold[]): string {
  if (services.length === 0)
    return 'No service is watched. custos doctor says what could keep Custos from it.\n';
  return stacks
    .map((stack) => {
      const own = services.filter((service) => service.stack.name === stack.name);
      const causes = stack.rootCauses.map(({ name }) => name).join(', ');
      const head = [[stack.name, stack.health.status, causes === '' ? '' : `root cause: ${causes}`]];
      return `${coloured(world, head)}${coloured(world, rowsOf(own, world.now()))}`;
    })
    .join('\n');
}

function rowsOf(services: readonly ServiceTold[], now: Date): readonly (readonly string[])[] {
  const rank = ({ health }: ServiceTold): number => worstFirst.indexOf(health.status);
  return [...services]
    .sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1))
    .map(({ name, kind, paused, health }) => {
      const because = health.causedBy.map((cause) => cause.name).join(', ');
      const state = paused ? 'PAUSED' : health.status;
      const stale = health.stale ? ' (not observed lately)' : '';
      const why = because === '' ? '' : ` (because of ${because})`;
      return [`  ${name}`, state, age(health.since, now), kind, `${health.summary}${why}${stale}`];
    });
}

function coloured({ out }: World, rows: readonly (readonly string[])[]): string {
  return table(rows, (cell, column) => {
    const colour = colours[cell.trim()];
    return column === 1 && colour ? paint(out, colour, cell) : cell;
  });
}
