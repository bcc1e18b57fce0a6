import { evidence } from 'custos/plugin-sdk';
import type { FaultSort } from './scrape-fault.ts';
import { reasonIn } from './scrape-fault.ts';
import type { Case, Explanation } from './trouble.ts';
import { reconfigure } from './trouble.ts';

/** Why an answer of a target is not taken: its text says it, and leaves nothing open. */
export async function explainAnswer(failing: Case): Promise<Explanation> {
  if (failing.fault.sort === 'path') return await wrongPath(failing);
  const explanation = explanations[failing.fault.sort] ?? otherAnswer;
  return { certainty: 'CONFIRMED', ...explanation(failing) };
}

type Told = Omit<Explanation, 'certainty'>;

const explanations: Partial<Record<FaultSort, (failing: Case) => Told>> = {
  credentials: ({ target }) => {
    const status = /\d{3}/.exec(target.error)?.[0] ?? '401';
    const because =
      status === '401'
        ? 'it asks for credentials (401), and is given none or wrong ones. Set basic_auth or authorization for the job, or renew what is set.'
        : 'it does not let Prometheus read this (403). Give these credentials the right to read it, or take others.';
    return { because, remedies: [reconfigure(`The job's credentials are not taken (${status}).`)] };
  },
  format: ({ target }) => formatOf(target.error, target.url),
  limit: ({ target }) => limitOf(reasonIn(target.error)),
  tls: ({ target }) => tlsOf(target.error),
};

/** 404: nothing is at that path. Where the target is a service of the stack, it is asked where its metrics are. */
async function wrongPath({ target, place, context }: Case): Promise<Explanation> {
  const usual = '/metrics';
  const answer =
    place?.peer.url && target.path !== usual
      ? await context
          .peer(place.peer.name)
          .get(usual)
          .catch(() => null)
      : null;
  const isThere = answer?.status === 200;
  return {
    certainty: 'CONFIRMED',
    because: `there is nothing at ${target.path} (404). ${isThere ? `Its metrics are at ${usual}: set metrics_path to that.` : 'Correct metrics_path, or the address: another service may answer there.'}`,
    remedies: [reconfigure(`metrics_path ${target.path} answers 404.`)],
    ...(isThere && { evidence: [evidence('HTTP', `${place?.peer.name ?? ''} ${usual}`, '200')] }),
  };
}

function limitOf(reason: string): Told {
  const remedies = [reconfigure(`${reason}: the limit, or what breaks it, has to change.`)];
  if (reason.startsWith('target_limit'))
    return {
      because: `the job has more targets than it may (${reason}), so none of them is scraped. Raise target_limit, or let service discovery find fewer.`,
      remedies,
    };
  return {
    because: `its answer breaks a limit (${reason}), so all of it is dropped. Raise the limit of the job, or drop labels or series that nobody needs.`,
    remedies,
  };
}

function formatOf(error: string, url: string): Told {
  if (/Content-Type/i.test(error))
    return {
      because: `its answer has a Content-Type that Prometheus 3 does not take (${reasonIn(error)}). Set fallback_scrape_protocol: PrometheusText0.0.4 for the job, or let it send text/plain; version=0.0.4.`,
      remedies: [reconfigure('The job needs a fallback_scrape_protocol.')],
    };
  const isPage = /start token/.test(error);
  return {
    because: `what it answers is not Prometheus' format (${reasonIn(error)})${isPage ? ', perhaps a page' : ''}. Look at ${url}: correct metrics_path, or what the target writes there.`,
    remedies: isPage ? [reconfigure('What answers there is no metrics endpoint.')] : [],
  };
}

function tlsOf(error: string): Told {
  const reason = reasonIn(error);
  if (/HTTP response to HTTPS/.test(error))
    return {
      because: 'it speaks plain HTTP, and is scraped with HTTPS. Set scheme: http for the job.',
      remedies: [reconfigure('The job has scheme: https; the target speaks HTTP.')],
    };
  if (/malformed HTTP response|HTTP request to an HTTPS/.test(error))
    return {
      because: 'it speaks HTTPS, and is scraped with plain HTTP. Set scheme: https for the job.',
      remedies: [reconfigure('The job has scheme: http; the target speaks HTTPS.')],
    };
  return {
    because: `its certificate is not taken (${reason}). ${adviceOn(reason)}`,
    remedies: /expired/.test(reason)
      ? []
      : [reconfigure('tls_config of the job does not fit the certificate.')],
  };
}

function adviceOn(reason: string): string {
  if (/unknown authority|self-signed/.test(reason))
    return 'Give tls_config.ca_file the authority that signed it.';
  if (/expired|not yet valid/.test(reason)) return 'Renew it, or set the clock right.';
  if (/not .*valid for|valid for|doesn't contain|certificate is valid/.test(reason))
    return 'Scrape it by a name that it is for, or set tls_config.server_name.';
  return 'Compare tls_config of the job with what the target asks for.';
}

/** An answer of no row: an error of the target's own, or a connection that it ends. */
function otherAnswer({ target, place }: Case): Told {
  const [, status] = /HTTP status (\d{3})/.exec(target.error) ?? [];
  const who = place?.peer.name ?? target.host;
  const restart = place
    ? [{ action: 'restart', service: place.peer.name, why: `${who} answers its scrapes with errors.` }]
    : [];
  if (status === '400')
    return {
      because: 'it answers 400: it may speak HTTPS while the job has scheme: http, or mislike a parameter.',
    };
  if (status !== undefined)
    return { because: `${who} itself answers ${status}. See its log for why.`, remedies: restart };
  if (/EOF|connection reset|broken pipe/.test(target.error))
    return {
      because: `${who} ends the connection before its answer is whole (${reasonIn(target.error)}). See its log.`,
      remedies: restart,
    };
  return { because: `the scrape ended with: ${reasonIn(target.error)}.` };
}
