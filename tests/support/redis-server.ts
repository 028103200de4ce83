import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './ports.ts';

const START_TIMEOUT_MS = 30_000;

/** Tests that need it are left out where it is not, and say so. */
export const hasRedis = Bun.which('redis-server') !== null;
/** What the processes of an installation hear and count through. */
export const CARRIERS = hasRedis ? ['PostgreSQL', 'Redis'] : ['PostgreSQL'];
if (!hasRedis) process.stdout.write('Left out: what needs redis-server (apt-get install redis-server).\n');

export interface RedisServer {
  url: string;
  port: number;
  /** As a machine that dies, and stays away until it is started again. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** It keeps its connections and answers nothing. */
  freeze(): void;
  thaw(): void;
  /** Undoes what a test did to it. */
  revive(): Promise<void>;
  /** As `redis-cli` would. */
  cli(...words: string[]): Promise<string>;
  stop(): Promise<void>;
}

interface Options {
  password?: string;
  /** With a certificate for 127.0.0.1 of its own making. */
  tls?: { certificate: string; key: string };
  /** More of its settings. */
  settings?: readonly string[];
}

/** A real one, which keeps nothing on disk. */
export async function startRedis({ password, tls, settings = [] }: Options = {}): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'joxai-redis-'));
  const port = await freePort();
  const listening = tls
    ? ['--port', '0', '--tls-port', String(port), '--tls-cert-file', tls.certificate, '--tls-key-file', tls.key]
    : ['--port', String(port)];
  const command = ['redis-server', ...listening, '--bind', '127.0.0.1', '--save', '', '--dir', folder, ...settings];
  if (tls) command.push('--tls-auth-clients', 'no');
  if (password) command.push('--requirepass', password);
  let child: Bun.Subprocess | null = null;
  const start = async () => {
    child = Bun.spawn(command, { stdio: ['ignore', 'ignore', 'ignore'] });
    await untilListening(port);
  };
  const kill = async () => {
    child?.kill('SIGKILL');
    await child?.exited;
    child = null;
  };
  await start();
  return {
    port,
    url: `${tls ? 'rediss' : 'redis'}://${password ? `:${encodeURIComponent(password)}@` : ''}127.0.0.1:${port}`,
    start,
    kill,
    freeze: () => child?.kill('SIGSTOP'),
    thaw: () => child?.kill('SIGCONT'),
    async revive() {
      child?.kill('SIGCONT');
      if (child === null) await start();
    },
    async cli(...words) {
      const secured = tls ? ['--tls', '--insecure'] : [];
      const known = password ? ['-a', password, '--no-auth-warning'] : [];
      const cli = Bun.spawn(['redis-cli', '-p', String(port), ...secured, ...known, ...words], { stderr: 'ignore' });
      return (await new Response(cli.stdout).text()).trim();
    },
    async stop() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilListening(port: number): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (!(await isListening(port))) {
    if (performance.now() > deadline) throw new Error('redis-server did not start');
    await Bun.sleep(20);
  }
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const answer = (isUp: boolean) => {
      socket.destroy();
      resolve(isUp);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}
