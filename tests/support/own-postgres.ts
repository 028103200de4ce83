import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { type EmbeddedServer, startEmbedded } from '../../src/db/embedded.ts';
import { withDatabase } from './database.ts';
import { isAlive, until } from './pool-process.ts';
import { freePort } from './ports.ts';
import { preparePostgres } from './postgres.ts';

/** A PostgreSQL that a test may crash, fill and lock without touching the others'. */
export class OwnPostgres {
  readonly #folder: string;
  readonly #settings: Record<string, string>;
  #server: EmbeddedServer;

  static async start(settings: Record<string, string> = {}): Promise<OwnPostgres> {
    const folder = await mkdtemp(join(tmpdir(), 'joxai-own-postgres-'));
    // The database may run as another user, who has to pass through.
    await chmod(folder, 0o711);
    // One that stays free while it is away.
    await writeFile(join(folder, 'postgres-port'), String(await freePort()));
    return new OwnPostgres(folder, settings, await preparePostgres(folder, settings));
  }

  private constructor(folder: string, settings: Record<string, string>, server: EmbeddedServer) {
    this.#folder = folder;
    this.#settings = settings;
    this.#server = server;
  }

  get url(): string {
    return this.#server.url;
  }

  /** One connection of its own, to be ended by whoever asked. */
  connect(databaseUrl: string = withDatabase(this.url, 'postgres')): postgres.Sql {
    return postgres(databaseUrl, { max: 1, onnotice: () => {}, max_lifetime: null });
  }

  /** One statement in a session of its own. */
  async run<Row extends object>(text: string, databaseUrl?: string): Promise<Row[]> {
    const sql = this.connect(databaseUrl);
    try {
      return [...(await sql.unsafe<Row[]>(text))];
    } finally {
      await sql.end();
    }
  }

  /** Ends all sessions but its own; answers how many there were. */
  async terminateBackends(): Promise<number> {
    const [row] = await this.run<{ count: number }>(`
      SELECT count(pg_terminate_backend(pid))::int AS count FROM pg_stat_activity
      WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`);
    return row?.count ?? 0;
  }

  /** As a power failure does: nothing is written out, nobody is told. Resolves when it is gone. */
  async crash(): Promise<void> {
    const [row] = await this.run<{ folder: string }>("SELECT current_setting('data_directory') AS folder");
    const pid = Number(readFileSync(join(row?.folder ?? '', 'postmaster.pid'), 'utf8').split('\n', 1)[0]);
    process.kill(pid, 'SIGQUIT');
    await until(() => !isAlive(pid));
    await this.#server.stop();
  }

  /** On the port of before. Resolves when it takes connections. */
  async startAgain(): Promise<void> {
    const { port } = this.#server;
    this.#server = await startEmbedded({ dataDir: this.#folder, settings: { fsync: 'off', ...this.#settings } });
    if (this.#server.port !== port) throw new Error('somebody took its port meanwhile');
  }

  async destroy(): Promise<void> {
    await this.#server.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
