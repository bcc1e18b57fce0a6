import { diagnoseAutomatically } from './application/diagnose-automatically.ts';
import type { DiagnosingDeps } from './application/diagnose-service.ts';
import { diagnoseService } from './application/diagnose-service.ts';
import { endUnfinished } from './application/end-unfinished.ts';
import type { DiagnosisStore } from './application/ports/diagnosis-store.ts';
import type { Journal } from './application/ports/journal.ts';
import type { Config } from './config.ts';
import type { Teardown } from './teardown.ts';

interface Site {
  readonly config: Config;
  readonly journal: Journal;
  readonly teardown: Teardown;
}

/**
 * Ends what an earlier server left running, diagnoses by itself where that is wanted, and calls off at the end what
 * runs.
 */
export async function startDiagnosing(
  { config, journal, teardown }: Site,
  deps: DiagnosingDeps & { readonly store: DiagnosisStore },
): Promise<void> {
  await endUnfinished(deps);
  const { automatic, timeoutMs } = config.diagnosis;
  if (automatic) {
    const diagnose = diagnoseService(deps);
    const watching = diagnoseAutomatically({ ...deps, journal, diagnose, timeoutMs });
    teardown.onStop('The automatic diagnoses', () => watching.stop());
  }
  teardown.onStop('The diagnoses', () => deps.diagnoses.stop());
}
