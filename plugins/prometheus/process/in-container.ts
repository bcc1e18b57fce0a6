import type { CheckContext, CommandResult, ContainerFacts } from 'custos/plugin-sdk';
import { ReadFailure } from 'custos/plugin-sdk';

/** A command of the manifest, what it is filled with, and what it looks at. */
export interface Look {
  readonly command: string;
  readonly parts: Readonly<Record<string, string>>;
  /** What it looks at, as a path in the container. */
  readonly path: string;
}

/**
 * Runs a command where Prometheus lives: in its container while that runs, which is fast, and in a one-shot container
 * of the same image and mounts while it does not, or falls just then.
 * @throws ReadFailure when neither can be, or what it looks at lies in the container itself, which does not run: the
 * one-shot container would show what came with the image.
 */
export async function inContainer({ container }: CheckContext, look: Look): Promise<CommandResult> {
  const { command, parts, path } = look;
  const facts = await container.inspect();
  const inHelper = (): Promise<CommandResult> => {
    if (facts && !isMounted(facts, path))
      throw new ReadFailure(
        `${path} lies in the container itself and on no mount, and the container does not run: nothing can be run where it is.`,
      );
    return container.helper(command, parts);
  };
  if (facts?.state.status !== 'running') return inHelper();
  try {
    return await container.exec(command, parts);
  } catch (error) {
    // One that falls again and again runs at one moment and not at the next.
    if (facts.restartCount > 0) return inHelper();
    throw error;
  }
}

function isMounted({ mounts }: ContainerFacts, path: string): boolean {
  return mounts.some(({ destination }) => path === destination || path.startsWith(`${destination}/`));
}
