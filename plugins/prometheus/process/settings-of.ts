import type { ContainerFacts } from 'custos/plugin-sdk';

/** The value of a flag in a command, as `--flag=value` or `--flag value`; null when it is not there. */
function flagOf(command: readonly string[], flag: string): string | null {
  const index = command.findIndex((word) => word === flag || word.startsWith(`${flag}=`));
  const word = command[index];
  if (word === undefined) return null;
  return word.includes('=') ? word.slice(word.indexOf('=') + 1) : (command[index + 1] ?? '');
}

/** The file that Prometheus is configured by. */
export function configurationFile({ command }: Pick<ContainerFacts, 'command'>): string {
  return flagOf(command, '--config.file') ?? '/etc/prometheus/prometheus.yml';
}

/** The folder of its data. */
export function dataFolder({ command }: Pick<ContainerFacts, 'command'>): string {
  return (flagOf(command, '--storage.tsdb.path') ?? '/prometheus').replace(/\/+$/u, '');
}
