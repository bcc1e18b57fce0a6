import type { Survey, SurveyedStack } from './application/survey-stacks.ts';
import type { Stranger } from './domain/service/recognise.ts';

/** What somebody who has just started Custos wants to know first: where it answers. */
export function greeting(
  version: string,
  { url, firstSecret }: { readonly url: string; readonly firstSecret: string | null },
): readonly string[] {
  return [
    `Custos ${version} listens at ${url}`,
    firstSecret === null
      ? `  GraphiQL   ${url}/graphiql`
      : `  GraphiQL   ${url}/graphiql#token=${firstSecret}`,
    `  GraphQL    ${url}/graphql   (HTTP and WebSocket)`,
    ...(firstSecret === null
      ? []
      : [`  The link holds the first admin token, shown this once: ${firstSecret}`]),
  ];
}

/** What was found, what was not, and how to tell it. */
export function found({ stacks, silentEngines, strangers, misnamed }: Survey): readonly string[] {
  const width = Math.max(0, ...stacks.flatMap(({ services }) => services.map(({ name }) => name.length)));
  return [
    ...silentEngines.map(({ failure }) => `Docker does not answer: ${failure}`),
    ...stacks.flatMap((stack) => describe(stack, width)),
    ...(stacks.length === 0 ? [nothing(silentEngines.length > 0)] : []),
    ...strangers.filter(({ mistake }) => mistake !== null).map(wrong),
    ...unrecognised(strangers.filter(({ mistake }) => mistake === null)),
    ...misnamed.map(({ stack, name, suggestions }) => {
      const meant = suggestions.length > 0 ? ` Did you mean ${suggestions.join(' or ')}?` : '';
      return `The service ${name} of the stack ${stack} is configured without a kind and was not found.${meant}`;
    }),
  ];
}

function describe({ name, services, missing }: SurveyedStack, width: number): readonly string[] {
  const lines = services.map((service) => {
    const where = service.url ?? 'no address known';
    const container = service.containerName === null ? '' : `   container ${service.containerName}`;
    return `  ${service.name.padEnd(width)}   ${service.kind.padEnd(13)}   ${where}${container}`;
  });
  const kinds = missing.map((kind) => kind.name).join(', ');
  return [
    `Stack ${name}: ${String(services.length)} ${services.length === 1 ? 'service' : 'services'}`,
    ...lines,
    ...(kinds === '' ? [] : [`  not found: ${kinds}`]),
  ];
}

function nothing(isSilent: boolean): string {
  const where = isSilent
    ? "Nothing was found on this host's ports either"
    : 'No container was recognised as part of a monitoring stack';
  return (
    `${where}. It is looked for again and again. To tell it yourself: label a container custos.kind=prometheus, ` +
    'or write a configuration (docs/configuration.md); to see Custos at work: custos serve --demo'
  );
}

const wrong = ({ containerName, mistake }: Stranger): string =>
  `The container ${containerName} is not watched: ${mistake ?? ''}.`;

/** One message for all: which containers, and the label that says what one of them is. */
function unrecognised(strangers: readonly Stranger[]): readonly string[] {
  const [first] = strangers;
  if (!first) return [];
  const names = strangers.slice(0, 5).map(({ containerName, image }) => `${containerName} (${image})`);
  const more = strangers.length > names.length ? ` and ${String(strangers.length - names.length)} more` : '';
  return [
    `Not recognised: ${names.join(', ')}${more}.`,
    `  If one of them belongs to what you watch, say what it is with a label, such as custos.kind=application` +
      ` (custos.port=8082, custos.path=/metrics-proxy), or in the configuration:`,
    `  stacks: [{ name: ${first.project ?? 'standalone'}, services: [{ name: app, kind: application, container: ${first.containerName} }] }]`,
  ];
}
