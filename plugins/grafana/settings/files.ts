import type { ArchivedFile, CheckContext } from 'custos/plugin-sdk';

/**
 * The files at or below a path of its container; null when there is no such path.
 * @throws ReadFailure where they cannot be read
 */
export async function filesAt(context: CheckContext, path: string): Promise<readonly ArchivedFile[] | null> {
  try {
    return await context.container.archive(path);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith(`There is no ${path} in `)) return null;
    throw error;
  }
}
