import type { CheckContext, CommandResult, ContainerFacts } from 'custos/plugin-sdk';
import { ReadFailure } from 'custos/plugin-sdk';

const urlPart = 'https?://[A-Za-z0-9._:\\[\\]-]+(/[A-Za-z0-9._~%/+=&?:@,;-]*)?';

/** Whether it can be handed to a command: of the usual letters, and without credentials in it. */
export function isPlainUrl(url: string): boolean {
  return new RegExp(`^(?:${urlPart})$`, 'u').test(url);
}

/** What runs inside the network of Prometheus, as its checks name it. */
export const insideCommands = [
  {
    name: 'fetch',
    // The image's own wget knows no timeout that can be relied on; `timeout` ends it with 124, 137 or 143.
    argv: ['timeout', '3', 'wget', '-q', '-S', '-O', '/dev/null', '{url}'],
    parts: { url: urlPart },
  },
  {
    name: 'resolve',
    argv: ['timeout', '3', 'nslookup', '{name}'],
    parts: { name: '[A-Za-z0-9_][A-Za-z0-9_.-]*' },
  },
] as const;

/**
 * Runs a command in the network of Prometheus: in its container, and where that has no such program or cannot run it,
 * in a one-shot container in the same network.
 * @throws ReadFailure when neither can be
 */
export async function lookFromInside(
  { container }: CheckContext,
  command: 'fetch' | 'resolve',
  parts: Readonly<Record<string, string>>,
): Promise<CommandResult> {
  const result = await container.exec(command, parts).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'ReadFailure') return null;
    throw error;
  });
  if (result && !isMissing(result)) return result;
  const helped = await container.helper(command, parts, { network: 'container' });
  if (isMissing(helped))
    throw new ReadFailure('Its image has no wget and no nslookup: nothing can be tried from inside.');
  return helped;
}

/** Docker says with 126 or 127 that there is no such program; an image without a shell has none of these. */
function isMissing({ exitCode, output }: CommandResult): boolean {
  return (exitCode === 126 || exitCode === 127) && /not found|no such file/i.test(output);
}

/** Of a container that Prometheus can be looked into from; @throws ReadFailure where it has none. */
export async function ownContainer(context: CheckContext): Promise<ContainerFacts> {
  const own = await context.container.inspect();
  if (!own) throw new ReadFailure('It runs in no container that can be looked into.');
  if (own.state.status !== 'running')
    throw new ReadFailure(`Its container is ${own.state.status}: nothing can be tried from inside.`);
  return own;
}
