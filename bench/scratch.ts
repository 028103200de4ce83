import { chmodSync, mkdtempSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { OwnPostgres } from '../tests/support/own-postgres.ts';

/** A new folder, which whoever asked removes again. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'joxai-bench-'));
  // The database may run as another user, who has to pass through.
  chmodSync(folder, 0o711);
  return folder;
}

export interface PreparedServer {
  url: string;
  version: string;
  /** The machine's load average before anything was started. */
  loadBefore: number;
}

/** Runs `measure` beside a PostgreSQL of its own, which installations of tests/support clone their databases from. */
export async function withPostgres<Result>(measure: (server: PreparedServer) => Promise<Result>): Promise<Result> {
  const loadBefore = loadavg()[0] ?? 0;
  const server = await OwnPostgres.start();
  process.env.TEST_POSTGRES_URL = server.url;
  try {
    const [row] = await server.run<{ server_version: string }>('SHOW server_version');
    return await measure({ url: server.url, version: row?.server_version ?? 'unknown', loadBefore });
  } finally {
    await server.destroy();
  }
}
