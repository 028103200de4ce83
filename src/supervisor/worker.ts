import type { Config } from '../config.ts';
import type { Context } from '../context.ts';
import { memoryUse } from '../lib/memory.ts';
import { reasonOf } from '../lib/reason.ts';
import type { RunningServer } from '../server.ts';
import { lifespanOf } from './lifespan.ts';
import {
  BOOT_FAILURE_EXIT_CODE,
  HEARTBEAT_INTERVAL_MS,
  type SupervisorMessage,
  type WorkerLoad,
  type WorkerMessage,
} from './messages.ts';
import { FigureReporter } from './worker-figures.ts';

/** To tell the others that it is gone, after the drain took all its time; the supervisor waits a little longer. */
const CLOSING_MS = 500;

interface Service {
  ctx: Context;
  server: RunningServer;
  reporter: FigureReporter;
}

/**
 * Serves requests until the supervisor asks this process to go or is gone itself. TERM: the service stops; QUIT: go at
 * once; a message: a successor is there, or the logs are to be reopened.
 * Ends the process: 0 after a drain, BOOT_FAILURE_EXIT_CODE when the application does not come up.
 */
export async function runWorker(config: Config): Promise<void> {
  let service: Service | null = null;
  const lifespan = lifespanOf(config.maxRequests, config.maxRequestsJitter, Math.random());
  keepBeating(() => loadOf(service?.server), lifespan);
  // Ctrl-C reaches every process of the terminal: when to go is for the supervisor to say.
  process.on('SIGINT', () => {});
  process.on('SIGQUIT', () => process.exit(0));
  service = await boot(config);
  outliveStrayErrors(service.ctx);
  obey(service);
  tell({ type: 'ready' });
}

function obey(service: Service): void {
  let isLeaving = false;
  const goOnce = () => {
    if (!isLeaving) void leave(service);
    isLeaving = true;
  };
  process.on('SIGTERM', () => {
    service.ctx.isStopping = true;
    goOnce();
  });
  process.on('message', (message: SupervisorMessage) => {
    if (message.type === 'leave') goOnce();
    else if (message.type === 'reopen_logs') service.ctx.logOutput.reopen();
    else service.reporter.hear(message);
  });
}

function keepBeating(load: () => WorkerLoad, lifespan: number): void {
  const supervisor = process.ppid;
  process.on('disconnect', () => process.exit(0));
  let hasAsked = false;
  const beat = () => {
    // Without a supervisor nobody would stop or replace this process, and it would keep the port from the next start.
    if (process.ppid !== supervisor) process.exit(0);
    const carried = load();
    tell({ type: 'beat', load: carried });
    if (carried.requests < lifespan || hasAsked) return;
    hasAsked = true;
    tell({ type: 'recycle', reason: 'age' });
  };
  beat();
  setInterval(beat, HEARTBEAT_INTERVAL_MS);
}

const loadOf = (server: RunningServer | undefined): WorkerLoad => ({
  ...(server?.load() ?? { requests: 0, openRequests: 0, sockets: 0 }),
  memoryBytes: memoryUse().rss,
});

async function boot(config: Config): Promise<Service> {
  try {
    // Not before the first beat: what the application loads must not delay it.
    const [{ createContext }, { startServer }] = await Promise.all([import('../context.ts'), import('../server.ts')]);
    const ctx = await createContext(config);
    const reporter = new FigureReporter(ctx.metrics, tell);
    ctx.poolFigures = () => reporter.ask();
    return { ctx, reporter, server: await startServer(ctx, { host: config.host, port: config.port }) };
  } catch (error) {
    process.stderr.write(`worker ${process.pid} could not start: ${reasonOf(error)}\n`);
    process.exit(BOOT_FAILURE_EXIT_CODE);
  }
}

/** A promise that nobody awaited must not end the requests of others: it is logged, and a successor asked for. */
function outliveStrayErrors(ctx: Context): void {
  const onStray = (err: unknown) => {
    ctx.log.fatal({ err }, 'an error reached nobody; this worker asks to be replaced');
    tell({ type: 'recycle', reason: 'error' });
  };
  process.on('unhandledRejection', onStray);
  process.on('uncaughtException', onStray);
}

async function leave({ ctx, server, reporter }: Service): Promise<void> {
  setTimeout(
    () => {
      ctx.log.warn(server.load(), 'what was still open after GRACEFUL_TIMEOUT is cut');
      ctx.logOutput.flush();
      process.exit(0);
    },
    ctx.config.gracefulTimeoutSeconds * 1000 + CLOSING_MS,
  );
  try {
    await server.drain();
    // Before what takes time, as the last message of a process may get lost.
    reporter.report();
    await ctx.close();
  } catch (err) {
    ctx.log.error({ err }, 'the drain ended with an error');
  }
  ctx.logOutput.flush();
  process.exit(0);
}

function tell(message: WorkerMessage): void {
  // A supervisor that just died is noticed by the next beat.
  if (process.connected) process.send?.(message);
}
