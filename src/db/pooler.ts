import postgres from 'postgres';

/**
 * Whether something stands between that hands out the server's connections: it names itself as the other end, and the
 * server another process.
 *
 * Errors: rejects when the database cannot be reached.
 */
export async function isBehindPooler(databaseUrl: string): Promise<boolean> {
  const sql = postgres(databaseUrl, { max: 1, prepare: false, connect_timeout: 10, onnotice: () => {} });
  try {
    const answer = await sql<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
    const { pid } = answer.state as { pid: number };
    return answer[0]?.pid !== pid;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
