/** What a new plugin is for. */
interface Wanted {
  readonly name: string;
  readonly port: number;
  readonly image: string;
}

/** The plugin; NAME, IMAGE and PORT are filled in. */
const pluginText = `import { atLeast, definePlugin, evidence, fail, pass, readMetrics, skipped } from 'custos/plugin-sdk';

/** Why: a finding is told apart from everything else that could be wrong, so it has a code of its own. */
const slow = {
  code: 'AnswersSlowly',
  title: 'It answers slowly',
  severity: 'WARNING',
};

/** Asked when somebody diagnoses the service, or when it went DOWN. It only reads. */
const answering = {
  name: 'answering',
  title: 'How long does it take to answer?',
  run: async ({ http, service, settings }) => {
    if (service.version !== null && !atLeast(service.version, '1.0'))
      return skipped(\`Known from 1.0 on; this is \${service.version}.\`);
    const answer = await http.get('/metrics');
    const most = typeof settings.slowMs === 'number' ? settings.slowMs : 1000;
    const more = { observed: Math.round(answer.durationMs), threshold: most };
    if (answer.durationMs <= most) return pass('It answers quickly.', more);
    return fail(\`It took \${Math.round(answer.durationMs)} ms to answer.\`, {
      ...more,
      evidence: [evidence('HTTP', '/metrics', \`answered after \${Math.round(answer.durationMs)} ms\`)],
      findings: [
        {
          code: slow.code,
          certainty: 'CONFIRMED',
          explanation: \`It took more than \${most} ms to answer: see what keeps it busy, or raise slowMs.\`,
          remedies: [{ action: 'restart', why: 'It begins anew.' }],
        },
      ],
    });
  },
};

export default definePlugin({
  name: 'NAME',
  version: '0.1.0',
  description: 'Watches NAME.',
  sdk: '^1.0.0',
  kinds: [{ name: 'NAME', displayName: 'NAME', images: ['IMAGE'], port: PORT }],
  permissions: ['http'],
  settings: {
    type: 'object',
    properties: { slowMs: { type: 'number', minimum: 1, description: 'From when on an answer is slow.' } },
    additionalProperties: false,
  },
  checks: [answering],
  findings: [slow],
  problems: [
    {
      name: 'NAME-slow',
      title: 'NAME is slow',
      symptoms: ['dashboards of it lag behind'],
      checks: ['answering'],
    },
  ],
  /** Asked every few seconds: is it up? */
  probe: async ({ http, check }) => {
    await check('metrics', async () => {
      const answer = await http.get('/metrics');
      if (answer.status !== 200) return fail(\`Asked for its metrics, it answered \${answer.status}.\`);
      readMetrics(answer.text);
      return pass('Its metrics can be read.');
    });
    return { version: null };
  },
});
`;

/** The files of a new plugin, by their names: it works as it is, and its test passes. */
export function newPlugin(wanted: Wanted): Readonly<Record<string, string>> {
  return {
    'package.json': packageFile(wanted),
    'plugin.js': pluginFile(wanted),
    'plugin.test.js': testFile(wanted),
    'README.md': readme(wanted),
  };
}

function packageFile({ name }: Wanted): string {
  const manifest = {
    name: `custos-plugin-${name}`,
    version: '0.1.0',
    description: `Watches ${name} for Custos.`,
    type: 'module',
    keywords: ['custos-plugin'],
    exports: { './plugin': './plugin.js' },
    scripts: { test: 'node --test' },
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

function pluginFile({ name, port, image }: Wanted): string {
  return pluginText.replaceAll('NAME', name).replaceAll('IMAGE', image).replaceAll('PORT', String(port));
}

function testFile({ name }: Wanted): string {
  return `import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { codesOf, pluginContract } from 'custos/plugin-sdk/testing';
import plugin from './plugin.js';

const well = { routes: { '/metrics': 'up 1\\n' } };

// What every plugin must keep.
pluginContract(plugin, well, { describe, it });

describe('${name}', () => {
  it('that takes its time is found to be slow', async () => {
    const routes = { '/metrics': { status: 200, text: 'up 1\\n', durationMs: 5000 } };
    assert.deepEqual(await codesOf(plugin, 'answering', { routes }), ['AnswersSlowly']);
  });

  it('may be slower where somebody says so', async () => {
    const routes = { '/metrics': { status: 200, text: 'up 1\\n', durationMs: 5000 } };
    assert.deepEqual(await codesOf(plugin, 'answering', { routes, settings: { slowMs: 10_000 } }), []);
  });
});
`;
}

function readme({ name, port, image }: Wanted): string {
  return `# custos-plugin-${name}

Watches ${name} for Custos. Kind: \`${name}\`, by the image \`${image}\`, port ${String(port)}.

| Check       | Asks       | Finds                        |
| ----------- | ---------- | ---------------------------- |
| \`answering\` | \`/metrics\` | \`AnswersSlowly\` over \`slowMs\` |

Settings: \`slowMs\` (1000). Permissions: \`http\`.
`;
}
