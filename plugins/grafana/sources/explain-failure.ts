import type { Finding, Remedy } from 'custos/plugin-sdk';
import { placeAt } from './place.ts';
import type { Place, Surroundings } from './place.ts';
import { aspectOf } from './source.ts';
import type { Source } from './source.ts';

/** A data source that does not answer. */
export interface Failing {
  readonly source: Source;
  /** Why, in Grafana's own words. */
  readonly message: string;
  readonly around: Surroundings;
}

type Why = Pick<Finding, 'code' | 'certainty' | 'explanation' | 'remedies'>;
type Explain = (failing: Failing, place: Place | null) => Why | null;

/** Best first: the first that knows why is believed. */
const explanations: readonly Explain[] = [
  ({ source, around }) => pointsToItself(source, around),
  wrongPort,
  stopped,
  worded(/no such host|server misbehaving/i, unresolved),
  worded(/connection refused/i, refused),
  worded(/i\/o timeout|no route to host|context deadline exceeded|Client\.Timeout|\b504\b/i, silent),
  worded(/x509:|tls:|HTTP response to HTTPS client|certificate/i, encrypted),
  worded(/\b(401|403|404)\b|Unauthorized|Forbidden/i, turnedAway),
];

/**
 * What keeps a data source from answering, by the sort of its error (runbook §2). Of a Prometheus that is down itself
 * it says just that (X17), to be told below what stops that Prometheus.
 */
export function explainFailure(failing: Failing): Finding {
  const { source, message, around } = failing;
  const place = placeAt(around, partsOf(source.url).host);
  for (const explain of explanations) {
    const why = explain(failing, place);
    if (why) return { ...why, aspect: aspectOf(source) };
  }
  const explanation = `The data source ${source.name} (${source.url}) fails: ${short(message)}`;
  return { code: 'X17', certainty: 'CONFIRMED', explanation, aspect: aspectOf(source) };
}

/** Whether it says `localhost` where that is Grafana's own container, in which no Prometheus listens; null: not so. */
export function pointsToItself(source: Source, around: Surroundings): Why | null {
  const { host } = partsOf(source.url);
  if (!/^(localhost|127(\.\d+){3}|\[?::1\]?|0\.0\.0\.0)$/i.test(host) || around.isContained === false)
    return null;
  const instead = addressOf(around);
  const inside = around.isContained
    ? 'is Grafana’s own container'
    : 'would be Grafana’s own container, where it has one';
  return {
    code: 'F17',
    certainty: around.isContained ? 'CONFIRMED' : 'POSSIBLE',
    explanation: `The data source ${source.name} asks ${source.url}, and ${host} ${inside}: let it ask ${instead ?? 'Prometheus by its name on their network'}.`,
    remedies: repairs(source, instead),
  };
}

/** How a data source is given another address: one out of a file only by that file. */
function repairs(source: Source, url: string | null): readonly Remedy[] {
  const why = `It has to ask ${url ?? 'an address at which Prometheus answers'}.`;
  if (source.isProvisioned)
    return [
      {
        action: 'write-configuration',
        why: `${why} It comes out of a file below /etc/grafana/provisioning/datasources.`,
      },
      {
        action: 'reload-provisioning',
        arguments: { what: 'datasources' },
        why: 'Then Grafana reads that file again.',
      },
    ];
  return [
    { action: 'fix-data-source', arguments: { uid: source.uid, ...(url === null ? {} : { url }) }, why },
  ];
}

/** A Prometheus of the stack listens there, but on another port. */
function wrongPort({ source, message, around }: Failing, place: Place | null): Why | null {
  const { port } = partsOf(source.url);
  if (!place || port === place.port || !/connection refused/i.test(message)) return null;
  return {
    code: 'F17',
    certainty: 'CONFIRMED',
    explanation: `The data source ${source.name} asks ${source.url}, where nothing listens: ${place.peer.name} listens on port ${String(place.port)}. Let it ask ${place.url ?? `that port`}.`,
    remedies: repairs(source, place.url ?? addressOf(around)),
  };
}

/** The Prometheus that it asks is down: Grafana only shows it. */
function stopped({ source, message, around }: Failing, place: Place | null): Why | null {
  const only = around.peers.length === 1 ? around.peers[0] : null;
  const peer = place?.peer ?? only;
  const runs = place === null || place.status === 'running';
  if (!peer || (runs && peer.health !== 'DOWN')) return null;
  const state = runs ? 'is down' : `does not run (its container is ${place.status})`;
  return {
    code: 'X17',
    certainty: place ? 'CONFIRMED' : 'LIKELY',
    explanation: `The data source ${source.name} fails because ${peer.name} ${state}: dashboards stay empty until it is back. Grafana’s words: ${short(message)}`,
    remedies: runs
      ? []
      : [{ action: 'start', service: peer.name, why: 'Dashboards are filled again once Prometheus runs.' }],
  };
}

function unresolved({ source, around }: Failing, place: Place | null): Why {
  const { host } = partsOf(source.url);
  if (place?.shared.length === 0) {
    const explanation = `The data source ${source.name} asks ${source.url}, but Grafana and ${place.peer.name} share no Docker network, so that ${host} does not resolve: connect them.`;
    const network = around.networks[0];
    const why = 'Names resolve only between containers of one network.';
    const remedy = { action: 'reconnect-network', service: place.peer.name, why };
    return {
      code: 'F16',
      certainty: 'CONFIRMED',
      explanation,
      remedies: [network === undefined ? remedy : { ...remedy, arguments: { network } }],
    };
  }
  const instead = addressOf(around);
  return {
    code: 'F16',
    certainty: 'CONFIRMED',
    explanation: `The data source ${source.name} asks ${source.url}, and ${host} does not resolve: ${instead === null ? 'there is no such name where Grafana runs' : `the Prometheus here is ${instead}`}.`,
    remedies: repairs(source, instead),
  };
}

function refused({ source, around }: Failing, place: Place | null): Why {
  const instead = place ? null : addressOf(around);
  return {
    code: 'F17',
    certainty: place ? 'LIKELY' : 'CONFIRMED',
    explanation: `The data source ${source.name} asks ${source.url}, where nothing listens (connection refused)${instead === null ? '' : `: the Prometheus here is ${instead}`}.`,
    remedies: place
      ? [{ action: 'restart', service: place.peer.name, why: 'Its container runs, and it does not listen.' }]
      : repairs(source, instead),
  };
}

function silent({ source, message }: Failing, place: Place | null): Why {
  const paused = place?.status === 'paused' ? `: the container of ${place.peer.name} is paused` : '';
  const apart = place?.shared.length === 0 ? `: it shares no network with ${place.peer.name}` : '';
  return {
    code: 'F18',
    certainty: 'CONFIRMED',
    explanation: `The data source ${source.name} asks ${source.url} and gets no answer in time${paused || apart || ', so Prometheus is overloaded or cannot be reached'}. Grafana’s words: ${short(message)}`,
  };
}

function turnedAway({ source, message }: Failing): Why {
  const isPath = /\b404\b/.test(message);
  const what = isPath
    ? 'has no API below that path (404): add the path that Prometheus is served below, or take one away'
    : 'asks for credentials that the data source does not give (401 or 403): set them in it';
  return {
    code: 'F19',
    certainty: 'CONFIRMED',
    explanation: `The data source ${source.name} asks ${source.url}, which ${what}. Grafana’s words: ${short(message)}`,
    remedies: [
      {
        action: 'fix-data-source',
        arguments: { uid: source.uid },
        why: 'Its address or credentials are wrong.',
      },
    ],
  };
}

function encrypted({ source, message }: Failing): Why {
  return {
    code: 'F23',
    certainty: 'CONFIRMED',
    explanation: `The data source ${source.name} cannot speak TLS with ${source.url}: ${short(message)}`,
    remedies: [
      {
        action: 'fix-data-source',
        arguments: { uid: source.uid },
        why: 'http or https, and whom to trust, is set in it.',
      },
    ],
  };
}

function worded(words: RegExp, explain: (failing: Failing, place: Place | null) => Why): Explain {
  return (failing, place) => (words.test(failing.message) ? explain(failing, place) : null);
}

/** Where the one Prometheus of the stack is for Grafana; null where that is not clear. */
function addressOf({ places }: Surroundings): string | null {
  const urls = places.flatMap(({ url }) => url ?? []);
  return urls.length === 1 ? (urls[0] ?? null) : null;
}

function partsOf(url: string): { readonly host: string; readonly port: number } {
  const [, scheme, host = '', port] =
    /^(?:(https?):\/\/)?(?:[^@/]*@)?(\[[^\]]*\]|[^:/]+)(?::(\d+))?/i.exec(url) ?? [];
  return { host, port: port ? Number(port) : scheme?.toLowerCase() === 'https' ? 443 : 80 };
}

function short(message: string): string {
  return message.length <= 300 ? message : `${message.slice(0, 299)}…`;
}
