import type { Asking, HttpAnswer, Metrics, Permission } from '../../plugin-sdk/index.ts';
import { authorized, excerpt, HttpFailure, readMetrics } from '../../plugin-sdk/index.ts';
import type { ExaminationRequest } from '../protocol.ts';
import { kept } from './kept.ts';
import { openServiceHttp } from './service-http.ts';

/** Of the time of a diagnosis, what one request may take: who takes it and says nothing leaves time to look elsewhere. */
const shareOfRequest = 0.3;

/** HTTP to one service: answers are kept, unless asked for anew. */
export interface Line extends Asking {
  readonly get: (path: string) => Promise<HttpAnswer>;
  readonly post: Asking['post'];
  readonly anew: (path: string) => Promise<HttpAnswer>;
}

/** HTTP to the services of the stack, each with its own credential, as far as the manifest permits it. */
export function openLines(
  request: ExaminationRequest,
  signal: AbortSignal,
): { to(name: string, permission: Permission): Line } {
  const lines = new Map<string, Line>();
  return {
    to: (name, permission) => {
      if (!request.permissions.includes(permission) && name !== request.service.name)
        throw new Error(`the manifest does not ask for the permission ${permission}`);
      const line = lines.get(name) ?? openLine(request, name, signal);
      lines.set(name, line);
      return line;
    },
  };
}

function openLine(request: ExaminationRequest, name: string, signal: AbortSignal): Line {
  const service = request.services.find((candidate) => candidate.name === name);
  if (!service) throw new Error(`the stack has no service ${name}`);
  const isOwn = name === request.service.name;
  const timeoutMs = Math.round(request.timeoutMs * shareOfRequest);
  // The permission for another service was looked at by who asked for the line.
  const permissions = isOwn ? request.permissions : (['http'] as const);
  const authorization = request.authorizations[name] ?? null;
  const http = () =>
    openServiceHttp(
      { service, permissions, timeoutMs, authorization },
      AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    );
  return {
    get: kept((path) => http().get(path)),
    anew: (path) => http().get(path),
    post: async (path, body) => {
      if (!isOwn || !request.reads.includes(path.split('?')[0] ?? ''))
        throw new Error(`the manifest does not list ${path} among what it reads`);
      return await http().post(path, body);
    },
  };
}

/** The metrics in an answer. @throws HttpFailure where there are none */
export async function metricsOf(answer: Promise<HttpAnswer>): Promise<Metrics> {
  const got = authorized(await answer);
  if (got.status !== 200)
    throw new HttpFailure('WRONG_ANSWER', `Asked for its metrics, it answered ${excerpt(got)}.`);
  return readMetrics(got.text);
}
