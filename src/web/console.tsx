import { GraphiQL } from 'graphiql';
import { useEffect, useState } from 'react';
import { connect, type Connection, type ConnectionState } from './connection.ts';
import { tabs } from './operations.graphql';
import { Status } from './status.tsx';
import { tabStorage } from './tab-storage.ts';
import { askViewer, type Viewer } from './viewer.ts';

interface Props {
  readonly token: string;
  readonly onRefused: () => void;
  readonly onSignOut: () => void;
}

const storage = tabStorage(window.localStorage, tabs);

/** GraphiQL, connected with a token. */
export function Console({ token, onRefused, onSignOut }: Props) {
  const [connection, setConnection] = useState<Connection | null>(null);
  const [state, setState] = useState<ConnectionState>('connecting');
  const [viewer, setViewer] = useState<Viewer | null>(null);

  useEffect(() => {
    const url = new URL('/graphql', window.location.href);
    const opened = connect({ url, token }, { onState: setState, onRefused });
    setConnection(opened);
    return opened.close;
  }, [token, onRefused]);

  // Asked again after each reconnection: the role may be another one by then.
  useEffect(() => {
    if (connection && state === 'connected') void askViewer(connection.fetcher).then(setViewer);
  }, [connection, state]);

  return (
    connection && (
      <GraphiQL
        fetcher={connection.fetcher}
        defaultTabs={[...tabs]}
        storage={storage}
        shouldPersistHeaders={false}
      >
        <GraphiQL.Logo>
          <Status state={state} viewer={viewer} onSignOut={onSignOut} />
        </GraphiQL.Logo>
      </GraphiQL>
    )
  );
}
