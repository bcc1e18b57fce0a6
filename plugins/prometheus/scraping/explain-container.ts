import type { ContainerFacts, Remedy } from 'custos/plugin-sdk';
import { evidence } from 'custos/plugin-sdk';
import { isNetworked, sharedNetworks } from './place.ts';
import type { Case, Explanation } from './trouble.ts';

/** What its container explains: that it is stopped, restarts, is paused, or is on no network of Prometheus; null: none. */
export function explainByContainer({ place, around }: Case): Explanation | null {
  const container = place?.container;
  if (!place || !container) return null;
  const { name, state } = container;
  const remedy = (action: string, why: string): Remedy => ({ action, service: place.peer.name, why });
  const because = (text: string, remedies: readonly Remedy[]): Explanation => ({
    certainty: 'CONFIRMED',
    because: text,
    remedies,
    evidence: [evidence('INSPECT', `container ${name}`, stateOf(container))],
  });
  if (state.status === 'paused')
    return because(`its container ${name} is paused. Continue it.`, [
      remedy('restart', `A paused container answers nobody; a restart ends the pause of ${name}.`),
    ]);
  if (state.status === 'restarting')
    return because(
      `its container ${name} keeps restarting (${endOf(container)}). See its own diagnosis.`,
      [],
    );
  if (state.status !== 'running')
    return because(`its container ${name} is stopped (${endOf(container)}). Start it.`, [
      remedy('start', `${name} does not run, so nobody answers Prometheus there.`),
    ]);
  return around.own ? explainByNetwork(place.peer.name, container, around.own) : null;
}

function explainByNetwork(
  service: string,
  container: ContainerFacts,
  own: ContainerFacts,
): Explanation | null {
  // By way of the host, or of another container's network, there are more ways than these lists tell.
  if (!isNetworked(own) || !isNetworked(container) || sharedNetworks(own, container).length > 0) return null;
  const lonely = own.networks.length === 0 ? own : container;
  const of = (facts: ContainerFacts): string =>
    facts.networks.map(({ network }) => network).join(', ') || 'no network';
  return {
    certainty: 'CONFIRMED',
    because: `Prometheus (on ${of(own)}) and ${container.name} (on ${of(container)}) have no network in common. Connect ${lonely.name} again, with its aliases.`,
    remedies: [
      {
        action: 'reconnect-network',
        ...(lonely === container && { service }),
        why: `${lonely.name} and its partner share no network, so neither names nor addresses reach it.`,
      },
    ],
    evidence: [
      evidence('INSPECT', `networks of ${own.name} and ${container.name}`, [
        `${own.name}: ${of(own)}`,
        `${container.name}: ${of(container)}`,
      ]),
    ],
  };
}

function endOf({ state }: ContainerFacts): string {
  if (state.status === 'created') return `never started${state.error === '' ? '' : `: ${state.error}`}`;
  return `exit code ${String(state.exitCode)}${state.oomKilled ? ', out of memory' : ''}`;
}

function stateOf({ state, restartCount }: ContainerFacts): string {
  const { status, exitCode, oomKilled, error } = state;
  return JSON.stringify({ status, exitCode, oomKilled, error, restartCount });
}
