import type { ConnectionState } from './connection.ts';
import type { Viewer } from './viewer.ts';

interface Props {
  readonly state: ConnectionState;
  readonly viewer: Viewer | null;
  readonly onSignOut: () => void;
}

/** Whether the page is connected, as whom, and the way out; small, at the top. */
export function Status({ state, viewer, onSignOut }: Props) {
  return (
    <span className="custos-status">
      <strong>Custos</strong>
      <span role="status" data-state={state}>
        {state}
      </span>
      {viewer && (
        <span>
          {viewer.name} ({viewer.role.toLowerCase()})
        </span>
      )}
      <button type="button" className="graphiql-un-styled" onClick={onSignOut}>
        sign out
      </button>
    </span>
  );
}
