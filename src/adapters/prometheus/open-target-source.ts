import type { TargetSource } from '../../application/ports/target-source.ts';
import type { Deps } from '../http/ask-api.ts';
import { askApi, inTime } from '../http/ask-api.ts';
import { readTargets } from './read-targets.ts';

const path = '/api/v1/targets?state=active';

/** Lists targets by Prometheus's own API, as it is since version 2. */
export const openTargetSource = (deps: Deps): TargetSource => ({
  listTargets: async (service, authorization, signal) => {
    const { read, failure } = await inTime(deps, signal, async (attempt) =>
      readTargets(await askApi(deps, { service, path, authorization }, attempt)),
    );
    return read === null ? { targets: null, failure } : { targets: read, failure: null };
  },
});
