import Docker from 'dockerode';
import type { Clock } from '../../../application/ports/clock.ts';
import type { EngineReader, EngineReading } from '../../../application/ports/engine-reader.ts';
import { address, Client } from '../client.ts';
import { uninterrupted } from '../within.ts';
import { readArchive } from './archive.ts';
import { DiskUsage } from './disk-usage.ts';
import { readContainers, readDisk, readInfo, readNetworks, readVolumes } from './engine.ts';
import { readEvents } from './events.ts';
import { runExec } from './exec.ts';
import { runHelper } from './helper.ts';
import { createInspect } from './inspect.ts';
import { sweepHelpers } from './leftovers.ts';
import { readLogs } from './logs.ts';
import type { Reading } from './reading.ts';
import { unreadable } from './unreadable.ts';
import { createUsage } from './usage.ts';

export interface EngineReaderOptions {
  /** `unix:///path/of/the/socket`, `tcp://host:port`, `http://host:port` or `https://host:port`. */
  readonly host: string;
  readonly clock: Clock;
}

/**
 * Reads the Docker engine at an endpoint for plugins. Whatever the engine does, a reading ends with its signal, and
 * with a deadline of its own; it throws nothing but Unreadable. What an earlier run of Custos left over of containers
 * made for reading is removed.
 * @throws TypeError when the endpoint is no address.
 */
export function openEngineReader({ host, clock }: EngineReaderOptions): EngineReader {
  const reading = { client: new Client(host, clock), docker: new Docker(address(host)), clock };
  const readers = readersOf(reading);
  void sweepHelpers(reading, uninterrupted);
  return {
    read: async (wanted, signal) => {
      try {
        return await readers(wanted, signal);
      } catch (error) {
        throw unreadable(error, { endpoint: host, kind: wanted.kind, signal });
      }
    },
  };
}

function readersOf(reading: Reading) {
  const disk = new DiskUsage(reading);
  const inspect = createInspect(reading);
  const usage = createUsage(reading);
  return async (wanted: EngineReading, signal: AbortSignal): Promise<unknown> => {
    switch (wanted.kind) {
      case 'inspect':
        return inspect(wanted.containerId, signal);
      case 'usage':
        return usage(wanted.containerId, signal);
      case 'logs':
        return readLogs(reading, wanted, signal);
      case 'events':
        return readEvents(reading, wanted, signal);
      case 'archive':
        return readArchive(reading, wanted, signal);
      case 'exec':
        return runExec(reading, wanted, signal);
      case 'helper':
        return runHelper(reading, wanted, signal);
      case 'info':
        return readInfo(reading, signal);
      case 'containers':
        return readContainers(reading, signal);
      case 'networks':
        return readNetworks(reading, signal);
      case 'disk':
        return readDisk(disk, signal);
      case 'volumes':
        return readVolumes({ ...reading, disk }, signal);
    }
  };
}
