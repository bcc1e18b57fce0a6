import type { CheckDefinition } from 'custos/plugin-sdk';
import { clockConditions, textfileConditions } from '../host/clock.ts';
import { filesystemConditions } from '../host/filesystems.ts';
import { findFillingUp } from '../host/filling-up.ts';
import { hostCheck } from '../host/host-check.ts';
import { diskConditions, memoryConditions, processorConditions } from '../host/load.ts';
import { networkConditions, tableConditions } from '../host/network.ts';
import { raidConditions } from '../host/redundancy.ts';
import { unitConditions } from '../host/units.ts';

/** What can be asked of the host by what its exporter tells of it. */
export const hostChecks: readonly CheckDefinition[] = [
  hostCheck({
    name: 'host-filesystems',
    title: 'Is there room on the file systems of the host, and will there be tomorrow?',
    covers: ['X12'],
    conditions: filesystemConditions,
    more: findFillingUp,
    well: 'The file systems of the host have room.',
    absent: 'Its metrics tell of no file system that can be written to.',
  }),
  hostCheck({
    name: 'host-memory',
    title: 'Has the host memory left?',
    conditions: memoryConditions,
    well: 'The host has memory left.',
    absent: 'Its metrics do not tell of the memory of the host.',
  }),
  hostCheck({
    name: 'host-processors',
    title: 'Can the processors of the host do what is asked of them?',
    conditions: processorConditions,
    well: 'The processors of the host can do what is asked of them.',
    absent: 'Its metrics do not tell of the processors of the host.',
  }),
  hostCheck({
    name: 'host-disks',
    title: 'Can the disks of the host do what is asked of them?',
    conditions: diskConditions,
    well: 'The disks of the host can do what is asked of them.',
    absent: 'Its metrics tell of no disk.',
  }),
  hostCheck({
    name: 'host-network',
    title: 'Do the network devices of the host work?',
    conditions: networkConditions,
    well: 'The network devices of the host work.',
    absent: 'Its metrics tell of no network device.',
  }),
  hostCheck({
    name: 'host-tables',
    title: 'Can the host open more files and connections?',
    conditions: tableConditions,
    well: 'The host can open more files and connections.',
    absent: 'Its metrics tell neither of files nor of connections.',
  }),
  hostCheck({
    name: 'host-clock',
    title: 'Is the clock of the host right, and kept so?',
    reference: 'X02',
    conditions: clockConditions,
    well: 'The clock of the host is right, and kept so.',
    absent: 'Its metrics do not tell of the clock (collector timex).',
  }),
  hostCheck({
    name: 'host-raid',
    title: 'Are the arrays of disks of the host complete?',
    conditions: raidConditions,
    well: 'The arrays of disks of the host are complete.',
    absent: 'The host has no array of disks, or its exporter cannot see it (collector mdadm).',
  }),
  hostCheck({
    name: 'host-units',
    title: 'Do the systemd units of the host run?',
    conditions: unitConditions,
    well: 'No systemd unit of the host failed.',
    absent: 'Its metrics do not tell of systemd: the collector is off unless --collector.systemd is given.',
  }),
  hostCheck({
    name: 'textfile',
    title: 'Can files of metrics that others leave for it be read, and are they new?',
    reference: 'X13',
    conditions: textfileConditions,
    well: 'It can read its files of metrics, and they are new.',
    absent: 'It reads no files of metrics.',
  }),
];
