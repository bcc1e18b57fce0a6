/** A tree of source files: path, text. */
export type Tree = Readonly<Record<string, string>>;

/** A rule of the import arrows, and what breaks that rule alone: lines added to files of the skeleton. */
export interface Breach {
  readonly rule: string;
  readonly added: Tree;
}

const packages = ['dockerode', 'fastify', 'graphql', 'graphql-ws', 're2js', 'type-graphql'];
const devPackages = ['graphiql', 'vitest'];
const scopedPackages = ['@prisma/client'];

const installed = (names: readonly string[]): Tree =>
  Object.fromEntries(
    names.flatMap((name) => [
      [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' })],
      [`node_modules/${name}/index.js`, 'module.exports = {};\n'],
    ]),
  );

const versions = (names: readonly string[]): object =>
  Object.fromEntries(names.map((name) => [name, '1.0.0']));

/** The smallest program in the layout of this one that keeps every arrow. */
export const skeleton: Tree = {
  ...installed([...packages, ...devPackages, ...scopedPackages]),
  'package.json': JSON.stringify({
    name: 'custos',
    type: 'module',
    exports: { './plugin-sdk': { source: './src/plugin-sdk/index.ts', default: './dist/plugin-sdk.js' } },
    dependencies: versions([...packages, ...scopedPackages]),
    devDependencies: versions(devPackages),
  }),
  'src/main.ts': "import './serve.ts';\nimport './cli/ask.ts';\n",
  'src/serve.ts': "import './app.ts';\nimport './config.ts';\nimport './simulator/story.ts';\n",
  'src/config.ts': "import 'node:fs';\nimport './config/schema.ts';\n",
  'src/config/schema.ts': 'export const schema = 1;\n',
  'src/project.ts': "import 'node:path';\n",
  'src/simulator/story.ts': "import 'node:http';\n",
  'src/app.ts':
    "import './config.ts';\nimport './project.ts';\nimport './adapters/docker/engine.ts';\nimport './adapters/sqlite/log.ts';\n" +
    "import './application/observe.ts';\nimport './http/server.ts';\nimport './plugin-host/host.ts';\n",
  'src/domain/health.ts': 'export const health = 1;\n',
  'src/domain/standing.ts': "import './health.ts';\nimport 're2js';\n",
  'src/application/ports/log.ts': "import '../../domain/health.ts';\n",
  'src/application/observe.ts': "import './ports/log.ts';\nimport '../domain/standing.ts';\n",
  'src/adapters/docker/engine.ts': "import 'dockerode';\nimport '../../domain/health.ts';\n",
  'src/adapters/sqlite/log.ts': "import '@prisma/client';\nimport '../../application/ports/log.ts';\n",
  'src/plugin-sdk/index.ts': "import './outcome.ts';\n",
  'src/plugin-sdk/outcome.ts': 'export const outcome = 1;\n',
  'src/plugin-host/host.ts': "import '../plugin-sdk/index.ts';\nimport '../application/ports/log.ts';\n",
  'src/graphql/schema.ts': "import 'graphql';\nimport 'type-graphql';\nimport '../application/observe.ts';\n",
  'src/http/server.ts': "import 'fastify';\nimport '../graphql/schema.ts';\nimport './limits.ts';\n",
  'src/http/limits.ts': 'export const limits = 1;\n',
  'src/cli/ask.ts': "import 'node:readline';\nimport 'graphql-ws';\nimport '../runbook-lint/lint.ts';\n",
  'src/runbook-lint/lint.ts': "import '../domain/redact.ts';\n",
  'src/domain/redact.ts': 'export const redact = 1;\n',
  'src/web/main.ts': "import 'graphiql';\nimport './operations.ts';\n",
  'src/web/operations.ts': 'export const operations = 1;\n',
  'plugins/grafana/plugin.ts': "import 'custos/plugin-sdk';\nimport './checks.ts';\n",
  'plugins/grafana/checks.ts': 'export const checks = 1;\n',
  'plugins/loki/plugin.ts': "import 'custos/plugin-sdk';\n",
};

const breach = (rule: string, file: string, imported: string): Breach => ({
  rule,
  added: { [file]: `import '${imported}';\n` },
});

/** At least one for every rule; several where a rule has several sides. */
export const breaches: readonly Breach[] = [
  breach('no-circular', 'src/domain/health.ts', './standing.ts'),
  { rule: 'no-orphans', added: { 'src/domain/forgotten.ts': 'export const forgotten = 1;\n' } },
  breach('everything-resolves', 'src/http/server.ts', 'not-installed'),
  breach('domain-is-pure', 'src/domain/standing.ts', '../application/ports/log.ts'),
  breach('domain-is-pure', 'src/domain/standing.ts', 'node:crypto'),
  breach('domain-is-pure', 'src/domain/standing.ts', 'graphql'),
  {
    rule: 'domain-is-pure',
    added: { 'src/domain/standing.ts': "import type { Log } from '../application/ports/log.ts';\n" },
  },
  breach('application-knows-the-domain', 'src/application/observe.ts', '../http/limits.ts'),
  breach('application-knows-the-domain', 'src/application/observe.ts', 'node:path'),
  breach('the-simulator-stands-alone', 'src/simulator/story.ts', '../domain/health.ts'),
  breach('the-simulator-stands-alone', 'src/simulator/story.ts', 'graphql'),
  breach('sdk-imports-nothing', 'src/plugin-sdk/outcome.ts', '../domain/health.ts'),
  breach('sdk-imports-nothing', 'src/plugin-sdk/outcome.ts', 'node:http'),
  breach('plugins-see-only-the-sdk', 'plugins/loki/plugin.ts', '../grafana/checks.ts'),
  breach('plugins-see-only-the-sdk', 'plugins/loki/plugin.ts', '../../src/plugin-sdk/outcome.ts'),
  breach('plugins-see-only-the-sdk', 'plugins/loki/plugin.ts', '../../src/domain/health.ts'),
  breach('plugins-see-only-the-sdk', 'plugins/loki/plugin.ts', 'node:fs'),
  breach('the-sdk-is-for-plugins', 'src/adapters/sqlite/log.ts', 'custos/plugin-sdk'),
  breach('graphql-is-a-presenter', 'src/graphql/schema.ts', 'fastify'),
  breach('graphql-is-a-presenter', 'src/graphql/schema.ts', '../http/limits.ts'),
  breach('http-presents-graphql', 'src/http/server.ts', '../cli/ask.ts'),
  breach('cli-speaks-graphql', 'src/cli/ask.ts', '../application/observe.ts'),
  breach('cli-speaks-graphql', 'src/cli/ask.ts', 'fastify'),
  breach('the-runbook-lint-is-pure', 'src/runbook-lint/lint.ts', '../domain/health.ts'),
  breach('the-runbook-lint-is-pure', 'src/runbook-lint/lint.ts', 'node:fs'),
  breach('the-runbook-lint-is-for-the-command-line', 'src/project.ts', './runbook-lint/lint.ts'),
  breach('the-pages-stand-alone', 'src/web/main.ts', '../domain/health.ts'),
  breach('nothing-imports-the-pages', 'src/app.ts', './web/operations.ts'),
  breach('adapters-are-strangers', 'src/adapters/docker/engine.ts', '../sqlite/log.ts'),
  breach('adapters-know-ports-not-verbs', 'src/adapters/docker/engine.ts', '../../application/observe.ts'),
  breach('adapters-know-ports-not-verbs', 'src/plugin-host/host.ts', '../application/observe.ts'),
  breach('adapters-know-no-presenter', 'src/adapters/docker/engine.ts', '../../graphql/schema.ts'),
  breach('adapters-know-no-presenter', 'src/plugin-host/host.ts', '../http/server.ts'),
  breach('only-the-root-builds', 'src/project.ts', './adapters/docker/engine.ts'),
  breach('only-the-root-builds', 'src/plugin-host/host.ts', '../adapters/sqlite/log.ts'),
  breach('only-the-root-builds', 'src/adapters/docker/engine.ts', '../../plugin-host/host.ts'),
  breach('nothing-reaches-up', 'src/adapters/docker/engine.ts', '../../project.ts'),
  { rule: 'only-the-start-knows-the-program', added: { 'src/run.ts': "import './app.ts';\n" } },
  { rule: 'settings-are-read-at-the-root', added: { 'src/run.ts': "import './config.ts';\n" } },
  { rule: 'settings-are-read-at-the-root', added: { 'src/run.ts': "import './config/schema.ts';\n" } },
  breach('prisma-lives-in-sqlite', 'src/app.ts', '@prisma/client'),
  breach('dockerode-lives-in-docker', 'src/adapters/sqlite/log.ts', 'dockerode'),
  breach('type-graphql-lives-in-graphql', 'src/http/server.ts', 'type-graphql'),
  breach('not-to-dev-dep', 'src/http/server.ts', 'vitest'),
];

/** The skeleton with a breach in it. */
export const broken = ({ added }: Breach): Tree => ({
  ...skeleton,
  ...Object.fromEntries(Object.entries(added).map(([path, text]) => [path, (skeleton[path] ?? '') + text])),
});
