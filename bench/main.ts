import { parseArgs } from 'node:util';
import { Child } from './child.ts';
import type { Bench, Row } from './row.ts';
import { diagnoseBesideTheGuide } from './rows/diagnose-beside-the-guide.ts';
import { fanOutBesideBroadcast } from './rows/fan-out-beside-broadcast.ts';
import { fanOutBesideGraphqlWs } from './rows/fan-out-beside-graphql-ws.ts';
import { killToClient } from './rows/kill-to-client.ts';
import { overviewOfMany, overviewQuery } from './rows/overview-query.ts';
import { isBehind } from './statistics.ts';
import { table, type Result } from './table.ts';

/** A new comparison is a file in rows/, and a line here. */
const rows: readonly Row[] = [
  overviewQuery,
  overviewOfMany,
  fanOutBesideGraphqlWs,
  fanOutBesideBroadcast,
  killToClient,
  diagnoseBesideTheGuide,
];

const { quick, only } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string', default: '' } },
}).values;

const results: Result[] = [];
for (const row of rows.filter(({ name, peer }) =>
  `${name} ${peer}`.toLowerCase().includes(only.toLowerCase()),
)) {
  console.error(`${row.name}, beside ${row.peer} ...`);
  results.push({ row, outcome: await outcomeOf(row) });
}
console.log(table(results));

process.exitCode = results.some(isBad) ? 1 : 0;

function isBad({ outcome }: Result): boolean {
  if ('skipped' in outcome) return false;
  return 'failed' in outcome || outcome.some(isBehind);
}

async function outcomeOf(row: Row): Promise<Result['outcome']> {
  const children: Child[] = [];
  const bench: Bench = {
    ...(quick ? { rounds: 2, turnMs: 1000 } : { rounds: 5, turnMs: 2500 }),
    start: async (entry, placement) => {
      const child = await Child.start(entry, placement);
      children.push(child);
      return child;
    },
  };
  try {
    return await row.run(bench);
  } catch (error) {
    console.error(error);
    return { failed: error instanceof Error ? error.message : String(error) };
  } finally {
    for (const child of children.reverse()) await child.stop();
  }
}
