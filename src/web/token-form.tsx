import { useId, type SubmitEvent } from 'react';

interface Props {
  /** Whether the server has just refused a token. */
  readonly refused: boolean;
  readonly onToken: (token: string) => void;
}

/** Asks for a token, and says where to find one. */
export function TokenForm({ refused, onToken }: Props) {
  const [field, hint] = [useId(), useId()];
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const token = new FormData(event.currentTarget).get('token');
    if (typeof token === 'string' && token.trim() !== '') onToken(token.trim());
  };
  return (
    <main className="custos-door">
      <form onSubmit={submit}>
        <h1>Custos</h1>
        {refused && <p role="alert">The server does not accept this token, or not any more.</p>}
        <label htmlFor={field}>Token</label>
        <input
          id={field}
          name="token"
          type="password"
          autoComplete="off"
          spellCheck={false}
          required
          autoFocus
          aria-describedby={hint}
        />
        <button type="submit">Open</button>
        <div id={hint}>
          <p>
            A token says who you are and what you may do: read (viewer), act (operator) or everything (admin).
          </p>
          <p>
            The first one, an admin’s, was printed when the server started for the first time, unless it was
            given in <code>CUSTOS_ADMIN_TOKEN</code>. Others are made with the mutation{' '}
            <code>createToken</code>.
          </p>
          <p>It is kept in this browser tab until you close the tab.</p>
        </div>
      </form>
    </main>
  );
}
