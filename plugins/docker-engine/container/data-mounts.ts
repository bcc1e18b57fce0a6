import type { ContainerFacts, MountFacts } from 'custos/plugin-sdk';

/** Sockets and the system's own trees are mounted to look at, not to keep something in. */
const looking = /^\/(?:host|rootfs|proc|sys|dev|run|var\/run|etc)(?:\/|$)/u;

/** What a container keeps its data in: what is mounted writable and is no window on the host. */
export function dataMounts({ mounts }: ContainerFacts): readonly MountFacts[] {
  return mounts.filter(
    ({ type, destination }) => (type === 'volume' || type === 'bind') && !looking.test(destination),
  );
}
