import type { Server } from 'bun';
import { Elysia } from 'elysia';
import type { Context } from '../../context.ts';
import { readCookie } from '../../http/cookies.ts';
import { isTrustedOrigin } from '../../http/origin.ts';
import { infoOf } from '../../http/request-info.ts';
import { AppError, forbidden, unauthenticated } from '../../lib/errors.ts';
import type { SocketHandler } from '../../realtime/socket.ts';
import { access, CHAT_COOKIE } from '../auth/access.ts';
import { findConversation } from '../conversations/queries.ts';
import { QueueBoard } from './queue.ts';
import { CustomerSocket } from './socket.ts';
import type { TurnDesk } from './turn-desk.ts';

const SUBPROTOCOL = 'joxai.v1';

/** The upgrade to a customer's socket: token as second subprotocol, or the cookie of a page of ours. */
export const chatSocket = (ctx: Context, desk: TurnDesk, queue = new QueueBoard(ctx)) =>
  new Elysia().use(access(ctx)).get(
    '/api/v1/chat/ws',
    async ({ request, server }) => {
      if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket') {
        throw new AppError('malformed', 'This path takes WebSocket connections only');
      }
      if (!isTrustedOrigin(request, ctx.config.corsOrigins)) throw forbidden('This page may not connect');
      const [protocol, token] = (request.headers.get('sec-websocket-protocol') ?? '')
        .split(',')
        .map((one) => one.trim());
      const offersToken = protocol === SUBPROTOCOL && token;
      const credential = offersToken ? token : readCookie(request, CHAT_COOKIE);
      const conversationId = credential ? await ctx.tokens.verifyConversation(credential) : null;
      const conversation = conversationId ? await findConversation(ctx.db.sql, conversationId) : null;
      if (!conversation) throw unauthenticated();
      const handler = new CustomerSocket(ctx, desk, queue, conversation.id, infoOf(request).address);
      const headers = protocol === SUBPROTOCOL ? { 'sec-websocket-protocol': SUBPROTOCOL } : {};
      // Answered by the upgrade itself; Bun ignores what comes after.
      (server as unknown as Server<SocketHandler>).upgrade(request, { data: handler, headers });
      return undefined;
    },
    { open: true, detail: { hide: true } },
  );
