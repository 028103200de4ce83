import type { Sql } from './client.ts';

/** So many requests under a key, whose window is so long if one begins with them. */
export interface Cost {
  key: string;
  cost: number;
  windowSeconds: number;
}

export interface Counted {
  key: string;
  /** In the window, these requests among them. */
  used: number;
  /** Until the window ends, rounded up. */
  seconds: number;
}

/** Counts for all processes. Times are those of the server that counts. */
export interface Counters {
  /** Adds each cost to its key's window, in one step. Errors: rejects when nobody can count. */
  add(costs: Cost[]): Promise<Counted[]>;
  /** Forgets windows that are over. */
  prune(): Promise<void>;
}

export class PostgresCounters implements Counters {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  async add(costs: Cost[]): Promise<Counted[]> {
    // In the order of their keys, so that two processes never wait for each other's rows.
    const rows = costs.toSorted((left, right) => (left.key < right.key ? -1 : 1));
    return await this.#sql<Counted[]>`
      INSERT INTO rate_limits AS r (key, used, resets_at)
      SELECT key, cost, now() + make_interval(secs => seconds)
      FROM unnest(${rows.map(({ key }) => key)}::text[], ${rows.map(({ cost }) => cost)}::int[],
        ${rows.map(({ windowSeconds }) => windowSeconds)}::int[]) AS t(key, cost, seconds)
      ON CONFLICT (key) DO UPDATE SET
        used = CASE WHEN r.resets_at <= now() THEN excluded.used ELSE r.used + excluded.used END,
        resets_at = CASE WHEN r.resets_at <= now() THEN excluded.resets_at ELSE r.resets_at END
      RETURNING key, used, ceil(extract(epoch FROM resets_at - now()))::int AS seconds`;
  }

  async prune(): Promise<void> {
    await this.#sql`DELETE FROM rate_limits WHERE resets_at < now() - interval '1 minute'`;
  }
}
