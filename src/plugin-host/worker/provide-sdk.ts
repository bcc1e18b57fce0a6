import * as nodeModule from 'node:module';
import { extname } from 'node:path';

/** What plugins import, and where it is. */
function ownFiles(): Readonly<Record<string, string>> {
  const extension = extname(import.meta.url);
  return {
    'custos/plugin-sdk': new URL(`../../plugin-sdk/index${extension}`, import.meta.url).href,
    'custos/plugin-sdk/testing': new URL(`../../plugin-sdk/testing/index${extension}`, import.meta.url).href,
  };
}

interface Resolved {
  readonly url: string;
}
type Next = (specifier: string, context: object) => Resolved;
type Register = (hooks: {
  readonly resolve: (specifier: string, context: object, next: Next) => Resolved;
}) => void;

/**
 * Lets a plugin import the SDK by its name from wherever it is. One that has a Custos among its own packages, as the
 * plugins that come with it do, gets that one: nothing is changed for it.
 */
export function provideSdk(plugin: string): void {
  try {
    nodeModule.createRequire(plugin).resolve('custos/plugin-sdk');
    return;
  } catch {
    // It has none.
  }
  const own = ownFiles();
  // From Node.js 22.15 on; before that, the same from a module of its own.
  const { registerHooks } = nodeModule as { readonly registerHooks?: Register };
  if (registerHooks)
    registerHooks({ resolve: (specifier, context, next) => next(own[specifier] ?? specifier, context) });
  else nodeModule.register(`data:text/javascript,${encodeURIComponent(hookModule(own))}`);
}

function hookModule(own: Readonly<Record<string, string>>): string {
  return `const own = ${JSON.stringify(own)};
export const resolve = (specifier, context, next) => next(own[specifier] ?? specifier, context);`;
}
