import type { RateLimit } from '../config.ts';
import { Batcher } from './batcher.ts';
import { isDatabaseAway, type Sql } from './client.ts';

const MAX_CHARGES_AT_ONCE = 256;

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

interface Counted {
  key: string;
  used: number;
  seconds: number;
}

/**
 * Counts requests against limits that hold over all processes.
 *
 * The counters stand in PostgreSQL. Charges are batched, so that a thousand requests from one address do not queue for
 * one row: each gets its own place in the batch's count, exactly.
 */
export class RateLimiter {
  readonly #sql: Sql;
  readonly #batcher: Batcher<Charge, Verdict>;

  constructor(sql: Sql) {
    this.#sql = sql;
    this.#batcher = new Batcher({
      run: async (charges) => verdictsOf(charges, await countAll(sql, charges)),
      maxSize: MAX_CHARGES_AT_ONCE,
      isCommon: isDatabaseAway,
    });
  }

  /** Charges one request to each key and answers the strictest verdict. Errors: rejects when PostgreSQL is away. */
  async consume(...charges: Charge[]): Promise<Verdict> {
    const verdicts = await Promise.all(charges.map((charge) => this.#batcher.add(charge)));
    return verdicts.reduce((strictest, verdict) => (isStricter(verdict, strictest) ? verdict : strictest));
  }

  /** Forgets windows that are over. */
  async prune(): Promise<void> {
    await this.#sql`DELETE FROM rate_limits WHERE resets_at < now() - interval '1 minute'`;
  }
}

function countAll(sql: Sql, charges: Charge[]): Promise<Counted[]> {
  const costs = new Map<string, { cost: number; windowSeconds: number }>();
  for (const charge of charges) {
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

function verdictsOf(charges: Charge[], counted: Counted[]): Verdict[] {
  const countOf = new Map(counted.map((row) => [row.key, row]));
  // Last first: the last of the batch stands at the row's count, the one before it one lower, and so on.
  return charges
    .toReversed()
    .map(({ key, limit }) => {
      const row = countOf.get(key) as Counted;
      const place = row.used;
      row.used -= 1;
      return {
        isAllowed: place <= limit.points,
        limit: limit.points,
        remaining: Math.max(0, limit.points - place),
        resetSeconds: Math.max(1, row.seconds),
      };
    })
    .reverse();
}

function isStricter(one: Verdict, other: Verdict): boolean {
  if (one.isAllowed !== other.isAllowed) return !one.isAllowed;
  return one.remaining < other.remaining;
}
