import type { CheckContext, Finding } from 'custos/plugin-sdk';
import { evidence } from 'custos/plugin-sdk';
import { mostLabels, routeParts } from '../commands.ts';
import { configurationPath } from '../config/configuration.ts';
import type { Alert } from './alert.ts';
import { nameOf } from './alert.ts';

/** The most alerts that amtool is asked about: each is another process in the container. */
const mostAsked = 3;

/**
 * Alerts that the configuration file, as it lies there now, would send to others than the running configuration does:
 * then it was changed and not loaded. Where amtool cannot be asked nothing is found.
 */
export async function findMisrouted(
  context: CheckContext,
  firing: readonly Alert[],
): Promise<readonly Finding[]> {
  const asked = oneOfEachRoute(firing).slice(0, mostAsked);
  if (asked.length === 0) return [];
  try {
    const facts = await context.container.inspect();
    if (facts?.state.status !== 'running') return [];
    const file = configurationPath(facts);
    const found = await Promise.all(asked.map((alert) => ask(context, { file, alert })));
    return found.filter((finding) => finding !== null);
  } catch (error) {
    if (error instanceof Error && error.name === 'ReadFailure') return [];
    throw error;
  }
}

async function ask(
  { container }: CheckContext,
  { file, alert }: { readonly file: string; readonly alert: Alert },
): Promise<Finding | null> {
  const labels = Object.entries(alert.labels)
    // What has such a character would have to be quoted, and matchers seldom ask for it.
    .filter(([, value]) => !/[,{}"\\\n]/.test(value))
    .map(([name, value]) => `${name}=${value}`);
  if (labels.length === 0 || labels.length > mostLabels || labels.length < Object.keys(alert.labels).length)
    return null;
  const { exitCode, output } = await container.exec('route-of', routeParts(file, labels));
  const said = saidOf(output);
  if (exitCode !== 0 || said === '') return null;
  const receivers = said.split(',').map((name) => name.trim());
  if (receivers.toSorted().join() === alert.receivers.toSorted().join()) return null;
  return {
    code: 'AlertmanagerRouteNotLoaded',
    certainty: 'CONFIRMED',
    aspect: `alertname=${nameOf(alert)}`,
    explanation: `${nameOf(alert)} goes to ${alert.receivers.join(', ')}, but by ${file} it would go to ${receivers.join(', ')}: the file was changed and not loaded since. Reload it.`,
    evidence: [evidence('EXEC', `amtool config routes test ${labels.join(' ')}`, said)],
    remedies: [{ action: 'reload-configuration', why: 'It reads the changed file.' }],
  };
}

/** What amtool said on its output: it may warn of its own flags before or after, since those come on another stream. */
function saidOf(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  return lines.findLast((line) => line !== '' && !line.startsWith('Warning: ')) ?? '';
}

/** One alert of each set of receivers. */
function oneOfEachRoute(firing: readonly Alert[]): readonly Alert[] {
  return [...new Map(firing.map((alert) => [alert.receivers.toSorted().join(), alert])).values()];
}
