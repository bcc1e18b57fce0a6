import { defineConfig } from 'prisma/config';

// Paths are relative to this file. The client is given its database at run time: this address is never opened.
export default defineConfig({ schema: '../prisma/schema.prisma', datasource: { url: 'file:unused.db' } });
