import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { migrate } from '../src/db/migrate.ts';
import { seedDemoBank } from '../src/db/seed.ts';
import { ampleLimits } from '../tests/support/rate-limits.ts';
import { type DatabaseServer, runSqlFile, withClient } from './database-server.ts';
import { DIALECTS, type Kind } from './dialects.ts';
import type { Options } from './options.ts';
import { ServerProcess } from './server-process.ts';

const PROJECT = join(import.meta.dir, '..');
const DEMO_BANK = join(PROJECT, 'data/demo-bank');
/** As many as the peer's sessions in one worker can want; its pool may overflow by twenty more. */
const PEER_POOL = '70';
const SEEDED_CHATS = 200;
const UNLIMITED = '1000000/second';

/** One server that is measured: its own database, and as many worker processes as the others. */
export class Contestant {
  readonly name: string;
  readonly kind: Kind;
  readonly databaseUrl: string;
  /** Rows to name over the socket, for a server that wants that. */
  readonly conversations: string[] | null;
  readonly #options: Options;
  readonly #folder: string;
  readonly #processes = new Set<ServerProcess>();
  #isEnded = false;

  /** Makes its database, with the tables and rows that the program does not make itself. */
  static async prepare(name: string, kind: Kind, options: Options, database: DatabaseServer, folder: string) {
    const databaseUrl = await database.create(`bench_${name.replaceAll(/\W+/g, '_')}`);
    if (kind !== 'peer') await migrate(databaseUrl);
    // With the demo bank there already the product makes no demo history, which would be load of its own.
    if (kind === 'product') await seedDemoBank(databaseUrl, DEMO_BANK);
    if (kind === 'peer') await runSqlFile(databaseUrl, join(options.peerFolder, 'schema.sql'));
    const home = join(folder, name.replaceAll(/\W+/g, '-'));
    mkdirSync(home, { recursive: true });
    const contestant = new Contestant(
      name,
      kind,
      databaseUrl,
      kind === 'peer' ? await seed(databaseUrl) : null,
      options,
      home,
    );
    return contestant;
  }

  private constructor(
    name: string,
    kind: Kind,
    databaseUrl: string,
    conversations: string[] | null,
    options: Options,
    folder: string,
  ) {
    this.name = name;
    this.kind = kind;
    this.databaseUrl = databaseUrl;
    this.conversations = conversations;
    this.#options = options;
    this.#folder = folder;
  }

  get dialect() {
    return DIALECTS[this.kind];
  }

  /** Starts the program and resolves at its first good answer to /readiness. Units: ms from the start to that. */
  async start(): Promise<RunningServer> {
    const port = await freePort();
    if (this.#isEnded) throw new Error(`${this.name} is not started any more`);
    const begun = performance.now();
    const process = new ServerProcess({
      name: this.name,
      command: this.#command(port),
      folder: this.kind === 'peer' ? this.#options.peerFolder : PROJECT,
      env: this.#environment(port),
      logFile: join(this.#folder, 'server.log'),
    });
    this.#processes.add(process);
    await process.ready(`http://127.0.0.1:${port}/readiness`);
    return { contestant: this, port, process, startMs: performance.now() - begun };
  }

  /** Stops what runs of it. */
  async stop(): Promise<void> {
    await Promise.all([...this.#processes].map((process) => process.stop()));
    this.#processes.clear();
  }

  /** Stops what runs of it, and lets nothing be started after that. */
  end(): Promise<void> {
    this.#isEnded = true;
    return this.stop();
  }

  #command(port: number): string[] {
    const { workers, python } = this.#options;
    if (this.kind === 'product') return [process.execPath, join(PROJECT, 'src/main.ts'), 'start'];
    if (this.kind === 'floor') return [process.execPath, join(import.meta.dir, 'floor.ts')];
    const server = ['-m', 'gunicorn', 'peer_fastapi:app', '-k', 'uvicorn.workers.UvicornWorker', '--preload'];
    return [python, '-B', ...server, '-w', String(workers), '-b', `127.0.0.1:${port}`];
  }

  #environment(port: number): Record<string, string> {
    const common = { PATH: process.env.PATH ?? '', HOME: this.#folder, DATABASE_URL: this.databaseUrl };
    if (this.kind === 'peer') {
      // SQLAlchemy knows the scheme by its long name only.
      return { ...common, DATABASE_URL: this.databaseUrl.replace(/^postgres:/, 'postgresql:'), POOL: PEER_POOL };
    }
    const server = { ...common, PORT: String(port), WORKERS: String(this.#options.workers) };
    if (this.kind === 'floor') return server;
    return {
      ...server,
      HOST: '127.0.0.1',
      AI_PROVIDER: 'mock',
      SECRET_KEY: randomBytes(32).toString('hex'),
      DATA_DIR: join(this.#folder, 'data'),
      // The peer writes no access log either.
      LOG_LEVEL: 'error',
      MAX_REQUESTS: '0',
      WORKER_CONNECTIONS: '20000',
      // The load names an address for each client, as a proxy would.
      TRUST_PROXY: '1',
      RATE_LIMITS: ampleLimits({}, UNLIMITED),
    };
  }
}

export interface RunningServer {
  contestant: Contestant;
  port: number;
  process: ServerProcess;
  startMs: number;
}

async function seed(databaseUrl: string): Promise<string[]> {
  const rows = await withClient(
    databaseUrl,
    (sql) => sql`
      INSERT INTO conversations (conversation_id, user_id)
      SELECT gen_random_uuid(), 'socket-' || number FROM generate_series(1, ${SEEDED_CHATS}) number RETURNING id`,
  );
  return rows.map(({ id }) => String(id));
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
