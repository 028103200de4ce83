import { setPriority } from 'node:os';
import { usableCores } from '../config/cores.ts';
import type { Environment } from '../config/reader.ts';
import { type Config, readConfig } from '../config.ts';
import { startEmbedded } from '../db/embedded.ts';
import { isPrepared } from '../db/prepared.ts';
import { handsConnectionsOver } from '../lib/quiet-listener.ts';
import { reasonOf } from '../lib/reason.ts';
import { MAIN_PROGRAM } from '../lib/root.ts';
import { Control, FolderTakenError } from '../supervisor/control.ts';
import { createLog, type Log, type SupervisorLog } from '../supervisor/log.ts';
import { isPortFree } from '../supervisor/port.ts';
import { runSupervisor } from '../supervisor/supervisor.ts';
import { lacksBundle, mainProgram, workerProgram } from './bundle.ts';
import { say } from './console.ts';
import { stopWithLauncher } from './launcher.ts';

const INTERRUPTED_EXIT_CODE = 130;
const LOWEST_PRIORITY = 19;

/** Prepares what is needed, then keeps the workers alive until it is told to stop. */
export async function start(env: Environment): Promise<number> {
  const config = readConfig(env);
  const log = openLog(config);
  if (log === null) return 1;
  if (!(await isPortFree(config.host, config.port))) {
    process.stderr.write(`Port ${config.port} is taken by another program. Stop it, or set PORT.\n`);
    return 1;
  }
  const control = await claimFolder(config, log.log);
  if (control === null) return 1;
  try {
    return await serve(env, config, { control, ...log });
  } finally {
    await control.close();
  }
}

type Steering = SupervisorLog & { control: Control };

async function serve(env: Environment, config: Config, steering: Steering): Promise<number> {
  const interruption = watchForInterruption(steering.reopen);
  const forgetLauncher = stopWithLauncher(env);
  const database = config.databaseUrl === null ? await startDatabase(config) : null;
  try {
    const workerEnv = database === null ? env : { ...env, DATABASE_URL: database.url };
    const { exitCode, isNew } = interruption.signal.aborted
      ? { exitCode: INTERRUPTED_EXIT_CODE, isNew: false }
      : await prepare(config, workerEnv, interruption.signal);
    interruption.end();
    if (interruption.signal.aborted) return INTERRUPTED_EXIT_CODE;
    return exitCode === 0 ? await supervise(config, workerEnv, isNew, steering) : exitCode;
  } finally {
    forgetLauncher();
    await database?.stop();
  }
}

/** Null when the log cannot be written. */
function openLog({ logLevel, logFormat, logFile }: Config): SupervisorLog | null {
  try {
    return createLog({ threshold: logLevel, format: logFormat, file: logFile });
  } catch (error) {
    process.stderr.write(`LOG_FILE cannot be written: ${reasonOf(error)}\n`);
    return null;
  }
}

/** Null when another supervisor of this machine has the folder. */
async function claimFolder({ dataDir }: Config, log: Log): Promise<Control | null> {
  try {
    return await Control.open(dataDir, log);
  } catch (error) {
    if (!(error instanceof FolderTakenError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return null;
  }
}

/**
 * Until the supervisor takes over the signals: a start that is broken off must still stop its database, and one that takes
 * its time, because there is a lot to migrate, must not end of what is meant for workers or for the log.
 */
function watchForInterruption(reopenLog: () => void) {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const overlook = () => {};
  const listeners: [NodeJS.Signals, () => void][] = [
    ...(['SIGINT', 'SIGTERM', 'SIGQUIT'] as const).map((signal): [NodeJS.Signals, () => void] => [signal, abort]),
    ...(['SIGHUP', 'SIGTTIN', 'SIGTTOU'] as const).map((signal): [NodeJS.Signals, () => void] => [signal, overlook]),
    ['SIGUSR1', reopenLog],
  ];
  for (const [signal, listener] of listeners) process.on(signal, listener);
  const end = () => {
    for (const [signal, listener] of listeners) process.off(signal, listener);
  };
  return { signal: controller.signal, end };
}

const startDatabase = ({ dataDir }: Config) => startEmbedded({ dataDir, progress: (line) => say(`${line} …`) });

/**
 * In a process of its own, so that this one, which must outlive all others, never loads the application. Answers whether
 * the demo bank is new there.
 */
async function prepare(
  { databaseUrl, databaseDirectUrl, isProduction }: Config,
  env: Environment,
  signal: AbortSignal,
): Promise<{ exitCode: number; isNew: boolean }> {
  const url = databaseDirectUrl ?? databaseUrl ?? env.DATABASE_URL;
  if (url && (await isPrepared(url, { withDemoBank: !isProduction }))) return { exitCode: 0, isNew: false };
  let isNew = false;
  const child = Bun.spawn([process.execPath, mainProgram(), 'prepare'], {
    env: { ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
    signal,
    ipc: () => {
      isNew = true;
    },
  });
  return { exitCode: (await child.exited) || 0, isNew };
}

async function supervise(
  config: Config,
  env: Environment,
  isNew: boolean,
  { control, log, reopen }: Steering,
): Promise<number> {
  warnOfResets(log, config.isProduction);
  const beside = new AbortController();
  try {
    return await runSupervisor({
      command: () => [process.execPath, ...workerProgram()],
      // They need no more rights than the service has.
      env: { ...env, DATABASE_OWNER_URL: undefined, DATABASE_OWNER_URL_FILE: undefined },
      workers: config.workers,
      heartbeatTimeoutMs: config.heartbeatTimeoutSeconds * 1000,
      gracefulTimeoutMs: config.gracefulTimeoutSeconds * 1000,
      maxBooting: Math.max(1, Math.floor(usableCores())),
      version: config.version,
      control,
      log,
      reopenLog: reopen,
      onReady: () => {
        announce(config);
        if (isNew) makeHistory(env, beside.signal);
        if (!config.isProduction && lacksBundle()) bundleForNextStart(env, beside.signal);
      },
    });
  } finally {
    beside.abort();
  }
}

/** Beside the workers, which serve meanwhile: nobody waits for the demo's past. */
function makeHistory(env: Environment, signal: AbortSignal): void {
  Bun.spawn([process.execPath, MAIN_PROGRAM, 'demo-history'], {
    env: { ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
    signal,
  });
}

/** Where nobody deploys, nobody builds either; it is done when there is time for it. */
function bundleForNextStart(env: Environment, signal: AbortSignal): void {
  const { pid } = Bun.spawn([process.execPath, MAIN_PROGRAM, 'build'], {
    env: { ...env },
    stdio: ['ignore', 'ignore', 'ignore'],
    signal,
  });
  try {
    setPriority(pid, LOWEST_PRIORITY);
  } catch {
    // It has ended already.
  }
}

function announce({ version, workers, host, port, isProduction }: Config): void {
  const address = `http://${['0.0.0.0', '::'].includes(host) ? 'localhost' : host}:${port}`;
  const seconds = (performance.now() / 1000).toFixed(1);
  say(`\nJoxAI ${version} is ready after ${seconds} s, with ${workers} workers.`);
  if (!isProduction) say(`  Chat demo  ${address}/demo`);
  say(`  Panel      ${address}/panel\n`);
}

function warnOfResets(log: Log, isProduction: boolean): void {
  if (handsConnectionsOver() !== false) return;
  const text =
    'net.ipv4.tcp_migrate_req is 0: a killed worker resets connections, one that is replaced delays some (docs/operations.md)';
  log(isProduction ? 'warning' : 'debug', text);
}
