import type { Server } from 'bun';
import { createApp } from './app.ts';
import type { Context } from './context.ts';
import { TurnDesk } from './features/chat/turn-desk.ts';
import { followKnowledge } from './features/knowledge/service.ts';
import { importsDone } from './features/knowledge-import/running.ts';
import { createAccessLog, statusOf } from './http/access-log.ts';
import { API_HEADERS } from './http/headers.ts';
import { OpenRequests } from './http/open-requests.ts';
import { noteRequest } from './http/request-info.ts';
import { endRequestSpan, startRequestSpan } from './http/request-span.ts';
import { deskJobs } from './jobs/desk.ts';
import { startMaintenance } from './jobs/maintenance.ts';
import { startJobs } from './jobs/once.ts';
import { Outbox } from './jobs/outbox.ts';
import { signInJobs } from './jobs/sign-in.ts';
import { WebhookPost } from './jobs/webhooks.ts';
import { pathOf } from './lib/path.ts';
import { handsConnectionsOver, overlookNewConnections } from './lib/quiet-listener.ts';
import { BACKPRESSURE_LIMIT, CLOSE, type RawSocket, type SocketHandler } from './realtime/socket.ts';

/** A frame larger than this closes the connection; the contract's own, smaller limit is answered by an error. */
const MAX_FRAME_BYTES = 64 * 1024;
/** The form around an uploaded file. */
const UPLOAD_ENVELOPE_BYTES = 64 * 1024;
/** Bun looks at idle connections every four seconds: with so much more, none is closed before its time. */
const IDLE_MARGIN_SECONDS = 4;
/** Seconds; Bun takes no more. */
const MAX_IDLE_SECONDS = 255;
/** Of the time to leave in, at most so much is spent on saying `Connection: close`. */
const SHARE_FOR_QUIET = 1 / 3;
/** Turns of the event loop without a request, after which no connection that was accepted waits for its first. */
const SILENT_TURNS = 3;
/** The same where connections that are being made must come through too, because the kernel hands none over. */
const SILENT_TURNS_ALONE = 10;
const SILENCE_AT_MOST_MS = 1_000;
/** Sockets come back within these, so that not all of them do at once. Units: milliseconds. */
const RECONNECT_FROM_MS = 100;
const RECONNECT_SPREAD_MS = 400;
/** A worker that is spoken to over sockets alone must grow old too; a frame is far less work than a request. */
const FRAMES_PER_REQUEST = 10;

/** An upgrade answers nothing. */
type MaybeResponse = Response | undefined | Promise<Response | undefined>;

export interface RunningServer {
  port: number;
  load(): { requests: number; openRequests: number; sockets: number };
  /** Finishes what is under way and takes nothing new; resolves when the process may go. */
  drain(): Promise<void>;
}

/** Listens on the port that all workers share. Errors: rejects when the port or the database is not to be had. */
export async function startServer(
  ctx: Context,
  { host, port }: { host: string; port: number },
): Promise<RunningServer> {
  const desk = new TurnDesk(ctx);
  const app = createApp(ctx, desk);
  // The files under /public are found while the rest starts.
  await app.modules;
  const stopFollowing = await followKnowledge(ctx);
  const stopMaintenance = startMaintenance(ctx);
  ctx.metrics.start();
  await ctx.presence.start();
  const stopDeskJobs = startJobs(ctx, deskJobs);
  const stopSignInJobs = startJobs(ctx, signInJobs);
  desk.start();
  const outbox = new Outbox(ctx);
  outbox.start();
  const webhookPost = new WebhookPost(ctx);
  webhookPost.start();
  await warmUp(app);
  const log = createAccessLog(ctx.config, ctx.log, ctx.logOutput);
  const sockets = new Set<RawSocket>();
  const limits = { open: 0, max: ctx.config.workerConnections };
  const idleSeconds = Math.min(MAX_IDLE_SECONDS, ctx.config.keepAliveSeconds + IDLE_MARGIN_SECONDS);
  const requests = new OpenRequests({ requestSeconds: ctx.config.workerTimeoutSeconds, idleSeconds }, ctx.log, () =>
    ctx.metrics.count('joxai_http_refused_total', { reason: 'timeout' }),
  );
  let frames = 0;

  const server = Bun.serve<SocketHandler, never>({
    hostname: host,
    port,
    reusePort: true,
    development: false,
    idleTimeout: idleSeconds,
    maxRequestBodySize: ctx.config.maxUploadBytes + UPLOAD_ENVELOPE_BYTES,
    async fetch(request, server) {
      const info = noteRequest(request, server as Server<unknown>, ctx.config.trustProxyHops);
      requests.note();
      const path = pathOf(request.url);
      // A worker that is full is still alive, and must not be restarted for it.
      if (limits.open + sockets.size >= limits.max && path !== '/health') {
        ctx.metrics.count('joxai_http_refused_total', { reason: 'busy' });
        ctx.metrics.observeRequest(request.method, null, path, 503, info.startedAt);
        return busy(info.id);
      }
      limits.open += 1;
      ctx.metrics.requestBegan();
      const span = startRequestSpan(request, path);
      let status = 500;
      try {
        const answer = (span ? span.run(() => app.fetch(request)) : app.fetch(request)) as MaybeResponse;
        const response =
          answer instanceof Promise ? await requests.within(request, info, server as Server<unknown>, answer) : answer;
        status = statusOf(request, response);
        ctx.metrics.observeRequest(request.method, info.route, path, status, info.startedAt);
        if (!response) return undefined as unknown as Response;
        if (ctx.isDraining) response.headers.set('connection', 'close');
        log(request, path, info, response);
        return response;
      } finally {
        limits.open -= 1;
        ctx.metrics.requestEnded();
        if (span) endRequestSpan(span, info, status);
      }
    },
    error: () => Response.json({ detail: 'Internal error' }, { status: 500, headers: API_HEADERS }),
    websocket: {
      maxPayloadLength: MAX_FRAME_BYTES,
      backpressureLimit: BACKPRESSURE_LIMIT,
      closeOnBackpressureLimit: true,
      idleTimeout: 120,
      sendPings: true,
      perMessageDeflate: false,
      open(socket) {
        sockets.add(socket);
        socket.data.open(socket);
      },
      message(socket, data) {
        frames += 1;
        ctx.metrics.count('joxai_websocket_frames_total');
        socket.data.message(socket, data);
      },
      close(socket, code) {
        sockets.delete(socket);
        ctx.metrics.count('joxai_websocket_closes_total', { code: String(code) });
        socket.data.close(socket);
      },
    },
  });
  app.server = server as never;

  return {
    port: server.port as number,
    load: () => ({
      requests: requests.taken + Math.floor(frames / FRAMES_PER_REQUEST),
      openRequests: limits.open,
      sockets: sockets.size,
    }),
    async drain() {
      const deadline = performance.now() + ctx.config.gracefulTimeoutSeconds * 1_000;
      ctx.isDraining = true;
      stopMaintenance();
      stopFollowing();
      // They may hang where the database does: the connections must not wait for them.
      const jobs = Promise.all([stopDeskJobs(), stopSignInJobs()]);
      const patienceMs = (deadline - performance.now()) * SHARE_FOR_QUIET;
      // A connection that was not used for so long is closed in any case.
      const keepAliveMs = ctx.config.keepAliveSeconds * 1_000;
      await requests.untilQuiet(keepAliveMs, Math.min(keepAliveMs, patienceMs));
      await overlookNewConnections(server.port as number);
      await requests.untilSilent(handsConnectionsOver() ? SILENT_TURNS : SILENT_TURNS_ALONE, SILENCE_AT_MOST_MS);
      const graceMs = Math.max(0, deadline - performance.now());
      const stopped = server.stop();
      // Not before the listener is closed, or they might come back to it.
      for (const socket of [...sockets]) sendAway(socket);
      // stop() waits for what is under way, but forever while a socket is open, so it has a deadline.
      await Promise.race([
        Promise.all([
          stopped,
          jobs,
          desk.stop(graceMs),
          outbox.stop(graceMs),
          webhookPost.stop(graceMs),
          importsDone(ctx),
        ]),
        Bun.sleep(graceMs),
      ]);
      await server.stop(true);
      requests.stop();
      await ctx.presence.stop();
      ctx.metrics.stop();
    },
  };
}

/** The first request compiles what all of them share: it must not be somebody's. */
async function warmUp(app: { fetch(request: Request): unknown }): Promise<void> {
  const answer = (await app.fetch(new Request('http://localhost/readiness'))) as Response;
  await answer.body?.cancel();
}

/** Nothing is lost: what its client did not get acknowledged it sends again when it is back. */
function sendAway(socket: RawSocket): void {
  const afterMs = RECONNECT_FROM_MS + Math.round(Math.random() * RECONNECT_SPREAD_MS);
  socket.send(JSON.stringify({ type: 'reconnect', after_ms: afterMs }));
  socket.close(CLOSE.restart, 'the service restarts');
}

const busy = (requestId: string): Response =>
  Response.json(
    { detail: 'The service is busy, please try again' },
    // On a new connection the kernel may choose a worker that has room.
    { status: 503, headers: { ...API_HEADERS, 'retry-after': '1', 'x-request-id': requestId, connection: 'close' } },
  );
