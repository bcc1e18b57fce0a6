import { keepsTheEventLog } from '../contract/event-log.contract.ts';
import { MemoryLog } from './memory-log.ts';

keepsTheEventLog('in memory', async () => {
  const log = new MemoryLog();
  return { log, state: log };
});
