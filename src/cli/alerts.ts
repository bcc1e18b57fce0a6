import { ask } from './ask.ts';
import { documents } from './documents.ts';
import type { ServerOptions } from './open-server.ts';
import { running } from './open-server.ts';
import type { Colour } from './text.ts';
import { age, paint, table } from './text.ts';
import type { World } from './world.ts';
import { exits } from './world.ts';

/** What `custos alerts` is told. */
export interface AlertsOptions extends ServerOptions {
  readonly stack?: string;
  readonly past?: boolean;
  readonly json?: boolean;
}

interface AlertTold {
  readonly name: string;
  readonly severity: string;
  readonly state: string;
  readonly startsAt: string;
  readonly stale: boolean;
  readonly labels: readonly { readonly name: string; readonly value: string }[];
  readonly annotations: readonly { readonly name: string; readonly value: string }[];
  readonly service: { readonly name: string } | null;
}

interface Answer {
  readonly alerts: {
    readonly nodes: readonly AlertTold[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

const colours: Readonly<Record<string, Colour>> = {
  FIRING: 'red',
  PENDING: 'yellow',
  SUPPRESSED: 'grey',
  RESOLVED: 'green',
};

/** Prints the alerts that are not over, or all of them, the newest first. Answers the exit code. */
export async function alerts(
  world: World,
  matchers: readonly string[],
  options: AlertsOptions,
): Promise<number> {
  const server = await running(world, options);
  const filter = {
    ...(options.stack !== undefined && { stack: options.stack }),
    ...(options.past !== true && { states: ['PENDING', 'FIRING', 'SUPPRESSED'] }),
    ...(matchers.length > 0 && { matchers }),
  };
  const found: AlertTold[] = [];
  let after: string | null = null;
  do {
    const asked: Parameters<typeof ask>[1] = { query: documents.alerts, variables: { filter, after } };
    const answer: Answer = await ask<Answer>(server, asked);
    const { nodes, pageInfo } = answer.alerts;
    found.push(...nodes);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  world.out.write(
    options.json === true
      ? `${JSON.stringify({ schemaVersion: 1, alerts: found }, null, 2)}\n`
      : described(world, found, options.past === true),
  );
  return exits.pass;
}

function described({ out, now }: World, found: readonly AlertTold[], past: boolean): string {
  if (found.length === 0) return past ? 'No alert is known.\n' : 'No alert fires.\n';
  const rows = found.map(({ name, severity, state, startsAt, service, stale, ...alert }) => [
    state,
    severity,
    name,
    age(startsAt, now()),
    service?.name ?? '',
    `${saying(alert)}${stale ? ' (not seen lately)' : ''}`,
  ]);
  return table(rows, (cell, column) => {
    const colour = colours[cell.trim()];
    return column === 0 && colour ? paint(out, colour, cell) : cell;
  });
}

/** What an alert says of itself: its summary, or its labels. */
function saying({ labels, annotations }: Pick<AlertTold, 'labels' | 'annotations'>): string {
  const said = ['summary', 'description', 'message']
    .map((name) => annotations.find((annotation) => annotation.name === name)?.value ?? '')
    .find((text) => text !== '');
  if (said !== undefined) return said;
  return labels
    .filter(({ name }) => !['alertname', 'severity'].includes(name))
    .map(({ name, value }) => `${name}=${JSON.stringify(value)}`)
    .join(' ');
}
