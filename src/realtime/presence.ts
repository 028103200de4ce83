import { randomUUID } from 'node:crypto';
import type { Database, Sql } from '../db/client.ts';
import { keepTotals } from '../db/worker-figures.ts';
import type { WorkerFigures } from '../metrics/figures.ts';

/** Seconds after which a worker that has not renewed its row is gone, with its connections. */
const LEASE_SECONDS = 15;
const RENEW_EVERY_MS = 5_000;
/** What opens and closes within this time is written together. */
const WRITE_AFTER_MS = 50;

type ConnectionKind = 'customer' | 'staff' | 'panel';

interface Connection {
  kind: ConnectionKind;
  /** Null for a customer. */
  userId: number | null;
  conversationId: string | null;
}

/** One open connection of this process. */
export interface Present {
  /** What the person has before their eyes now. */
  look(conversationId: string | null): void;
  leave(): void;
}

/**
 * Who is connected to this worker, kept in the database so that every worker knows.
 *
 * Written soon after, and together: a thousand customers that come back at once cost a few statements.
 */
export class Presence {
  readonly #sql: Database['sql'];
  readonly #workerId: string;
  readonly #onError: (error: unknown) => void;
  readonly #figures: () => WorkerFigures | null;
  readonly #open = new Map<string, Connection>();
  #changed = new Set<string>();
  #writeTimer: Timer | null = null;
  #renewTimer: Timer | null = null;
  #work: Promise<void> = Promise.resolve();

  /** `figures`: what the worker tells of itself with each renewal. */
  constructor(
    sql: Database['sql'],
    workerId: string,
    onError: (error: unknown) => void,
    figures: () => WorkerFigures | null = () => null,
  ) {
    this.#sql = sql;
    this.#figures = figures;
    this.#workerId = workerId;
    this.#onError = onError;
  }

  async start(): Promise<void> {
    await renew(this.#sql, this.#workerId, this.#figures());
    this.#renewTimer = setInterval(() => this.#enqueue(() => this.#renew()), RENEW_EVERY_MS);
  }

  async stop(): Promise<void> {
    if (this.#renewTimer) clearInterval(this.#renewTimer);
    if (this.#writeTimer) clearTimeout(this.#writeTimer);
    this.#enqueue(async () => {
      const { count } = await this.#sql`DELETE FROM workers WHERE id = ${this.#workerId}`;
      if (count > 0) await keepTotals(this.#sql, [this.#figures()]);
    });
    await this.#work;
  }

  /** Those of this process, by their kind. */
  get sockets(): WorkerFigures['sockets'] {
    const count = { customer: 0, staff: 0, panel: 0 };
    for (const { kind } of this.#open.values()) count[kind] += 1;
    return count;
  }

  enter(connection: Connection): Present {
    const id = randomUUID();
    this.#open.set(id, { ...connection });
    this.#note(id);
    return {
      look: (conversationId) => {
        const known = this.#open.get(id);
        if (!known || known.conversationId === conversationId) return;
        known.conversationId = conversationId;
        this.#note(id);
      },
      leave: () => {
        if (this.#open.delete(id)) this.#note(id);
      },
    };
  }

  /** Resolves when everything so far is written. */
  async flush(): Promise<void> {
    if (this.#writeTimer) clearTimeout(this.#writeTimer);
    this.#writeTimer = null;
    this.#enqueue(() => this.#write());
    await this.#work;
  }

  #note(id: string): void {
    this.#changed.add(id);
    this.#writeTimer ??= setTimeout(() => {
      this.#writeTimer = null;
      this.#enqueue(() => this.#write());
    }, WRITE_AFTER_MS);
  }

  async #write(): Promise<void> {
    const ids = [...this.#changed];
    this.#changed = new Set();
    try {
      const gone = ids.filter((id) => !this.#open.has(id));
      if (gone.length > 0) await this.#sql`DELETE FROM connections WHERE id = ANY(${gone}::uuid[])`;
      await this.#insert(ids.filter((id) => this.#open.has(id)));
    } catch (error) {
      // Who came or went while the database was away is written down with the next renewal.
      for (const id of ids) this.#changed.add(id);
      throw error;
    }
  }

  async #insert(ids: string[]): Promise<void> {
    if (ids.length === 0) return;
    const open = ids.map((id) => this.#open.get(id) as Connection);
    await this.#sql`
      INSERT INTO connections (id, worker_id, kind, user_id, conversation_id)
      SELECT id, ${this.#workerId}, kind, user_id, conversation_id FROM unnest(${ids}::uuid[],
        ${open.map(({ kind }) => kind)}::text[], ${open.map(({ userId }) => userId)}::int[],
        ${open.map(({ conversationId }) => conversationId)}::uuid[]) AS t(id, kind, user_id, conversation_id)
      ON CONFLICT (id) DO UPDATE SET conversation_id = excluded.conversation_id`;
  }

  /**
   * A worker that was thought gone writes all of its connections again: it was stopped for a while, or PostgreSQL was,
   * which empties unlogged tables after a crash.
   */
  async #renew(): Promise<void> {
    const wasGone = await renew(this.#sql, this.#workerId, this.#figures());
    if (wasGone) await this.#insert([...this.#open.keys()]);
    if (this.#changed.size > 0) await this.#write();
  }

  #enqueue(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch(this.#onError);
  }
}

/** Answers whether the worker had no row. Removes those of workers that are gone. */
async function renew(sql: Database['sql'], workerId: string, figures: WorkerFigures | null): Promise<boolean> {
  const gone = await sql<{ figures: WorkerFigures | null }[]>`
    DELETE FROM workers WHERE expires_at < now() RETURNING figures`;
  await keepTotals(
    sql,
    gone.map((row) => row.figures),
  );
  const [row] = await sql<{ isNew: boolean }[]>`
    INSERT INTO workers (id, expires_at, figures)
    VALUES (${workerId}, now() + make_interval(secs => ${LEASE_SECONDS}), ${figures && JSON.stringify(figures)}::text::jsonb)
    ON CONFLICT (id) DO UPDATE SET expires_at = excluded.expires_at, figures = excluded.figures RETURNING xmax = 0 AS "isNew"`;
  return row?.isNew ?? false;
}

export interface Viewer {
  id: number;
  name: string;
}

/** The members of staff who have the conversation before their eyes, over all workers. */
export function viewersOf(sql: Sql, conversationId: string): Promise<Viewer[]> {
  return sql<Viewer[]>`
    SELECT DISTINCT u.id, u.full_name AS name FROM connections c
      JOIN workers w ON w.id = c.worker_id AND w.expires_at > now() JOIN users u ON u.id = c.user_id
    WHERE c.conversation_id = ${conversationId} ORDER BY u.full_name, u.id`;
}

/** Whether the customer has the chat open, in any worker. */
export async function isCustomerThere(sql: Sql, conversationId: string): Promise<boolean> {
  const rows = await sql`
    SELECT 1 FROM connections c JOIN workers w ON w.id = c.worker_id AND w.expires_at > now()
    WHERE c.conversation_id = ${conversationId} AND c.kind = 'customer' LIMIT 1`;
  return rows.length > 0;
}

export interface LiveCounts {
  workers: number;
  customers: number;
  /** Connections of staff, of the interface and of the panel. */
  staff: number;
  panel: number;
  /** People behind them. */
  people: number;
}

/** Over the whole pool. */
export async function countLive(sql: Sql): Promise<LiveCounts> {
  const [row] = await sql<LiveCounts[]>`
    SELECT count(DISTINCT w.id)::int AS workers, count(*) FILTER (WHERE c.kind = 'customer')::int AS customers,
      count(*) FILTER (WHERE c.kind = 'staff')::int AS staff, count(*) FILTER (WHERE c.kind = 'panel')::int AS panel,
      count(DISTINCT c.user_id)::int AS people
    FROM workers w LEFT JOIN connections c ON c.worker_id = w.id WHERE w.expires_at > now()`;
  return row as LiveCounts;
}
