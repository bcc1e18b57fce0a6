import type { CheckDefinition } from 'custos/plugin-sdk';
import { evidence, pass } from 'custos/plugin-sdk';
import { readConfigurationFile } from '../config/configuration.ts';
import { plainSecretsIn } from '../config/secret-keys.ts';

/** Are there credentials in plain text in its configuration? Only their names are told. */
export const credentials: CheckDefinition = {
  name: 'plain-credentials',
  title: 'Does its configuration hold credentials in plain text?',
  reference: 'X24',
  run: async (context) => {
    const { path, text } = await readConfigurationFile(context);
    const names = plainSecretsIn(text);
    if (names.length === 0) return pass(`${path} holds no credentials in plain text.`);
    const sentence = `${path} holds credentials in plain text: ${names.slice(0, 8).join(', ')}. Move each to a file of its own, and name that with the key that ends in _file.`;
    return pass(sentence, {
      observed: names,
      findings: [
        {
          code: 'X24',
          certainty: 'CONFIRMED',
          explanation: sentence,
          evidence: [evidence('FILE', path, names)],
          remedies: [{ action: 'write-configuration', why: 'With *_file keys in place of the secrets.' }],
        },
      ],
    });
  },
};
