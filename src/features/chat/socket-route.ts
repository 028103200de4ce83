import type { Server } from 'bun';
import { Elysia } from 'elysia';
import type { Context } from '../../context.ts';
import { readCookie } from '../../http/cookies.ts';
import { documentation } from '../../http/documented.ts';
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
const documented = documentation('chat', () => import('./answers.ts'));

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
      // From another origin a browser may send the cookie along, which is for pages of our own.
      const cookie = isTrustedOrigin(request, []) ? readCookie(request, CHAT_COOKIE) : null;
      const credential = offersToken ? token : cookie;
      const claims = credential ? await ctx.tokens.verifyConversation(credential) : null;
      if (!claims || !(await findConversation(ctx.db.sql, claims.id))) throw unauthenticated();
      const handler = new CustomerSocket(ctx, desk, queue, claims, infoOf(request).address);
      const headers = protocol === SUBPROTOCOL ? { 'sec-websocket-protocol': SUBPROTOCOL } : {};
      // Answered by the upgrade itself; Bun ignores what comes after.
      (server as unknown as Server<SocketHandler>).upgrade(request, { data: handler, headers });
      return undefined;
    },
    {
      open: true,
      detail: documented('The customer’s WebSocket', {
        answer: null,
        status: 101,
        description: `One JSON object a frame, of at most 16 KiB. Authenticate with the cookie or, from another origin, with the
subprotocols \`["joxai.v1", "<conversation_token>"]\`; the \`Origin\` must be allowed.

An \`ack\` says that the message is committed. \`seq\` grows by one without a gap, and \`resume\` brings all that is newer. A
frame that is not valid is answered by \`error\`; ten of them close the connection (1008), and so do hundreds that come faster
than they can be handled, a client that does not read (1013), and the end of the token (4003).`,
        errors: { 400: 'Not a WebSocket', 401: 'No token, or one that is not valid', 403: 'The page may not connect' },
        frames: { client: 'CustomerFrame', server: 'ServiceFrame' },
      }),
    },
  );
