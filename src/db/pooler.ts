import { ConfigError } from '../config/reader.ts';
import type { Sql } from './client.ts';

const PROTOCOL_VIOLATION = '08P01';
const NEEDS_DIRECT = 'DATABASE_DIRECT_URL must be set: DATABASE_URL leads through a pooler';

/**
 * Makes sure that nothing stands between that hands out the server's connections: it would name itself as the other end,
 * and the server another process.
 *
 * Errors: ConfigError where something does; rejects when the database cannot be reached.
 */
export async function refusePooler(sql: Sql): Promise<void> {
  try {
    const answer = await sql<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
    const { pid } = answer.state as { pid: number };
    if (answer[0]?.pid === pid) return;
  } catch (error) {
    // What a server knows as a setting, a pooler does not.
    const { code, message } = error as { code?: unknown; message: string };
    if (code !== PROTOCOL_VIOLATION || !message.includes('startup parameter')) throw error;
  }
  throw new ConfigError([NEEDS_DIRECT]);
}
