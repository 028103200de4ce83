import { Elysia } from 'elysia';
import postgres from 'postgres';
import type { Context } from '../context.ts';

const READINESS_TIMEOUT_MS = 1_000;

/** The declaration that every route owes (app.ts); the features' own stands in features/auth/access.ts. */
const OPEN = { 'x-access': 'OPEN', security: [] } as object;

/** Health and readiness, for load balancers and monitors. */
export const health = (ctx: Context) =>
  new Elysia({ name: 'health' })
    .get('/health', () => ({ status: 'ok', message: 'Banking ChatBot API v1.0' }), {
      detail: { summary: 'The process is up', tags: ['health'], ...OPEN },
    })
    .get(
      '/readiness',
      async ({ status }) => {
        const isUp = !ctx.isStopping && (await databaseAnswers(ctx));
        // Whoever watches may want to know; the service does not need it.
        const redis = ctx.redis && { redis: ctx.redis.isUp ? 'ok' : 'error' };
        const body = { api: 'ok', database: isUp ? 'ok' : 'error', ...redis, version: ctx.config.version };
        return isUp ? body : status(503, { ...body, detail: 'The service is not ready' });
      },
      {
        detail: {
          summary: 'The service can serve: its database answers and it is not being stopped',
          tags: ['health'],
          ...OPEN,
        },
      },
    );

/**
 * Asks on a connection of the pool, with a deadline of its own, so that a database that hangs is told apart from one
 * that is slow; where the pool itself is stuck, a fresh connection has the last word.
 */
async function databaseAnswers(ctx: Context): Promise<boolean> {
  const answered = await withinDeadline(lookAt(ctx.db.sql));
  return answered || withinDeadline(askFresh(ctx.config.databaseUrl as string));
}

async function askFresh(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, connect_timeout: 1, prepare: false, onnotice: () => {} });
  try {
    await lookAt(sql);
  } finally {
    void sql.end({ timeout: 0 });
  }
}

/** Errors: rejects for one that only reads too, such as a primary that has become a standby. */
async function lookAt(sql: postgres.Sql): Promise<void> {
  const [row] = await sql<{ isReadOnly: string }[]>`SELECT current_setting('transaction_read_only') AS "isReadOnly"`;
  if (row?.isReadOnly !== 'off') throw new Error('the database only reads');
}

async function withinDeadline(query: PromiseLike<unknown>): Promise<boolean> {
  let timer: Timer | undefined;
  const deadline = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), READINESS_TIMEOUT_MS / 2);
  });
  try {
    return await Promise.race([query.then(() => true as const), deadline]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
