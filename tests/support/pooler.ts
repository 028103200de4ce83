import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.ts';
import { freePort } from './ports.ts';

/** Tests that need it are left out where it is not, and say so. */
export const hasPooler = Bun.which('pgbouncer') !== null;
if (!hasPooler) process.stdout.write('Left out: what needs pgbouncer (apt-get install pgbouncer).\n');

/** Of the server, for all clients together: far fewer than they open, so that they change hands all the time. */
const SERVER_CONNECTIONS = 6;
/** It refuses to run as root. */
const USER = 'postgres';

export interface Pooler {
  /** The same database, through it. */
  urlOf(databaseUrl: string): string;
  log(): string;
  stop(): Promise<void>;
}

/** A PgBouncer in transaction mode before the server of this address. */
export async function startPooler(serverUrl: string): Promise<Pooler> {
  const { hostname, port: serverPort, username, password } = new URL(serverUrl);
  const folder = await mkdtemp(join(tmpdir(), 'joxai-pooler-'));
  const port = await freePort();
  const [settings, users] = [join(folder, 'pgbouncer.ini'), join(folder, 'users.txt')];
  const known = decodeURIComponent(password);
  await writeFile(users, `"${decodeURIComponent(username)}" "${known}"\n`);
  await writeFile(
    settings,
    `[databases]
* = host=${hostname} port=${serverPort}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${users}
pool_mode = transaction
default_pool_size = ${SERVER_CONNECTIONS}
max_client_conn = 500
`,
  );
  await chmod(folder, 0o755);
  const asUser = process.getuid?.() === 0 ? ['-u', USER] : [];
  const child = Bun.spawn(['pgbouncer', ...asUser, settings], { stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  const gather = async (stream: ReadableStream<Uint8Array>) => {
    for await (const chunk of stream) log += new TextDecoder().decode(chunk);
  };
  void gather(child.stdout);
  void gather(child.stderr);
  await eventually('the pooler listens', () => /process up/.test(log) || child.exitCode !== null);
  if (child.exitCode !== null) throw new Error(`the pooler did not start: ${log}`);
  return {
    urlOf(databaseUrl) {
      const url = new URL(databaseUrl);
      [url.hostname, url.port] = ['127.0.0.1', String(port)];
      return url.href;
    },
    log: () => log,
    async stop() {
      child.kill('SIGINT');
      await child.exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
