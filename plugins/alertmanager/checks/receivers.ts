import type { CheckContext, CheckDefinition, CommandResult, Finding } from 'custos/plugin-sdk';
import { evidence, fail, pass, ReadFailure, skipped } from 'custos/plugin-sdk';
import { readConfigurationFile, runningConfiguration } from '../config/configuration.ts';
import type { Endpoint } from '../config/receivers.ts';
import { endpointsIn, receiversOf, shownEndpoint } from '../config/receivers.ts';
import { adviceOf } from '../delivery/attempts.ts';

/** The most addresses that are tried: each is another process in the container. */
const mostTried = 8;

interface Address {
  /** Empty: the file says where, and not for whom. */
  readonly receiver: string;
  readonly endpoint: Endpoint;
}

/** Can the addresses of the receivers be reached from where Alertmanager is? Nothing is sent that anybody would see. */
export const receivers: CheckDefinition = {
  name: 'receivers',
  title: 'Can its receivers be reached from inside its network?',
  reference: 'C30',
  run: async (context) => {
    const running = await runningConfiguration(context);
    const all = await addressesOf(context, running);
    if (all.length === 0) return skipped('No receiver of its configuration has an address.');
    if (/\bproxy_(url|from_environment|connect_header):/.test(running))
      return skipped(
        'It sends through a proxy: whether that reaches the receivers cannot be tried from here.',
      );
    const facts = await context.container.inspect();
    if (!facts) return skipped('It runs in no container from whose network the receivers could be tried.');
    const addresses = all.slice(0, mostTried);
    const tried = await Promise.all(addresses.map((address) => tryOut(context, address)));
    const findings = tried.filter((finding) => finding !== null);
    const observed = {
      tried: addresses.map(({ endpoint }) => shownEndpoint(endpoint)),
      failing: findings.length,
    };
    const [first] = findings;
    return first
      ? fail(first.explanation, { observed, findings })
      : pass(`All ${String(addresses.length)} addresses of its receivers can be reached.`, { observed });
  },
};

/** Those that it says; from 0.26 on it hides some of them, and the file has to be read. */
async function addressesOf(context: CheckContext, running: string): Promise<readonly Address[]> {
  const said = receiversOf(running);
  const addresses = said.flatMap(({ name, endpoints }) =>
    endpoints.map((endpoint) => ({ receiver: name, endpoint })),
  );
  if (!said.some(({ hides }) => hides)) return addresses;
  const known = new Set(addresses.map(({ endpoint }) => shownEndpoint(endpoint)));
  const hidden = await readConfigurationFile(context)
    .then(({ text }) => endpointsIn(text))
    .catch(() => []);
  const owner = said.filter(({ hides }) => hides);
  const receiver = owner.length === 1 ? (owner[0]?.name ?? '') : '';
  return [
    ...addresses,
    ...hidden
      .filter((endpoint) => !known.has(shownEndpoint(endpoint)))
      .map((endpoint) => ({ receiver, endpoint })),
  ];
}

async function tryOut(context: CheckContext, address: Address): Promise<Finding | null> {
  const { scheme, host, port } = address.endpoint;
  context.progress(`Connecting to ${shownEndpoint(address.endpoint)} from inside its network`);
  const parts = { host, port: String(port) };
  const result =
    scheme === 'smtp'
      ? await context.container.exec('open-tcp', parts)
      : await context.container.exec('open-http', { scheme, ...parts });
  const trouble = troubleOf(result);
  return trouble === null ? null : findingOf(address, { trouble, output: result.output });
}

/** What stood in the way, in the words of Go that Alertmanager would use; null: nothing. An answer is an answer. */
function troubleOf({ exitCode, output }: CommandResult): string | null {
  if (exitCode === 0 || /HTTP\/\d/.test(output)) return null;
  if ((exitCode === 126 || exitCode === 127) && /not found|no such file/i.test(output))
    throw new ReadFailure('Its image has no wget and no nc: nothing can be tried from inside.');
  if (exitCode === null || [124, 137, 143].includes(exitCode)) return 'i/o timeout';
  const [, words] = troubles.find(([pattern]) => pattern.test(output)) ?? [];
  return words ?? `it ended with ${String(exitCode)}`;
}

const troubles: readonly (readonly [RegExp, string])[] = [
  [/bad address/, 'no such host'],
  [/connection refused/i, 'connection refused'],
  [/no route to host|unreachable/i, 'no route to host'],
  [/timed out/i, 'i/o timeout'],
  [/TLS|SSL|certificate|handshake/, 'tls: the handshake fails'],
  [/reset by peer|error getting response/, 'connection reset'],
];

function findingOf(
  { receiver, endpoint }: Address,
  { trouble, output }: { readonly trouble: string; readonly output: string },
): Finding {
  const whose = receiver === '' ? 'a receiver' : `the receiver ${receiver}`;
  return {
    code: 'F25',
    certainty: 'CONFIRMED',
    severity: 'WARNING',
    aspect: receiver === '' ? `address=${shownEndpoint(endpoint)}` : `receiver=${receiver}`,
    explanation: `${shownEndpoint(endpoint)} of ${whose} cannot be reached from inside its network: ${trouble}. ${adviceOf(trouble)}`,
    evidence: [evidence('EXEC', `connecting to ${shownEndpoint(endpoint)}`, output.slice(0, 500))],
    remedies: [
      { action: 'write-configuration', why: 'If the address is wrong.' },
      { action: 'reconnect-network', why: 'If it and its receiver share no network.' },
    ],
  };
}
