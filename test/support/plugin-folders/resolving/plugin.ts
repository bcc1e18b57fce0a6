import { definePlugin, pass } from 'custos/plugin-sdk';

/** Says where it has the SDK from. */
const plugin = definePlugin({
  name: 'resolving',
  version: '1.0.0',
  description: 'Says where it has the SDK from.',
  sdk: '^1.0.0',
  kinds: [{ name: 'resolving', displayName: 'Resolving', images: [], port: 1 }],
  permissions: [],
  probe: async ({ check }) => {
    await check('sdk', () => pass(import.meta.resolve('custos/plugin-sdk')));
    return { version: null };
  },
});

export { plugin as default };
