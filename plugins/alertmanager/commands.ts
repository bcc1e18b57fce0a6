import type { CommandDefinition } from 'custos/plugin-sdk';

const path = '/[A-Za-z0-9._/ -]+';
const host = '[A-Za-z0-9_][A-Za-z0-9_.-]*|\\[[0-9a-fA-F:.]+\\]';
const label = '[a-zA-Z_][a-zA-Z0-9_]*=[^,{}"\\\\\\n]*';

/** How many labels of an alert are shown to `amtool`: a command has as many arguments as it was declared with. */
export const mostLabels = 8;
const labelParts = Array.from({ length: mostLabels }, (_, index) => `label${'ABCDEFGH'[index] ?? ''}`);

/** What the checks of Alertmanager may run in its container. All of it only reads. */
export const commands: readonly CommandDefinition[] = [
  {
    name: 'check-configuration',
    argv: ['amtool', 'check-config', '{file}'],
    parts: { file: path },
  },
  {
    name: 'route-of',
    argv: [
      ...['amtool', 'config', 'routes', 'test', '--config.file={file}'],
      ...labelParts.map((part) => `{${part}}`),
    ],
    parts: { file: path, ...Object.fromEntries(labelParts.map((part) => [part, label])) },
  },
  {
    name: 'open-http',
    // Asks for the head of `/`: no path of a webhook, which may be secret, and nothing that could alarm anybody.
    argv: ['timeout', '3', 'wget', '-q', '-S', '--spider', '{scheme}://{host}:{port}/'],
    parts: { scheme: 'https?', host, port: '[0-9]{1,5}' },
  },
  {
    name: 'open-tcp',
    argv: ['timeout', '3', 'nc', '-w', '2', '{host}', '{port}', '-e', 'true'],
    parts: { host, port: '[0-9]{1,5}' },
  },
];

/** What fills the parts of `route-of`: the same label may be said again. */
export function routeParts(file: string, labels: readonly string[]): Readonly<Record<string, string>> {
  const filled = labelParts.map((part, index) => [part, labels[index % labels.length] ?? ''] as const);
  return { file, ...Object.fromEntries(filled) };
}
