import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ADMIN, cloneDatabase } from './database.ts';
import { freePort } from './ports.ts';
import { ampleLimits } from './rate-limits.ts';
import { IDENTITY_SECRET } from './service.ts';

// Other test files may keep the processor busy.
const START_TIMEOUT_MS = 90_000;

/** The program as an operator starts it: a supervisor and its workers, on a database of its own. */
export interface Installation {
  origin: string;
  databaseUrl: string;
  supervisor: number;
  /** The process ids of the workers that live now. */
  workers(): Promise<number[]>;
  output(): string;
  /** How long its start took: what takes longer than it should on a busy machine may take so much longer. */
  startMs(): number;
  stop(): Promise<void>;
}

interface InstallationOptions {
  /** The PostgreSQL that gets its database, where it is not that of all tests. */
  server?: string;
  /** A program with its arguments that becomes the one whose command follows them, such as `nice -n 5`. */
  within?: readonly string[];
}

/**
 * With `DATABASE_URL` in `env` it is another machine of the installation that has this database; they need one
 * `SECRET_KEY`.
 */
export async function startInstallation(
  env: Record<string, string> = {},
  { server, within = [] }: InstallationOptions = {},
): Promise<Installation> {
  const database = env.DATABASE_URL ? null : await cloneDatabase(server);
  const databaseUrl = database?.url ?? env.DATABASE_DIRECT_URL ?? `${env.DATABASE_URL}`;
  const dataDir = await mkdtemp(join(tmpdir(), 'joxai-installation-'));
  const port = await freePort();
  const child = Bun.spawn([...within, process.execPath, join(import.meta.dir, '../../src/main.ts'), 'start'], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'development',
      HOST: '127.0.0.1',
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      DATA_DIR: dataDir,
      SECRET_KEY: randomBytes(32).toString('hex'),
      CUSTOMER_IDENTITY_SECRET: IDENTITY_SECRET,
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
      RATE_LIMITS: ampleLimits(),
      LOG_LEVEL: 'warning',
      GRACEFUL_TIMEOUT: '3',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const gather = async (stream: ReadableStream<Uint8Array>) => {
    for await (const chunk of stream) output += new TextDecoder().decode(chunk);
  };
  void gather(child.stdout);
  void gather(child.stderr);
  const installation: Installation = {
    origin: `http://127.0.0.1:${port}`,
    databaseUrl,
    supervisor: child.pid,
    workers: () => workersOf(child.pid),
    output: () => output,
    startMs: () => Number(/is ready after ([\d.]+) s/.exec(output)?.[1]) * 1_000,
    async stop() {
      child.kill('SIGTERM');
      await child.exited;
      await rm(dataDir, { recursive: true, force: true });
      await database?.drop();
    },
  };
  try {
    await untilReady(() => output, child);
  } catch (error) {
    await installation.stop();
    throw error;
  }
  return installation;
}

async function untilReady(output: () => string, child: Bun.Subprocess): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (!/is ready after/.test(output())) {
    if (performance.now() > deadline || child.exitCode !== null) throw new Error(`it did not start: ${output()}`);
    await Bun.sleep(50);
  }
}

/** Other processes that it starts, such as the one that bundles, are none. */
async function workersOf(supervisor: number): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => (await parentOf(pid)) === supervisor && (await commandOf(pid)).at(-1) === 'worker'),
  );
  return pids.filter((_, at) => found[at]).map(Number);
}

/** The program and its arguments; none for a process that is gone. */
export async function commandOf(pid: number | string): Promise<string[]> {
  const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return text.split('\0').slice(0, -1);
}

async function parentOf(pid: string): Promise<number | null> {
  try {
    return Number(/^PPid:\s+(\d+)$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return null;
  }
}
