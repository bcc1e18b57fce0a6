import { systemClock } from './adapters/system/clock.ts';
import type { JournalLevel } from './adapters/system/journal.ts';
import { journalLevels, openJournal } from './adapters/system/journal.ts';
import type { Custos } from './app.ts';
import { startCustos } from './app.ts';
import type { Flags } from './config.ts';
import { readConfig } from './config.ts';
import { openDemo } from './demo.ts';
import { found, greeting } from './greeting.ts';
import { watchPlugins } from './watch-plugins.ts';

/** How long an orderly end may take before the process ends all the same. */
const patienceMs = 9000;

/** Serves until a signal asks to stop; then ends in order, with exit code 0. A second signal ends it at once. */
export async function serve(flags: Flags): Promise<void> {
  const given = readConfig(flags);
  const demo = flags.demo ? await openDemo(given, flags, systemClock) : null;
  const config = demo?.config ?? given;
  const journal = openJournal(levelOf(config.logLevel));
  const custos = await startCustos(config, journal);
  // Whoever stops it before everything was looked at need not know what was found.
  void greet(custos, demo?.about ?? []);
  const unwatch = flags.watchPlugins ? watchPlugins({ ...custos.plugins, journal }) : null;
  await stopSignal();
  unwatch?.();
  journal.info('Stopping.');
  const hurry = setTimeout(() => process.exit(1), patienceMs);
  hurry.unref();
  await custos.stop();
  await demo?.close();
  clearTimeout(hurry);
}

function levelOf(text: string): JournalLevel {
  return journalLevels.find((level) => level === text) ?? 'info';
}

/** Says where it answers, and what it found, as soon as that is known. */
async function greet(custos: Custos, about: readonly string[]): Promise<void> {
  const { version } = custos.app.serverFacts();
  say([...greeting(version, custos), ...about]);
  say(found(await custos.survey()));
}

function say(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      // A second signal finds no listener any more, and ends the process the way the system does.
      process.off('SIGTERM', stop);
      process.off('SIGINT', stop);
      resolve();
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
  });
}
