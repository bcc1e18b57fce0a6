import { z } from 'zod';

import { fileSchema } from './schema.ts';

/** The JSON Schema of the configuration file, from the very definition by which it is read. */
export function configurationSchema(): object {
  const schema = z.toJSONSchema(fileSchema, { io: 'input', target: 'draft-2020-12' });
  return { title: 'Configuration of Custos', ...schema };
}
