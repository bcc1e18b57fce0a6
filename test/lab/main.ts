/** `npm run lab`: the stack of the guide, to watch and to break by hand; `npm run lab -- down` takes it away. */
import { labEngine } from './engine.ts';
import { labServices } from './services.ts';
import { down, up } from './stack.ts';

const project = 'trading-bot';

async function main(words: readonly string[]): Promise<void> {
  const [word] = words;
  if (words.length > 1 || (word !== undefined && word !== 'down'))
    throw new Error(`There is nothing to do for "${words.join(' ')}": say nothing, or down.`);
  const engine = await labEngine();
  if ('missing' in engine) throw new Error(`The lab needs Docker, and ${engine.missing}`);
  if (word === 'down') {
    await down(engine.docker, project);
    console.log(`The stack ${project} is gone.`);
    return;
  }
  const stack = await up({ docker: engine.docker, project, ports: 'guide' });
  console.log(`The stack ${project} is up:\n`);
  for (const service of labServices) console.log(`  ${stack.containerName(service)}  ${stack.url(service)}`);
  console.log(`
In another terminal, start Custos, which finds the stack by itself:
  npm start
Then take a service away from it, and give it back:
  docker kill ${stack.containerName('prometheus')}
  docker start ${stack.containerName('prometheus')}
When all is seen:
  npm run lab -- down`);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(`lab: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
