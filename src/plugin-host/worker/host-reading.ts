import type { ContainerReader, EngineReader, HostReader } from '../../plugin-sdk/index.ts';
import type { Reading } from '../protocol.ts';

/** Asks the host to read something. @throws ReadFailure when it cannot, or may not, be read */
export type Read = (reading: Reading) => Promise<unknown>;

/** Reads containers of the stack through the host; `own` is the service that is looked at. */
export function containerReader(read: Read, own: string): ContainerReader {
  const of = 'container';
  // The host made what it sends in the SDK's shapes, so they are taken for granted.
  const reader: {
    [Method in keyof ContainerReader]: (...args: Parameters<ContainerReader[Method]>) => unknown;
  } = {
    inspect: (service = own) => read({ of, kind: 'inspect', service }),
    logs: ({ tail = 500, since = 0, service = own } = {}) =>
      read({ of, kind: 'logs', service, tail, since: Math.max(0, since) }),
    events: ({ since, service = own }) => read({ of, kind: 'events', service, since: Math.max(0, since) }),
    usage: (service = own) => read({ of, kind: 'usage', service }),
    archive: (path, service = own) => read({ of, kind: 'archive', service, path }),
    exec: (command, parts = {}) => read({ of, kind: 'exec', command, parts }),
    helper: (command, parts = {}, { network = 'none', user = 'image' } = {}) =>
      read({ of, kind: 'helper', command, parts, network, user }),
  };
  return reader as ContainerReader;
}

/** Reads the engine through the host. */
export function engineReader(read: Read): EngineReader {
  const of = 'engine';
  const reader: { [Method in keyof EngineReader]: () => unknown } = {
    info: () => read({ of, kind: 'info' }),
    containers: () => read({ of, kind: 'containers' }),
    networks: () => read({ of, kind: 'networks' }),
    disk: () => read({ of, kind: 'disk' }),
    volumes: () => read({ of, kind: 'volumes' }),
  };
  return reader as EngineReader;
}

/** Reads the engine's host through ours. */
export function hostReader(read: Read): HostReader {
  const of = 'host';
  const reader: { [Method in keyof HostReader]: (...args: Parameters<HostReader[Method]>) => unknown } = {
    listeners: () => read({ of, kind: 'listeners' }),
    disk: (path) => read({ of, kind: 'disk', path }),
  };
  return reader as HostReader;
}
