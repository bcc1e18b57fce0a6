import { fetcherReturnToPromise, type Fetcher } from '@graphiql/toolkit';

/** Who the token stands for. */
export interface Viewer {
  readonly name: string;
  readonly role: string;
}

const query = 'query Viewer { viewer { role actor { name } } }';

/** Asks the API whose token this is; null when it does not say. */
export async function askViewer(fetcher: Fetcher): Promise<Viewer | null> {
  try {
    const answer: unknown = await fetcherReturnToPromise(fetcher({ query, operationName: 'Viewer' }));
    return isAnswer(answer) ? { name: answer.data.viewer.actor.name, role: answer.data.viewer.role } : null;
  } catch {
    // The server is not to be reached: the connection's state says so.
    return null;
  }
}

interface Answer {
  readonly data: { readonly viewer: { readonly role: string; readonly actor: { readonly name: string } } };
}

function isAnswer(answer: unknown): answer is Answer {
  return (answer as Partial<Answer> | null)?.data?.viewer !== undefined;
}
