import { closeSync, existsSync, fstatSync, ftruncateSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import type { Binaries } from './binaries.ts';
import type { Home } from './cluster.ts';
import { EmbeddedError } from './error.ts';

// Recovery after a crash replays the log, which may take its time on a slow disk.
const START_DEADLINE_MS = 120_000;
const STOP_DEADLINE_MS = 20_000;
const POLL_MS = 10;
const PORT_TRIES = 3;
const MAX_LOG_BYTES = 10 * 1024 * 1024;
const MEBIBYTE = 1024 * 1024;

export interface ServerProcess {
  port: number;
  stop(): Promise<void>;
}

type Settings = Readonly<Record<string, string>>;

/**
 * Starts the server and waits until it takes connections.
 * Errors: EmbeddedError with the last lines of its log.
 */
export async function launchServer(home: Home, binaries: Binaries, settings: Settings): Promise<ServerProcess> {
  for (let attempt = 1; ; attempt++) {
    const port = await choosePort(home.dataDir);
    const server = spawnServer(home, binaries, { ...usualSettings(port), ...settings });
    if (await becomesReady(server, home.clusterDir)) {
      writeFileSync(portFile(home.dataDir), String(port), { mode: 0o600 });
      return { port, stop: onceStopped(server) };
    }
    await onceStopped(server)();
    const log = tailOfLog(home.dataDir);
    // Somebody may have taken the port between the look and the start.
    const isPortTaken = log.includes('Address already in use');
    if (!isPortTaken || attempt === PORT_TRIES) throw new EmbeddedError(`The database did not start.\n${log}`);
  }
}

const portFile = (dataDir: string): string => join(dataDir, 'postgres-port');

/** The port of last time where it is free, so that an open psql finds the server again. */
async function choosePort(dataDir: string): Promise<number> {
  const file = portFile(dataDir);
  const remembered = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  const port = remembered > 0 && remembered < 65_536 ? remembered : 0;
  return (await tryPort(port)) ?? (await tryPort(0)) ?? 0;
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((done) => {
    const probe = createServer();
    probe.once('error', () => done(null));
    probe.listen({ port, host: '127.0.0.1' }, () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' ? (address?.port ?? null) : null));
    });
  });
}

function usualSettings(port: number): Record<string, string> {
  return {
    port: String(port),
    listen_addresses: '127.0.0.1',
    // The path of a socket may be too long, and its folder closed to the server's user.
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: `${sharedBuffersMebibytes()}MB`,
    random_page_cost: '1.1',
    // Compiling a query costs more than any of ours takes.
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    password_encryption: 'scram-sha-256',
    // Statements may hold what customers wrote.
    log_min_error_statement: 'panic',
    log_parameter_max_length_on_error: '0',
  };
}

/** An eighth of the memory, within what is useful for a desk on one machine. */
const sharedBuffersMebibytes = (): number => Math.round(Math.min(256, Math.max(64, totalmem() / MEBIBYTE / 8)));

function spawnServer({ dataDir, clusterDir, owner }: Home, binaries: Binaries, settings: Settings) {
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openLog(dataDir);
  const server = Bun.spawn([...dieWithParent(), binaries.postgres, '-D', clusterDir, ...options], {
    ...owner,
    // A session of its own: Ctrl-C must reach the workers first, which still need the database to finish.
    detached: true,
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  server.unref();
  return server;
}

type Server = ReturnType<typeof spawnServer>;

function openLog(dataDir: string): number {
  const log = openSync(join(dataDir, 'postgres.log'), 'a', 0o600);
  if (fstatSync(log).size > MAX_LOG_BYTES) ftruncateSync(log);
  return log;
}

/** Where util-linux is there, the kernel stops the server if we are killed; elsewhere the next start does. */
function dieWithParent(): string[] {
  const setpriv = '/usr/bin/setpriv';
  return process.platform === 'linux' && existsSync(setpriv) ? [setpriv, '--pdeathsig', 'INT', '--'] : [];
}

/** Source: the status word in the eighth line of postmaster.pid is what pg_ctl waits for as well. */
async function becomesReady(server: Server, clusterDir: string): Promise<boolean> {
  const deadline = performance.now() + START_DEADLINE_MS;
  while (server.exitCode === null && server.signalCode === null && performance.now() < deadline) {
    if (readStatus(clusterDir, server.pid) === 'ready') return true;
    await Bun.sleep(POLL_MS);
  }
  return false;
}

function readStatus(clusterDir: string, pid: number): string | null {
  try {
    const lines = readFileSync(join(clusterDir, 'postmaster.pid'), 'utf8').split('\n');
    return Number(lines[0]) === pid ? (lines[7]?.trim() ?? null) : null;
  } catch {
    return null;
  }
}

function onceStopped(server: Server): () => Promise<void> {
  const killOnExit = () => server.kill('SIGINT');
  process.once('exit', killOnExit);
  let stopped: Promise<void> | null = null;
  return () => {
    stopped ??= stopServer(server).finally(() => process.off('exit', killOnExit));
    return stopped;
  };
}

async function stopServer(server: Server): Promise<void> {
  server.ref();
  // "Fast": sessions end, everything is written out. "Immediate" is recovered from at the next start.
  server.kill('SIGINT');
  const force = setTimeout(() => server.kill('SIGQUIT'), STOP_DEADLINE_MS);
  await server.exited;
  clearTimeout(force);
}

function tailOfLog(dataDir: string, lines = 5): string {
  return readFileSync(join(dataDir, 'postgres.log'), 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}
