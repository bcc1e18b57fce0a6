import { storeIn, temporaryFolder } from '../support/temporary-store.ts';
import { keepsTheEventLog } from './event-log.contract.ts';

keepsTheEventLog('in SQLite', () => storeIn(temporaryFolder()));
