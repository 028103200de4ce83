import type { Server } from 'bun';
import { createApp } from './app.ts';
import type { Context } from './context.ts';
import { TurnDesk } from './features/chat/turn-desk.ts';
import { followKnowledge } from './features/knowledge/service.ts';
import { importsDone } from './features/knowledge-import/running.ts';
import { createAccessLog } from './http/access-log.ts';
import { API_HEADERS } from './http/headers.ts';
import { noteRequest } from './http/request-info.ts';
import { startDeskJobs } from './jobs/desk.ts';
import { startMaintenance } from './jobs/maintenance.ts';
import { Outbox } from './jobs/outbox.ts';
import { startSignInJobs } from './jobs/sign-in.ts';
import { WebhookPost } from './jobs/webhooks.ts';
import { pathOf } from './lib/path.ts';
import { BACKPRESSURE_LIMIT, CLOSE, type RawSocket, type SocketHandler } from './realtime/socket.ts';

/** A frame larger than this closes the connection; the contract's own, smaller limit is answered by an error. */
const MAX_FRAME_BYTES = 64 * 1024;
/** The form around an uploaded file. */
const UPLOAD_ENVELOPE_BYTES = 64 * 1024;
/** Seconds; Bun takes no more. The longest answer must fit. */
const MAX_IDLE_SECONDS = 255;
/** How long answers say `Connection: close` before the listener goes, so that no kept-alive connection is cut. */
const CLOSE_ANNOUNCEMENT_MS = 700;
const RECONNECT_AFTER_MS = 250;

export interface RunningServer {
  port: number;
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
  const stopDeskJobs = startDeskJobs(ctx);
  const stopSignInJobs = startSignInJobs(ctx);
  desk.start();
  const outbox = new Outbox(ctx);
  outbox.start();
  const webhookPost = new WebhookPost(ctx);
  webhookPost.start();
  const log = createAccessLog(ctx.config, ctx.log);
  const sockets = new Set<RawSocket>();
  const limits = { open: 0, max: ctx.config.workerConnections };

  const server = Bun.serve<SocketHandler, never>({
    hostname: host,
    port,
    reusePort: true,
    development: false,
    idleTimeout: Math.min(MAX_IDLE_SECONDS, Math.max(ctx.config.workerTimeoutSeconds, ctx.config.keepAliveSeconds)),
    maxRequestBodySize: ctx.config.maxUploadBytes + UPLOAD_ENVELOPE_BYTES,
    async fetch(request, server) {
      const info = noteRequest(request, server as Server<unknown>, ctx.config.trustProxyHops);
      if (limits.open + sockets.size >= limits.max) return busy(info.id);
      limits.open += 1;
      ctx.metrics.requestBegan();
      try {
        const response = (await app.fetch(request)) as Response | undefined;
        if (!response) return undefined as unknown as Response;
        if (ctx.isDraining) response.headers.set('connection', 'close');
        const path = pathOf(request.url);
        ctx.metrics.observeRequest(path, response.status, info.startedAt);
        log(request, path, info, response);
        return response;
      } finally {
        limits.open -= 1;
        ctx.metrics.requestEnded();
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
      message: (socket, data) => socket.data.message(socket, data),
      close(socket) {
        sockets.delete(socket);
        socket.data.close(socket);
      },
    },
  });
  app.server = server as never;

  return {
    port: server.port as number,
    async drain() {
      ctx.isDraining = true;
      stopMaintenance();
      stopFollowing();
      await stopDeskJobs();
      await stopSignInJobs();
      for (const socket of [...sockets]) {
        socket.send(JSON.stringify({ type: 'reconnect', after_ms: RECONNECT_AFTER_MS }));
        socket.close(CLOSE.restart, 'the service restarts');
      }
      await Bun.sleep(CLOSE_ANNOUNCEMENT_MS);
      const graceMs = ctx.config.gracefulTimeoutSeconds * 1_000 - CLOSE_ANNOUNCEMENT_MS;
      // stop() waits for what is under way, but forever while a socket is open, so it has a deadline.
      await Promise.race([
        Promise.all([
          server.stop(),
          desk.stop(graceMs),
          outbox.stop(graceMs),
          webhookPost.stop(graceMs),
          importsDone(ctx),
        ]),
        Bun.sleep(graceMs),
      ]);
      await server.stop(true);
      await ctx.presence.stop();
      ctx.metrics.stop();
    },
  };
}

const busy = (requestId: string): Response =>
  Response.json(
    { detail: 'The service is busy, please try again' },
    { status: 503, headers: { ...API_HEADERS, 'retry-after': '1', 'x-request-id': requestId } },
  );
