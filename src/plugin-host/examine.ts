import { setMaxListeners } from 'node:events';
import type { Catalogue, DeclaredCheck, Examination, Examined } from '../application/ports/plugins.ts';
import type { Clock } from '../application/ports/clock.ts';
import { examined, unexamined } from './examined.ts';
import type { HostedPlugin } from './hosted-plugin.ts';

interface Deps {
  readonly plugins: readonly HostedPlugin[];
  readonly catalogue: Catalogue;
  readonly clock: Clock;
}

/** Whether a check is asked of a service: by its kind, or because it runs in a container. */
function appliesTo(
  { kinds }: Pick<DeclaredCheck, 'kinds'>,
  { kind, containerName }: Examination['service'],
): boolean {
  return kinds === null ? containerName !== null : kinds.includes(kind);
}

/** Runs the checks of one service, each in the worker of its plugin, side by side. */
export async function examine(
  { plugins, catalogue, clock }: Deps,
  examination: Examination,
  { onEnded, signal }: { readonly onEnded: (examined: Examined) => void; readonly signal: AbortSignal },
): Promise<void> {
  // Every plugin that is asked about every service of a diagnosis listens: some dozens, and no leak.
  setMaxListeners(0, signal);
  const wanted = catalogue.checks.filter(
    (check) => examination.checks.includes(check.name) && appliesTo(check, examination.service),
  );
  await Promise.all(
    [...new Set(wanted.map((check) => check.plugin))].map(async (name) => {
      const plugin = plugins.find((candidate) => candidate.name === name);
      const open = new Map(
        wanted.filter((check) => check.plugin === name).map((check) => [check.name, check]),
      );
      const failure = await plugin?.examine(
        examination,
        {
          checks: [...open.keys()],
          ended: (check) => {
            // Told once: what a plugin tells again, or was not asked, is told nobody.
            if (!open.delete(check.name) || !plugin.manifest) return;
            onEnded(examined(check, { examination, catalogue, manifest: plugin.manifest, at: clock.now() }));
          },
        },
        signal,
      );
      const summary = `The plugin ${name}: ${failure ?? 'It did not tell how the check ended.'}`;
      for (const check of open.values())
        onEnded(unexamined(check, summary, { examination, catalogue, at: clock.now() }));
    }),
  );
}
