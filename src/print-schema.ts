import { writeFileSync } from 'node:fs';

import { printedSchema } from './graphql/schema.ts';

const file = new URL('../schema.graphql', import.meta.url);
writeFileSync(file, printedSchema());
console.log('schema.graphql is current.');
