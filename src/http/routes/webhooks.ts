import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Registry } from 'prom-client';
import { Counter } from 'prom-client';

import type { App } from '../../application/app.ts';
import { UnreadableWebhook } from '../../application/ports/alert-source.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Limits } from '../limits.ts';
import { problem } from '../problem.ts';

export interface WebhookRoutes {
  readonly app: Pick<App, 'admitsWebhook' | 'receiveWebhook' | 'stackNamed'>;
  readonly limits: Pick<Limits, 'webhookBytes'>;
  readonly registry: Registry;
}

/** What becomes of a webhook, for the metrics. */
type Outcome = 'taken' | 'unauthenticated' | 'unknown_stack' | 'unreadable' | 'foreign' | 'overloaded';

const usage =
  'Webhooks come with the secret of Alertmanager’s webhooks (custos token webhook): Authorization: Bearer <secret>.';
/** When an Alertmanager that was told so sends it again, at the latest: it doubles its own waits. */
const againSeconds = '5';

/**
 * `/webhooks/alertmanager`: for the default stack, or the one that the path names. Alertmanager sends again what is
 * answered with 5xx and drops what is answered with 4xx, so that only what could never be taken is.
 */
export function serveWebhooks(server: FastifyInstance, routes: WebhookRoutes): void {
  const { app, limits } = routes;
  const count = counterIn(routes.registry);
  const refuse = (reply: FastifyReply, { outcome, ...why }: Refused): FastifyReply => {
    count(outcome);
    return problem(reply, {
      code: outcome === 'unauthenticated' ? 'UNAUTHENTICATED' : 'BAD_REQUEST',
      ...why,
    });
  };
  const signedIn = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const secret = /^Bearer +(\S+)$/iu.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (app.admitsWebhook(secret)) return;
    void reply.header('www-authenticate', 'Bearer realm="custos"');
    await refuse(reply, { outcome: 'unauthenticated', status: 401, message: usage });
  };
  const take = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const name = (request.params as { readonly stack?: string }).stack ?? null;
    const stack = app.stackNamed(name);
    if (!stack) return refuse(reply, name === null ? noStackYet : noSuchStack);
    try {
      const alerts = await app.receiveWebhook(stack, request.body as string);
      count('taken');
      return await reply.send({ alerts });
    } catch (error) {
      const refused = refusalOf(error);
      if (!refused) throw error;
      if (refused.status === 503) void reply.header('retry-after', againSeconds);
      return refuse(reply, refused);
    }
  };
  void server.register((scope, _options, done) => {
    // As text: what is no JSON is answered by the one that reads it.
    scope.removeAllContentTypeParsers();
    const bodyLimit = limits.webhookBytes;
    scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit }, (_request, body, parsed) => {
      parsed(null, body);
    });
    scope.post('/webhooks/alertmanager', { onRequest: signedIn, bodyLimit }, take);
    scope.post('/webhooks/alertmanager/:stack', { onRequest: signedIn, bodyLimit }, take);
    done();
  });
}

/** Why a webhook is not taken. */
interface Refused {
  readonly outcome: Outcome;
  readonly status: number;
  readonly message: string;
}

const noSuchStack: Refused = {
  ...{ outcome: 'unknown_stack', status: 404 },
  message: 'There is no stack of that name.',
};
/** The first one may be found in a moment. */
const noStackYet: Refused = { outcome: 'unknown_stack', status: 503, message: 'There is no stack yet.' };

/** What is said of an error; null when it is our fault. */
function refusalOf(error: unknown): Refused | null {
  if (error instanceof UnreadableWebhook) {
    const { message } = error;
    return error.isForeign
      ? { outcome: 'foreign', status: 422, message }
      : { outcome: 'unreadable', status: 400, message };
  }
  if (error instanceof Refusal) return { outcome: 'overloaded', status: 503, message: error.message };
  return null;
}

function counterIn(registry: Registry): (outcome: Outcome) => void {
  const counter = new Counter({
    name: 'custos_webhooks_total',
    help: 'Webhooks of Alertmanager, by what became of them.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  return (outcome) => {
    counter.inc({ outcome });
  };
}
