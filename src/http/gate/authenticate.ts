import type { ServedApp } from '../served-app.ts';
import type { Viewer } from '../../domain/access/token.ts';

/** What is told to whoever has no good token, over HTTP and WebSocket alike. */
export const unauthenticated = 'A good token is needed: Authorization: Bearer <secret>.';

/** Who is asking, by the text of an Authorization header; null when nobody whom the app knows. */
export function authenticate(app: Pick<ServedApp, 'authenticate'>, authorization: unknown): Viewer | null {
  if (typeof authorization !== 'string') return null;
  const secret = /^Bearer +(\S+)$/i.exec(authorization.trim())?.[1];
  return secret === undefined ? null : app.authenticate(secret);
}

/**
 * Who opens a WebSocket: by `Authorization` or `token` of its connection parameters, as browsers do it, or
 * by the header of its upgrade request.
 */
export function authenticateSocket(
  app: Pick<ServedApp, 'authenticate'>,
  parameters: Readonly<Record<string, unknown>> | undefined,
  header: string | undefined,
): Viewer | null {
  const token = parameters?.['token'];
  if (typeof token === 'string') return app.authenticate(token);
  return authenticate(app, parameters?.['Authorization'] ?? parameters?.['authorization'] ?? header);
}
