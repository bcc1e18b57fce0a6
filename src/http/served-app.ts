import type { App } from '../application/app.ts';

/** What the transport itself needs of the application; everything else is the resolvers' business. */
export type ServedApp = Pick<App, 'admits' | 'authenticate' | 'followEvents' | 'log'>;
