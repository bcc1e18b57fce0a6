import { ask } from './ask.ts';
import type { Server } from './world.ts';

interface Page<Node> {
  readonly services: {
    readonly nodes: readonly Node[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

/** Which services: every field given must match. */
export interface Which {
  readonly names?: readonly string[];
  readonly stack?: string;
}

/** All services that a document lists, page by page. @throws CannotDo as `ask` does */
export async function everyService<Node>(
  server: Server,
  { query, filter }: { readonly query: string; readonly filter: Which },
  signal?: AbortSignal,
): Promise<readonly Node[]> {
  const found: Node[] = [];
  let after: string | null = null;
  do {
    const { services }: Page<Node> = await ask<Page<Node>>(
      server,
      { query, variables: { filter, after } },
      signal,
    );
    found.push(...services.nodes);
    after = services.pageInfo.hasNextPage ? services.pageInfo.endCursor : null;
  } while (after !== null);
  return found;
}
