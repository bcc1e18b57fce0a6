import type { CheckContext, ContainerFacts } from 'custos/plugin-sdk';
import { ReadFailure } from 'custos/plugin-sdk';
import { apiAnswer, fieldsOf, textOf } from '../reading.ts';

/** Where the image keeps its configuration. */
const usualPath = '/etc/alertmanager/alertmanager.yml';

/** The path of its configuration, by its command. */
export function configurationPath({ command }: ContainerFacts): string {
  const index = command.findIndex((argument) => /^--?config\.file(=|$)/.test(argument));
  const flag = command[index] ?? '';
  return flag.includes('=') ? flag.slice(flag.indexOf('=') + 1) : (command[index + 1] ?? usualPath);
}

/** A configuration file, as it lies there now. */
export interface ConfigurationFile {
  readonly path: string;
  readonly text: string;
}

/** @throws ReadFailure when it runs in no container, or its configuration cannot be read */
export async function readConfigurationFile({ container }: CheckContext): Promise<ConfigurationFile> {
  const facts = await container.inspect();
  if (!facts) throw new ReadFailure('It runs in no container whose configuration could be read.');
  const path = configurationPath(facts);
  const [file] = await container.archive(path);
  if (file?.text === undefined || file.text === null)
    throw new ReadFailure(`${path} cannot be read as a text.`);
  return { path, text: file.text };
}

/**
 * The configuration that it runs, in the form in which it writes it itself: blocks, two blanks deep, secrets taken out.
 * @throws ReadFailure
 */
export async function runningConfiguration(context: CheckContext): Promise<string> {
  const { config } = fieldsOf(await apiAnswer(context, '/api/v2/status'));
  const original = textOf(fieldsOf(config)['original']);
  if (original === '') throw new ReadFailure('It does not say which configuration it runs.');
  return original;
}
