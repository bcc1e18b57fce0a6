import type { Role } from '../domain/access/role.ts';
import { allows } from '../domain/access/role.ts';
import type { Context } from './context.ts';
import { fromCursor } from '../domain/event/cursor.ts';
import { cursorOfEventId, viewEvent } from './event-view.ts';
import { typeOfNode } from './node-type.ts';

/** The least role for each type behind `node`: deny by default, or it would be a way round the root fields. */
export const nodeRoles: Readonly<Record<string, Role>> = {
  Service: 'VIEWER',
  Stack: 'VIEWER',
  Target: 'VIEWER',
  Alert: 'VIEWER',
  Plugin: 'VIEWER',
  Token: 'ADMIN',
  Problem: 'VIEWER',
  Diagnosis: 'VIEWER',
  Finding: 'VIEWER',
  Verification: 'VIEWER',
  DiagnosisProgress: 'VIEWER',
  VerificationProgress: 'VIEWER',
  HealthChange: 'VIEWER',
  ContainerChange: 'VIEWER',
  TargetChange: 'VIEWER',
  AlertChange: 'VIEWER',
  FeedChange: 'VIEWER',
  ServiceChange: 'VIEWER',
  PluginChange: 'VIEWER',
  SettingChange: 'VIEWER',
  ServerChange: 'VIEWER',
  Refusal: 'VIEWER',
};

type Found = Parameters<typeof typeOfNode>[0];

/** What an id is of; null when it is of nothing, or of nothing that the role may see. */
export async function findNode(context: Context, id: string): Promise<Found | null> {
  const found = await readNode(context, id);
  const needed = found ? nodeRoles[typeOfNode(found) ?? ''] : undefined;
  return found && needed && allows(context.viewer.role, needed) ? found : null;
}

/** What is read from the store, by an id that says what it is of. */
async function readStored(app: Context['app'], id: string): Promise<Found | null> {
  if (id.startsWith('dgn_')) return await app.diagnosis(id);
  if (id.startsWith('vrf_')) return await app.verification(id);
  if (id.startsWith('alt_')) return (await app.alertsById([id]))[0] ?? null;
  return id.startsWith('fnd_') ? await app.finding(id) : null;
}

async function readNode({ app }: Context, id: string): Promise<Found | null> {
  const cursor = cursorOfEventId(id);
  if (cursor === null) {
    return (
      app.serviceById(id) ??
      app.stackById(id) ??
      app.targetById(id) ??
      app.tokenById(id) ??
      app.plugins().find((plugin) => plugin.id === id) ??
      app.problems(null).find((problem) => problem.id === id) ??
      (await readStored(app, id))
    );
  }
  const sequence = fromCursor(app.log.identity, cursor);
  if (sequence === null || sequence < 1) return null;
  const [event] = await app.events({ after: sequence - 1, limit: 1, keep: 'oldest' });
  return event?.sequence === sequence ? viewEvent(app, event) : null;
}
