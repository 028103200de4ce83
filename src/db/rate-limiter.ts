import type { RateLimit } from '../config.ts';
import type { Sql } from './client.ts';

export interface Charge {
  /** What is counted: `login:address:203.0.113.9`. */
  key: string;
  limit: RateLimit;
}

export interface Verdict {
  isAllowed: boolean;
  limit: number;
  remaining: number;
  /** Seconds until the window ends. */
  resetSeconds: number;
}

interface Waiting {
  charge: Charge;
  resolve: (verdict: Verdict) => void;
  reject: (error: unknown) => void;
}

interface Counted {
  key: string;
  used: number;
  seconds: number;
}

/**
 * Counts requests against limits that hold over all processes.
 *
 * The counters stand in PostgreSQL. What is charged while a statement is under way goes into the next one, so that a
 * thousand requests from one address do not queue for one row: each gets its own place in the batch's count, exactly.
 */
export class RateLimiter {
  readonly #sql: Sql;
  #waiting: Waiting[] = [];
  #isRunning = false;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Charges one request to each key and answers the strictest verdict. Errors: rejects when PostgreSQL is away. */
  async consume(...charges: Charge[]): Promise<Verdict> {
    const verdicts = await Promise.all(charges.map((charge) => this.#enqueue(charge)));
    return verdicts.reduce((strictest, verdict) => (isStricter(verdict, strictest) ? verdict : strictest));
  }

  /** Forgets windows that are over. */
  async prune(): Promise<void> {
    await this.#sql`DELETE FROM rate_limits WHERE resets_at < now() - interval '1 minute'`;
  }

  #enqueue(charge: Charge): Promise<Verdict> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ charge, resolve, reject });
      if (!this.#isRunning) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        settle(batch, await countAll(this.#sql, batch));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#isRunning = false;
  }
}

function countAll(sql: Sql, batch: Waiting[]): Promise<Counted[]> {
  const costs = new Map<string, { cost: number; windowSeconds: number }>();
  for (const { charge } of batch) {
    const cost = costs.get(charge.key)?.cost ?? 0;
    costs.set(charge.key, { cost: cost + 1, windowSeconds: charge.limit.windowSeconds });
  }
  // In the order of their keys, so that two processes never wait for each other's rows.
  const rows = [...costs].sort(([left], [right]) => (left < right ? -1 : 1));
  return sql<Counted[]>`
    INSERT INTO rate_limits AS r (key, used, resets_at)
    SELECT key, cost, now() + make_interval(secs => seconds)
    FROM unnest(${rows.map(([key]) => key)}::text[], ${rows.map(([, row]) => row.cost)}::int[],
      ${rows.map(([, row]) => row.windowSeconds)}::int[]) AS t(key, cost, seconds)
    ON CONFLICT (key) DO UPDATE SET
      used = CASE WHEN r.resets_at <= now() THEN excluded.used ELSE r.used + excluded.used END,
      resets_at = CASE WHEN r.resets_at <= now() THEN excluded.resets_at ELSE r.resets_at END
    RETURNING key, used, ceil(extract(epoch FROM resets_at - now()))::int AS seconds`;
}

function settle(batch: Waiting[], counted: Counted[]): void {
  const countOf = new Map(counted.map((row) => [row.key, row]));
  // Last first: the last of the batch stands at the row's count, the one before it one lower, and so on.
  for (const { charge, resolve } of batch.reverse()) {
    const row = countOf.get(charge.key) as Counted;
    const { points } = charge.limit;
    resolve({
      isAllowed: row.used <= points,
      limit: points,
      remaining: Math.max(0, points - row.used),
      resetSeconds: Math.max(1, row.seconds),
    });
    row.used -= 1;
  }
}

function isStricter(one: Verdict, other: Verdict): boolean {
  if (one.isAllowed !== other.isAllowed) return !one.isAllowed;
  return one.remaining < other.remaining;
}
