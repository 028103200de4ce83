import type { Server } from 'bun';
import { Elysia } from 'elysia';
import type { Context } from '../../context.ts';
import { isTrustedOrigin } from '../../http/origin.ts';
import { forbidden, malformed } from '../../lib/errors.ts';
import { CLOSE, type RawSocket, type SocketHandler } from '../../realtime/socket.ts';
import { findPanelCaller, timeZoneOfRequest } from '../auth/panel-access.ts';
import { InboxFeed } from '../inbox/feed.ts';
import { shellSockets } from '../panel/shell-socket.ts';
import { PanelSocket } from './panel-socket.ts';

/**
 * What happens, as it happens, for the pages of the panel.
 *
 * A WebSocket and not server-sent events: a browser opens no more than six of those to a host, over all its tabs, and
 * the page has something to say too: what it shows and what was read.
 */
export function conversationLive(ctx: Context) {
  const sockets = new Set<PanelSocket>();
  const feed = new InboxFeed(ctx);
  const inShell = shellSockets(ctx);
  ctx.bus.onGap(() => {
    for (const socket of sockets) socket.catchUp();
  });
  return new Elysia().get(
    '/panel/live',
    async ({ request, server }) => {
      if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket') {
        throw malformed('This path takes WebSocket connections only');
      }
      // A browser names the page that connects; without that a foreign page could borrow the cookie.
      if (!request.headers.has('origin') || !isTrustedOrigin(request, [])) throw forbidden();
      const caller = await findPanelCaller(ctx, request);
      const timeZone = timeZoneOfRequest(request);
      const data: SocketHandler = caller
        ? inShell(caller, timeZone, counted(sockets, new PanelSocket(ctx, feed, caller, timeZone)))
        : new LoggedOut();
      // Answered by the upgrade itself; Bun ignores what comes after.
      (server as unknown as Server<SocketHandler>).upgrade(request, { data });
      return undefined;
    },
    { detail: { 'x-access': 'AGENT', hide: true } as object },
  );
}

/** Tells the page that its session is over: a refused upgrade would look to it like a lost connection. */
class LoggedOut implements SocketHandler {
  open(socket: RawSocket): void {
    socket.close(CLOSE.badToken, 'the session has ended');
  }
  message(): void {}
  close(): void {}
}

/** Known from when it opens until it closes. */
const counted = (sockets: Set<PanelSocket>, socket: PanelSocket): SocketHandler => ({
  open(raw) {
    sockets.add(socket);
    socket.open(raw);
  },
  message: (raw, data) => socket.message(raw, data),
  close() {
    sockets.delete(socket);
    socket.close();
  },
});
