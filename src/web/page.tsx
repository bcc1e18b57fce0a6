import { useCallback, useEffect, useState } from 'react';
import { Console } from './console.tsx';
import { forgetToken, keepToken, takeToken } from './token.ts';
import { TokenForm } from './token-form.tsx';

interface Session {
  readonly token: string | null;
  readonly refused: boolean;
}

/** The page: GraphiQL for who has a token, a form that asks for one for who has not. */
export function Page() {
  const [{ token, refused }, setSession] = useState<Session>(() => ({
    token: takeToken(window),
    refused: false,
  }));

  // A link with a token that is followed on this very page loads nothing anew.
  useEffect(() => {
    const take = () => setSession({ token: takeToken(window), refused: false });
    window.addEventListener('hashchange', take);
    return () => window.removeEventListener('hashchange', take);
  }, []);

  const enter = (given: string) => {
    keepToken(window.sessionStorage, given);
    setSession({ token: given, refused: false });
  };
  const leave = useCallback((because: { readonly refused: boolean }) => {
    forgetToken(window.sessionStorage);
    setSession({ token: null, ...because });
  }, []);
  const onRefused = useCallback(() => leave({ refused: true }), [leave]);
  const onSignOut = useCallback(() => leave({ refused: false }), [leave]);

  if (token === null) return <TokenForm refused={refused} onToken={enter} />;
  return <Console key={token} token={token} onRefused={onRefused} onSignOut={onSignOut} />;
}
