import type { GraphQLError } from 'graphql';
import type { WebSocket } from 'ws';
import type { Viewer } from '../../domain/access/token.ts';

/** What deliveries need of a socket. */
export type MemberSocket = Pick<WebSocket, 'bufferedAmount' | 'send'>;

/** One subscription of one client, on its socket. */
export interface Member {
  readonly socket: MemberSocket;
  readonly viewer: Viewer;
  /** The beginning of each of its frames, up to the payload; the payload and a closing brace follow. */
  readonly prefix: string;
  /** Aborts when it leaves. */
  readonly signal: AbortSignal;
  /** The sequence up to which it has got everything. */
  position: number;
  /** Ends the subscription: with an error when the source failed, without one when the source ended. */
  readonly end: (error: GraphQLError | null) => void;
  /** Closes its socket: its viewer may not come in any more. */
  readonly expel: () => void;
}

/** The frame prefix of a subscription in the graphql-transport-ws protocol. */
export function framePrefix(id: string): string {
  return `{"id":${JSON.stringify(id)},"type":"next","payload":`;
}

/**
 * How many bytes may wait in a socket before its members read at their own pace. A few kernel buffers deep:
 * a client that keeps up never gets there, one that does not costs this and one frame for each subscription.
 */
export const pendingBytes = 65_536;

/** Whether the client does not take what it was sent. */
export function isBehind(socket: MemberSocket): boolean {
  return socket.bufferedAmount > pendingBytes;
}

/** Sends one result without waiting. */
export function sendTo(member: Member, body: string): void {
  member.socket.send(`${member.prefix}${body}}`);
}

/** Sends one result; resolves at once while the client keeps up, else when it has taken what was sent. */
export async function sendAtItsPace(member: Member, body: string): Promise<void> {
  if (!isBehind(member.socket)) {
    sendTo(member, body);
    return;
  }
  // A socket that breaks meanwhile calls back with an error; its members leave when it closes.
  await new Promise<void>((resolve) => {
    member.socket.send(`${member.prefix}${body}}`, () => {
      resolve();
    });
  });
}
