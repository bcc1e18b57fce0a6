/** What a plugin's tests need: a world that is as the test says, and the suite that every plugin must pass. */
export { pluginContract } from './contract.ts';
export type { TestRunner } from './contract.ts';
export { fakeContext } from './fake-context.ts';
export { codesOf, runCheck } from './run-check.ts';
export type { FakeAnswer, FakeContainer, FakeRoutes, FakeWorld } from './world.ts';
