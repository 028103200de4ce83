import type { ServerWebSocket } from 'bun';

/** What one kind of socket does. `serve.ts` hands Bun's events to it. */
export interface SocketHandler {
  open(socket: RawSocket): void;
  message(socket: RawSocket, data: string | Buffer): void;
  close(socket: RawSocket): void;
}

export type RawSocket = ServerWebSocket<SocketHandler>;

/** Close codes of RFC 6455 and its registry, and the contract's own. */
export const CLOSE = {
  policy: 1008,
  tooBig: 1009,
  restart: 1012,
  tryLater: 1013,
  noToken: 4001,
  badToken: 4003,
} as const;

/** More than this a reader may not leave unread (bytes). */
export const BACKPRESSURE_LIMIT = 1024 * 1024;

/** Sends a frame, or closes a socket whose reader does not keep up: it comes back and catches up from the database. */
export function sendFrame(socket: RawSocket, frame: object): void {
  if (socket.readyState !== WebSocket.OPEN) return;
  const sent = socket.send(JSON.stringify(frame));
  if (sent === 0 || socket.getBufferedAmount() > BACKPRESSURE_LIMIT) socket.close(CLOSE.tryLater, 'reading too slowly');
}
