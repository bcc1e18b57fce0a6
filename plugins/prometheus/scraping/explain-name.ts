import { explainByContainer } from './explain-container.ts';
import { isNetworked, namesOf, sharedNetworks } from './place.ts';
import type { Case, Explanation } from './trouble.ts';
import { reconfigure } from './trouble.ts';

/** Why a target's name cannot be resolved (F16). */
export function explainName(failing: Case): Explanation {
  const { target, around, place } = failing;
  const { own } = around;
  const { host } = target;
  if (own?.networkMode === 'host')
    return {
      certainty: 'CONFIRMED',
      because: `Prometheus runs in the host's network, where names of containers such as ${host} are not known. Give it a network of its own, or scrape a published port of the host.`,
    };
  if (!/no such host/i.test(target.error)) return resolverFails(failing);
  const container = place?.container;
  if (
    own &&
    container &&
    isNetworked(own) &&
    sharedNetworks(own, container).every((name) => name === 'bridge')
  )
    return explainByContainer(failing) ?? onlyBridge(failing);
  return explainByContainer(failing) ?? (place ? otherNames(failing) : nobody(failing));
}

function resolverFails({ target }: Case): Explanation {
  return {
    certainty: 'LIKELY',
    because: `the resolver gives no answer for ${target.host}, neither an address nor that there is none. Look at the engine's DNS (127.0.0.11) and the host's /etc/resolv.conf.`,
  };
}

function onlyBridge({ target, place }: Case): Explanation {
  return {
    certainty: 'CONFIRMED',
    because: `${target.host} shares only the default network “bridge” with Prometheus, which knows no names. Connect both to a network of the stack.`,
    remedies: [
      {
        action: 'reconnect-network',
        ...(place && { service: place.peer.name }),
        why: 'The default network resolves no names; a network of the stack does.',
      },
    ],
  };
}

/** It runs, on a network of Prometheus, and is not known there by this name. */
function otherNames({ target, place }: Case): Explanation {
  if (!place) return nobodyKnown(target.host, []);
  const known = namesOf(place.peer, place.container).filter((name) => name !== target.host);
  return {
    certainty: 'CONFIRMED',
    because: `${place.peer.name} runs, but its network does not know it as ${target.host}. Connect it again with that alias${known.length > 0 ? `, or scrape it as ${known.slice(0, 3).join(' or ')}` : ''}.`,
    remedies: [
      {
        action: 'reconnect-network',
        service: place.peer.name,
        why: `It was connected without the alias ${target.host}.`,
      },
    ],
  };
}

function nobody({ target, around }: Case): Explanation {
  const names = around.places.flatMap(({ peer, container }) => namesOf(peer, container));
  return nobodyKnown(target.host, names);
}

function nobodyKnown(host: string, names: readonly string[]): Explanation {
  const meant = names.find((name) => isNear(name, host));
  return {
    certainty: 'CONFIRMED',
    because: `no container of the stack is called ${host}. ${meant ? `Was ${meant} meant? ` : ''}Correct the target in the configuration of Prometheus, or start what should have that name.`,
    remedies: [
      reconfigure(
        meant
          ? `The target ${host} looks like a mistyped ${meant}.`
          : `Nobody is called ${host}: the target is wrong.`,
      ),
    ],
  };
}

/** Whether two names differ by little: one is part of the other, or a letter or two are wrong. */
function isNear(name: string, other: string): boolean {
  if (name.length < 4 || other.length < 4) return false;
  return name.includes(other) || other.includes(name) || distance(name, other) <= 2;
}

/** How many letters have to be changed, added or left out to make the one of the other (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let index = 0; index < one.length; index += 1) {
    const next = [index + 1];
    for (let column = 0; column < other.length; column += 1) {
      const changed = (row[column] ?? 0) + Number(one[index] !== other[column]);
      next.push(Math.min(changed, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
