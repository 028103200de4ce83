import type { Config } from '../config.ts';
import type { Context } from '../context.ts';
import { reasonOf } from '../lib/reason.ts';
import type { RunningServer } from '../server.ts';
import { BOOT_FAILURE_EXIT_CODE, HEARTBEAT_INTERVAL_MS, type WorkerMessage } from './messages.ts';

interface Service {
  ctx: Context;
  server: RunningServer;
}

/**
 * Serves requests until the supervisor asks this process to go (TERM) or is gone itself.
 * Ends the process: 0 after a drain, BOOT_FAILURE_EXIT_CODE when the application does not come up.
 */
export async function runWorker(config: Config): Promise<void> {
  keepBeating();
  // Ctrl-C reaches every process of the terminal: when to go is for the supervisor to say.
  process.on('SIGINT', () => {});
  const service = await boot(config);
  outliveStrayErrors(service.ctx);
  let isLeaving = false;
  process.on('SIGTERM', () => {
    if (isLeaving) process.exit(0);
    isLeaving = true;
    void leave(service, config.gracefulTimeoutSeconds);
  });
  tell({ type: 'ready' });
}

function keepBeating(): void {
  const supervisor = process.ppid;
  process.on('disconnect', () => process.exit(0));
  const beat = () => {
    // Without a supervisor nobody would stop or replace this process, and it would keep the port from the next start.
    if (process.ppid !== supervisor) process.exit(0);
    tell({ type: 'beat', at: performance.now() });
  };
  beat();
  setInterval(beat, HEARTBEAT_INTERVAL_MS);
}

async function boot(config: Config): Promise<Service> {
  try {
    // Not before the first beat: what the application loads must not delay it.
    const [{ createContext }, { startServer }] = await Promise.all([import('../context.ts'), import('../server.ts')]);
    const ctx = await createContext(config);
    return { ctx, server: await startServer(ctx, { host: config.host, port: config.port }) };
  } catch (error) {
    process.stderr.write(`worker ${process.pid} could not start: ${reasonOf(error)}\n`);
    process.exit(BOOT_FAILURE_EXIT_CODE);
  }
}

/** A promise that nobody awaited must not end the requests of others: it is logged, and a successor asked for. */
function outliveStrayErrors(ctx: Context): void {
  const onStray = (err: unknown) => {
    ctx.log.fatal({ err }, 'an error reached nobody; this worker asks to be replaced');
    tell({ type: 'recycle' });
  };
  process.on('unhandledRejection', onStray);
  process.on('uncaughtException', onStray);
}

async function leave({ ctx, server }: Service, gracefulTimeoutSeconds: number): Promise<void> {
  setTimeout(() => process.exit(0), gracefulTimeoutSeconds * 1000);
  try {
    await server.drain();
    await ctx.close();
  } catch (err) {
    ctx.log.error({ err }, 'the drain ended with an error');
  }
  process.exit(0);
}

function tell(message: WorkerMessage): void {
  // A supervisor that just died is noticed by the next beat.
  if (process.connected) process.send?.(message);
}
