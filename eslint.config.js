import eslint from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const tests = ['test/**/*.ts', '**/*.test.ts'];
const tools = ['*.config.ts', '.config/**', 'bench/**', 'src/web/vite.config.ts'];

/** Syntax that is banned: a selector and what to do instead. `no-restricted-syntax` takes one list for a file. */
const banned = {
  clock: [
    { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Ask the Clock port.' },
    { selector: "CallExpression[callee.name='Date']", message: 'Ask the Clock port.' },
  ],
  transactions: [
    {
      selector:
        "CallExpression[callee.property.name='$transaction'] > :matches(ArrowFunctionExpression, FunctionExpression)",
      message: 'An interactive transaction lets other writes in and loses them on rollback: pass an array.',
    },
    {
      selector: "MemberExpression[property.name='updateMany']",
      message:
        'updateMany commits the rest when nothing matched: use update with the version in its `where`.',
    },
  ],
  decorators: [{ selector: 'Decorator', message: 'Decorators live in src/graphql.' }],
  defaults: [
    { selector: 'ExportDefaultDeclaration', message: 'Exports have names; only plugin.ts has a default.' },
  ],
};

const environment = [
  { object: 'process', property: 'env', message: 'Settings are read in src/config.ts, once.' },
];
const clock = [{ object: 'Date', property: 'now', message: 'Ask the Clock port.' }];

/** What a file may not do, out of the lists above. A bare 'error' would keep the properties banned before. */
const ban = (properties, ...syntax) => ({
  'no-restricted-properties': properties.length > 0 ? ['error', ...properties] : 'off',
  'no-restricted-syntax': ['error', ...syntax],
});

export default defineConfig(
  globalIgnores(['dist/', 'data/', 'src/adapters/sqlite/generated/', '**/.lab/']),
  {
    // A rule that is wrong in one place is changed here, with the reason, and not switched off where it hurts.
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' },
  },
  eslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true, 'ts-ignore': true }],
      // Numbers read well in a message; objects, null and undefined do not, and stay forbidden.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `() => stop()` and `return reject(error)` say all there is to say.
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // It takes `signal.aborted`, once false, to be false for ever, across every await: wrong exactly where
      // cancellation is looked after.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      'max-lines': ['error', 250],
      'max-lines-per-function': ['error', 50],
      'max-params': ['error', 3],
      // A switch over a union is one decision, however many cases it has; and 12, not 8, because every `??`, `?.`
      // and default value counts as a branch here, and is none to a reader.
      complexity: ['error', { max: 12, variant: 'modified' }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      ...ban([...environment, ...clock], ...Object.values(banned).flat()),
    },
  },
  {
    // The inside asks its ports: it has no timers, no clock and no chance of its own.
    files: ['src/domain/**', 'src/application/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...[
          'setTimeout',
          'setInterval',
          'setImmediate',
          'performance',
          'crypto',
          'fetch',
          'process',
          'Buffer',
        ],
      ],
      'no-restricted-properties': [
        'error',
        ...environment,
        ...clock,
        { object: 'Math', property: 'random', message: 'Chance comes through a port.' },
        { object: 'AbortSignal', property: 'timeout', message: 'Wait on the Clock port.' },
      ],
    },
  },
  {
    files: ['src/adapters/system/**'],
    rules: ban(environment, ...banned.transactions, ...banned.decorators, ...banned.defaults),
  },
  {
    files: ['src/config.ts'],
    rules: ban(clock, ...Object.values(banned).flat()),
  },
  {
    files: ['src/graphql/**'],
    rules: {
      ...ban([...environment, ...clock], ...banned.clock, ...banned.transactions, ...banned.defaults),
      // What is decorated is a type of the schema, even with static members or none.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // Classes of the schema carry decorators and are never made: resolvers answer plain objects.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
    },
  },
  {
    // A resolver has as many parameters as its field has arguments, and the parent and the context.
    files: ['src/graphql/*.resolver.ts'],
    rules: { 'max-params': 'off' },
  },
  {
    files: ['plugins/*/plugin.ts'],
    rules: ban([...environment, ...clock], ...banned.clock, ...banned.transactions, ...banned.decorators),
  },
  {
    // What talks to whoever started it.
    files: ['src/main.ts', 'src/cli/**', 'src/print-schema.ts', 'bench/**', 'test/lab/main.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    // These own their time and their environment; what a tool reads is a default export.
    files: tools,
    rules: ban([], ...banned.transactions, ...banned.decorators),
  },
  {
    files: tests,
    rules: {
      ...ban([], ...banned.transactions, ...banned.defaults),
      // A suite is one function, a table of cases has many columns, and the cases of one noun stand together.
      'max-lines-per-function': 'off',
      'max-params': ['error', 4],
      'max-lines': ['error', 400],
      // A fake answers promises without waiting for anything.
      '@typescript-eslint/require-await': 'off',
      // A wrong `!` fails the test that says it.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // `await expect(promise).rejects` and fakes that throw what a stranger's code would.
      '@typescript-eslint/only-throw-error': 'off',
    },
  },
  {
    // No types here: what Node runs as it stands.
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        URL: 'readonly',
        WebAssembly: 'readonly',
        Buffer: 'readonly',
        fetch: 'readonly',
        AbortSignal: 'readonly',
      },
    },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: { sourceType: 'commonjs', globals: { module: 'writable', require: 'readonly' } },
  },
);
