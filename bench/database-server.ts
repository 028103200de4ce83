import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { startEmbedded } from '../src/db/embedded.ts';

/**
 * Durability as PostgreSQL ships it. The rest makes room for the peer's connections and keeps a checkpoint from falling
 * into one contestant's window.
 */
const SETTINGS = {
  max_connections: '1200',
  shared_buffers: '512MB',
  max_wal_size: '4GB',
  checkpoint_timeout: '30min',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
};

/** The one PostgreSQL that all contestants share, with a database for each. */
export class DatabaseServer {
  readonly #url: string;
  readonly #stop: () => Promise<void>;
  /** The first process of the server. */
  readonly pid: number;
  readonly version: string;

  /** Starts one in `folder`, or uses the one at `url`, whose user must be a superuser. */
  static async start(folder: string, url: string | null): Promise<DatabaseServer> {
    const server =
      url === null ? await startEmbedded({ dataDir: folder, settings: SETTINGS }) : { url, stop: async () => {} };
    try {
      const [row] = await withClient(server.url, (sql) => sql`SHOW data_directory`);
      const [version] = await withClient(server.url, (sql) => sql`SHOW server_version`);
      const pidFile = readFileSync(join(row?.data_directory, 'postmaster.pid'), 'utf8');
      return new DatabaseServer(server, Number(pidFile.split('\n')[0]), version?.server_version);
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  private constructor(server: { url: string; stop(): Promise<void> }, pid: number, version: string) {
    this.#url = server.url;
    this.#stop = server.stop;
    this.pid = pid;
    this.version = version;
  }

  /** Makes an empty database and answers its address; one of that name from an earlier run is dropped. */
  async create(name: string): Promise<string> {
    await withClient(this.#url, async (sql) => {
      await sql.unsafe(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await sql.unsafe(`CREATE DATABASE ${name}`);
    });
    const url = new URL(this.#url);
    url.pathname = name;
    return url.href;
  }

  stop(): Promise<void> {
    return this.#stop();
  }
}

export async function runSqlFile(url: string, file: string): Promise<void> {
  await withClient(url, (sql) => sql.unsafe(readFileSync(file, 'utf8')));
}

/** Table names are the same with every contestant. */
export async function countRows(url: string, table: 'conversations' | 'messages'): Promise<number> {
  const [row] = await withClient(url, (sql) => sql`SELECT count(*)::int AS rows FROM ${sql(table)}`);
  return row?.rows;
}

export async function withClient<Result>(url: string, run: (sql: postgres.Sql) => Promise<Result>): Promise<Result> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await run(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
