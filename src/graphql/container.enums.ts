import type {
  ContainerState,
  ContainerHealth,
  LogLine,
  PortBinding,
  Mount,
} from '../domain/container/container.ts';
import { enumOf } from './enum-of.ts';

export const ContainerStateEnum = enumOf<ContainerState>('ContainerState', 'States of a container.', {
  CREATED: 'Created, never started.',
  RUNNING: 'Running.',
  PAUSED: 'Frozen.',
  RESTARTING: 'Ended, and about to be started again.',
  REMOVING: 'Being removed.',
  EXITED: 'Ended.',
  DEAD: 'Could not be removed.',
  UNKNOWN: 'A state that Custos does not know.',
});

export const ContainerHealthEnum = enumOf<ContainerHealth>(
  'ContainerHealth',
  "What a container's own health check says.",
  {
    STARTING: 'Not yet decided.',
    HEALTHY: 'Passes.',
    UNHEALTHY: 'Fails.',
  },
);

export const PortProtocolEnum = enumOf<PortBinding['protocol']>('PortProtocol', 'Protocols of ports.', {
  TCP: 'TCP.',
  UDP: 'UDP.',
  SCTP: 'SCTP.',
});

export const MountKindEnum = enumOf<Mount['kind']>('MountKind', 'Sorts of mounts.', {
  VOLUME: 'A volume.',
  BIND: 'A path of the host.',
  TMPFS: 'Memory.',
  OTHER: 'Another one.',
});

export const LogStreamEnum = enumOf<LogLine['stream']>('LogStream', 'Where output is written to.', {
  STDOUT: 'Standard output; also the output of a container with a terminal.',
  STDERR: 'Standard error.',
});
