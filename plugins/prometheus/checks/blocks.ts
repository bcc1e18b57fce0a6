import type {
  CheckContext,
  CheckDefinition,
  Checked,
  CommandDefinition,
  Finding,
  Remedy,
} from 'custos/plugin-sdk';
import { evidence, fail, pass, skipped, unknown, warn } from 'custos/plugin-sdk';
import type { Block } from '../process/block.ts';
import { blocksIn, whatIsWrong } from '../process/block.ts';
import { inContainer } from '../process/in-container.ts';
import { dataFolder } from '../process/settings-of.ts';

/** Of more the host drops the middle: then what is not seen may be there all the same. */
const wholeListing = 60_000;

const parts = { folder: '/[A-Za-z0-9_./-]*' };

/** What looks at the data. An archive of it would be as large as the data. */
export const dataCommands: readonly CommandDefinition[] = [
  { name: 'list-files', argv: ['ls', '-lRn', '{folder}'], parts },
  { name: 'list-blocks', argv: ['promtool', 'tsdb', 'list', '{folder}'], parts },
];

/** Is every block of its data whole? Asked where it lives, so that one that does not start can be asked too. */
export const blocks: CheckDefinition = {
  name: 'blocks',
  title: 'Is every block of its data whole?',
  reference: 'C40',
  run: async (context) => {
    const facts = await context.container.inspect();
    if (!facts) return skipped('It has no container whose data could be looked at.');
    if (facts.state.status === 'paused') return unknown('Its container is paused: nothing can be run in it.');
    const folder = dataFolder(facts);
    context.progress(`listing ${folder}`);
    const files = await printed(context, 'list-files', folder);
    const found = blocksIn(files ?? '');
    const hasBlocks = files === null || found.length > 0;
    const listed = hasBlocks ? await printed(context, 'list-blocks', folder) : '';
    if (files === null && listed === null)
      return unknown(`Neither ls nor promtool could list ${folder} in its container.`);
    const isWhole = (files ?? '').length < wholeListing;
    const findings = [...unreadable(listed ?? ''), ...(isWhole ? found.flatMap(incomplete) : [])];
    return judged(found.length, findings);
  },
};

function judged(blockCount: number, findings: readonly Finding[]): Checked {
  const observed = { blocks: blockCount };
  const [first] = findings;
  if (!first) return pass(`Its blocks (${String(blockCount)}) are whole.`, { observed });
  const worst = findings.some(({ code }) => code === 'F08') ? fail : warn;
  return worst(first.explanation, { observed, findings });
}

/** What a command prints; null where the container has no such program, or it did not end. */
async function printed(context: CheckContext, command: string, folder: string): Promise<string | null> {
  const { exitCode, output } = await inContainer(context, { command, parts: { folder }, path: folder });
  const isMissing = exitCode === null || exitCode === 126 || exitCode === 127;
  return isMissing ? null : output;
}

const quarantine = (block: string): readonly Remedy[] => [
  {
    action: 'quarantine-data',
    arguments: { block },
    why: 'The block is moved aside after a copy was made, and Prometheus starts without it.',
  },
];

/** What promtool cannot open, Prometheus cannot either. */
function unreadable(listed: string): readonly Finding[] {
  const [, block, why = ''] = /corrupted block ([0-9A-Z]{26})(?:: ([^\n]*))?/u.exec(listed) ?? [];
  return block === undefined
    ? []
    : [damaged(block, why.trim(), evidence('EXEC', 'promtool tsdb list', listed.slice(-1000)))];
}

/** A block without its index or chunks stops the start; one without its meta.json is passed over, and missing. */
function incomplete(block: Block): readonly Finding[] {
  const wrong = whatIsWrong(block);
  if (wrong === null) return [];
  const shown = evidence(
    'FILE',
    block.path,
    `${wrong}; has ${block.files.map(({ name, size }) => `${name} (${String(size)})`).join(', ')}`,
  );
  if (wrong !== 'it has no meta.json') return [damaged(block.ulid, wrong, shown)];
  return [
    {
      code: 'PrometheusBlockSkipped',
      certainty: 'CONFIRMED',
      aspect: `block=${block.ulid}`,
      explanation: `Prometheus passes over the block ${block.ulid}, because ${wrong}: what it holds is missing from every answer. Put the file back from a backup, or move the block aside.`,
      evidence: [shown],
      remedies: quarantine(block.ulid),
    },
  ];
}

function damaged(block: string, why: string, shown: ReturnType<typeof evidence>): Finding {
  return {
    code: 'F08',
    certainty: 'CONFIRMED',
    explanation: `The block ${block} is damaged (${why}), and Prometheus does not start with it: move that block aside, after a copy was made.`,
    evidence: [shown],
    remedies: quarantine(block),
  };
}
