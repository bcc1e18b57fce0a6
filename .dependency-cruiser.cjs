// The arrows between the folders. test/spec/the-import-arrows-hold.test.ts plants a breach of every rule and
// expects it to be caught, so a rule without a breach there fails the tests.

/** What `from` may import, and nothing else. */
const only = (name, from, to) => ({ name, severity: 'error', from: { path: from }, to: { pathNot: to } });
/** What must not be imported from there. */
const never = (name, from, to) => ({ name, severity: 'error', from, to });

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    never('no-circular', {}, { circular: true }),
    never('no-orphans', { orphan: true, pathNot: ['\\.d\\.ts$', '^src/main\\.ts$'] }, {}),
    // An import that does not resolve would slip through every rule that names a package. The pages' imports
    // (style sheets, `?worker`) mean something to their bundler alone.
    never('everything-resolves', { pathNot: '^src/web/' }, { couldNotResolve: true }),

    // Inside: Node's own modules are not allowed here either; hashes, ids and paths come through ports. The one
    // package is a pure function: regular expressions in linear time, in the syntax that matchers are written in.
    only('domain-is-pure', '^src/domain/', ['^src/domain/', 'node_modules/re2js/']),
    only('application-knows-the-domain', '^src/application/', '^src/(application|domain)/'),

    // What is simulated is a world of its own: it knows nothing of what watches it.
    never(
      'the-simulator-stands-alone',
      { path: '^src/simulator/' },
      { pathNot: '^src/simulator/', dependencyTypesNot: ['core'] },
    ),

    // Plugins, and what they are written against: what is read for them is in its shapes.
    only('sdk-imports-nothing', '^src/plugin-sdk/', '^src/plugin-sdk/'),
    only('plugins-see-only-the-sdk', '^plugins/([^/]+)/', [
      '^src/plugin-sdk/index\\.ts$',
      // What tests are written in; a plugin's worlds are for its tests.
      '^src/plugin-sdk/testing/index\\.ts$',
      '^plugins/$1/',
    ]),
    never(
      'the-sdk-is-for-plugins',
      { path: '^src/', pathNot: '^src/(plugin-sdk/|plugin-host/|adapters/docker/reading/|app\\.ts$)' },
      { path: '^src/plugin-sdk/' },
    ),

    // Text in, remarks out: it knows nothing of what runs but the versions that it is told.
    only('the-runbook-lint-is-pure', '^src/runbook-lint/', [
      '^src/runbook-lint/',
      '^src/domain/redact\\.ts$',
    ]),
    never(
      'the-runbook-lint-is-for-the-command-line',
      { path: '^src/', pathNot: '^src/(cli|runbook-lint)/' },
      { path: '^src/runbook-lint/' },
    ),

    // Presenters.
    only('graphql-is-a-presenter', '^src/graphql/', [
      '^src/(graphql|application|domain)/',
      'node_modules/(graphql|type-graphql|reflect-metadata|graphql-scalars|dataloader)/',
    ]),
    never(
      'http-presents-graphql',
      { path: '^src/http/' },
      { path: '^src/', pathNot: '^src/(http|graphql|application|domain)/' },
    ),
    never(
      'cli-speaks-graphql',
      { path: '^src/cli/' },
      {
        pathNot: ['^src/(cli|runbook-lint)/', 'node_modules/(commander|graphql|graphql-ws|ws|undici|yaml)/'],
        dependencyTypesNot: ['core'],
      },
    ),
    never('the-pages-stand-alone', { path: '^src/web/' }, { path: '^(src|plugins)/', pathNot: '^src/web/' }),
    never('nothing-imports-the-pages', { pathNot: '^src/web/' }, { path: '^src/web/' }),

    // Outside.
    never(
      'adapters-are-strangers',
      { path: '^src/adapters/([^/]+)/' },
      // How a component is asked over HTTP is the same for all of them.
      { path: '^src/adapters/', pathNot: '^src/adapters/($1|http)/' },
    ),
    never(
      'adapters-know-ports-not-verbs',
      { path: '^src/(adapters|plugin-host)/' },
      { path: '^src/application/', pathNot: '^src/application/ports/' },
    ),
    never(
      'adapters-know-no-presenter',
      { path: '^src/(adapters|plugin-host)/' },
      { path: '^src/(http|graphql|cli)/' },
    ),

    // The root: the files that lie in src itself.
    never(
      'only-the-root-builds',
      {
        path: '^src/([^/]+)',
        pathNot:
          '^src/(app|main|run|serve|startup-failure|commands|examine|grant-token|in-process|open-bundled-plugins|alerting|world)\\.ts$',
      },
      { path: '^src/(adapters|plugin-host)/', pathNot: '^src/$1/' },
    ),
    never('nothing-reaches-up', { path: '^src/[^/]+/' }, { path: '^src/[^/]+\\.ts$' }),
    never(
      'only-the-start-knows-the-program',
      { path: '^src/', pathNot: '^src/(main|serve|commands|examine|in-process)\\.ts$|^src/[^/]+/' },
      { path: '^src/(app|serve|main)\\.ts$' },
    ),
    never(
      'settings-are-read-at-the-root',
      {
        pathNot:
          '^src/((app|main|serve|demo|diagnosing|startup-failure|watch|commands|examine|in-process|open-bundled-plugins|alerting|webhook-secret)\\.ts$|config(\\.ts$|/))',
      },
      { path: '^src/config(\\.ts$|/)' },
    ),

    // Packages that stay where they are at home.
    never(
      'prisma-lives-in-sqlite',
      { pathNot: '^src/adapters/sqlite/' },
      { path: 'node_modules/(@prisma|prisma|better-sqlite3)/' },
    ),
    never(
      'dockerode-lives-in-docker',
      { pathNot: '^src/adapters/docker/' },
      { path: 'node_modules/dockerode/' },
    ),
    never(
      'type-graphql-lives-in-graphql',
      { pathNot: '^src/graphql/' },
      { path: 'node_modules/type-graphql/' },
    ),
    // The pages are bundled when the program is built: what they import is not needed when it runs.
    never(
      'not-to-dev-dep',
      { path: '^(src|plugins)/', pathNot: '^src/web/' },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
  ],
  options: {
    // Tests may reach for what they need; the arrows are those of the program.
    exclude: { path: '\\.test\\.ts$' },
    // The generated database client imports itself in circles.
    doNotFollow: { path: ['node_modules', '/generated/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'types', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
};
