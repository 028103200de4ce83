import type { Server } from 'bun';
import { Elysia } from 'elysia';
import type { Context } from '../../context.ts';
import { documentation } from '../../http/documented.ts';
import { isTrustedOrigin } from '../../http/origin.ts';
import { forbidden, malformed } from '../../lib/errors.ts';
import { CLOSE, type RawSocket, type SocketHandler } from '../../realtime/socket.ts';
import { access, callerOfToken } from '../auth/access.ts';
import { findPanelCaller } from '../auth/panel-access.ts';
import { StaffFeed } from './staff-feed.ts';
import { liveStatistics, StaffSocket } from './staff-socket.ts';

const SUBPROTOCOL = 'joxai.v1';
const documented = documentation('live', () => import('./answers.ts'));

/** The upgrade to a socket of staff: token as second subprotocol or parameter, or the panel's cookie. */
export function staffSocket(ctx: Context) {
  const feed = new StaffFeed(ctx);
  return new Elysia({ prefix: '/api/v1/ws' })
    .use(access(ctx))
    .get(
      '/',
      async ({ request, server }) => {
        if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket') {
          throw malformed('This path takes WebSocket connections only');
        }
        if (!isTrustedOrigin(request, ctx.config.corsOrigins)) throw forbidden('This page may not connect');
        const data = await handlerOf(ctx, feed, request);
        const headers = offered(request)[0] === SUBPROTOCOL ? { 'sec-websocket-protocol': SUBPROTOCOL } : {};
        // Answered by the upgrade itself; Bun ignores what comes after.
        (server as unknown as Server<SocketHandler>).upgrade(request, { data, headers });
        return undefined;
      },
      {
        open: true,
        detail: documented('The WebSocket of staff', {
          answer: null,
          status: 101,
          description: `Token as the second of the subprotocols \`["joxai.v1", "<token>"]\`, the panel’s cookie, or \`?token=\` for old
clients. It is closed with 4001 where no token is given, and with 4003 where it is not valid or has expired. An AGENT hears
of what is unassigned or their own.`,
          errors: { 400: 'Not a WebSocket', 403: 'The page may not connect' },
          frames: { client: 'StaffFrame', server: 'StaffEvent' },
        }),
      },
    )
    .get('/stats', () => liveStatistics(ctx), {
      staff: { may: 'live.statistics' },
      detail: documented('Connections and conversations now, over the whole pool', { answer: 'LiveStatistics' }),
    });
}

/** Who may not in is let in to be told why: a browser cannot tell a refused upgrade from a lost connection. */
async function handlerOf(ctx: Context, feed: StaffFeed, request: Request): Promise<SocketHandler> {
  const [protocol, second] = offered(request);
  const token = (protocol === SUBPROTOCOL && second) || new URL(request.url).searchParams.get('token');
  if (token) {
    const [claims, caller] = await Promise.all([ctx.tokens.verifyStaff(token), callerOfToken(ctx, token)]);
    return caller && claims ? new StaffSocket(ctx, feed, caller, claims.expiresAt) : new Refused(CLOSE.badToken);
  }
  // A browser names the page that connects; a foreign one, also of a site that has the chat, could borrow the cookie.
  const isOwnPage = request.headers.has('origin') && isTrustedOrigin(request, []);
  const caller = isOwnPage ? await findPanelCaller(ctx, request) : null;
  return caller ? new StaffSocket(ctx, feed, caller, null) : new Refused(CLOSE.noToken);
}

const offered = (request: Request): string[] =>
  (request.headers.get('sec-websocket-protocol') ?? '').split(',').map((one) => one.trim());

class Refused implements SocketHandler {
  readonly #code: number;

  constructor(code: number) {
    this.#code = code;
  }

  open(socket: RawSocket): void {
    socket.close(this.#code, this.#code === CLOSE.noToken ? 'a token is needed' : 'the token is not valid');
  }
  message(): void {}
  close(): void {}
}
