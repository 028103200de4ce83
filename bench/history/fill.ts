import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type postgres from 'postgres';
import { preparePartitions } from '../../src/db/partitions.ts';
import { Random } from '../../src/features/demo/random.ts';
import { noRows, type Row, type Rows, Teller, type World } from './story.ts';

interface FillOptions {
  messages: number;
  /** Over which they are spread, up to `until`. */
  days: number;
  until: Date;
  staff?: number;
  customers?: number;
  seed?: number;
}

interface Filled {
  conversations: number;
  messages: number;
  seconds: number;
}

const DAY_MS = 86_400_000;
/** Conversations told before their rows are copied. */
const BATCH = 5_000;
/** Of a conversation, on the average. */
const MESSAGES_EACH = 6.4;
/** Least to most busy hours of the day, in the bank's hours less six. */
const BUSY_FROM_HOUR = 14;
const BUSY_HOURS = 12;

/**
 * Fills a migrated database with made-up history by COPY. Triggers sleep meanwhile, so the connection's user must be a
 * superuser, and what the product derives from rows (`measures`, the words of conversations) is left to it.
 * `keep`: gets every batch of rows, to reckon with them.
 */
export async function fillHistory(
  sql: postgres.Sql,
  { messages, days, until, staff = 12, customers = Math.ceil(messages / 60), seed = 20_260_317 }: FillOptions,
  keep: (rows: Rows) => void = () => {},
): Promise<Filled> {
  const began = performance.now();
  const from = new Date(until.getTime() - days * DAY_MS);
  await preparePartitions(sql, from);
  const world: World = {
    until,
    staff: await insertStaff(sql, staff, from),
    customers: await insertCustomers(sql, customers, from, until, new Random(seed + 1)),
  };
  const random = new Random(seed);
  const teller = new Teller(world, random);
  const starts = startsOf(random, Math.round(messages / MESSAGES_EACH), from, days, until);
  let told = 0;
  for (let at = 0; at < starts.length; at += BATCH) {
    const rows = noRows();
    for (const start of starts.slice(at, at + BATCH)) told += teller.tell(rows, start);
    keep(rows);
    await copyRows(sql, rows);
  }
  for (const table of ['turns', 'tickets']) {
    await sql`SELECT setval(pg_get_serial_sequence(${table}, 'id'), greatest(1, (SELECT max(id) FROM ${sql(table)})))`;
  }
  await sql`UPDATE audit_chain SET (last_id, last_at) = (SELECT max(id), max(at) FROM audit_log)`;
  return { conversations: starts.length, messages: told, seconds: (performance.now() - began) / 1_000 };
}

/** Days grow by and by; within a day most of them lie in busy hours. */
function startsOf(random: Random, count: number, from: Date, days: number, until: Date): Date[] {
  const starts = Array.from({ length: count }, () => {
    const day = Math.floor(random.next() * days);
    const hour = random.chance(0.85) ? BUSY_FROM_HOUR + random.next() * BUSY_HOURS : random.next() * 24;
    return new Date(Math.round(from.getTime() + (day + (hour % 24) / 24) * DAY_MS));
  });
  return starts.filter((start) => start < until).sort((a, b) => a.getTime() - b.getTime());
}

async function insertStaff(sql: postgres.Sql, count: number, at: Date): Promise<World['staff']> {
  return sql<World['staff']>`
    INSERT INTO users (email, username, full_name, role, password_hash, created_at, updated_at)
    SELECT 'history' || n || '@example.com', 'history' || n, 'Agente ' || n, 'AGENT', '!', ${at}, ${at}
    FROM generate_series(1, ${count}::int) n RETURNING id, full_name AS name`;
}

async function insertCustomers(
  sql: postgres.Sql,
  count: number,
  from: Date,
  until: Date,
  random: Random,
): Promise<World['customers']> {
  const span = until.getTime() - from.getTime();
  const rows = Array.from({ length: count }, (_, at) => ({
    external_id: `HIST-${at}`,
    full_name: `Cliente ${at} ${random.pick(['Ruiz', 'Soto', 'Luna', 'Vega'])}`,
    customer_type: random.chance(0.9) ? 'INDIVIDUAL' : 'BUSINESS',
    created_at: new Date(from.getTime() + random.next() * span),
  }));
  return sql<World['customers']>`
    INSERT INTO customers (external_id, full_name, customer_type, created_at)
    SELECT * FROM json_to_recordset(${JSON.stringify(rows)}::text::json)
      AS t(external_id text, full_name text, customer_type text, created_at timestamptz)
    RETURNING id, full_name AS name`;
}

/** In the order in which rows name each other. */
async function copyRows(sql: postgres.Sql, rows: Rows): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`SET LOCAL session_replication_role = replica`;
    for (const [table, all] of Object.entries(rows)) {
      const [first] = all;
      if (!first) continue;
      const columns = Object.keys(first);
      const target = await tx`COPY ${tx(table)} (${tx(columns)}) FROM STDIN`.writable();
      await writeAll(target, columns, all);
    }
  });
}

async function writeAll(target: Writable, columns: string[], rows: Row[]): Promise<void> {
  let text = '';
  for (const row of rows) {
    text += `${columns.map((column) => cellOf(row[column])).join('\t')}\n`;
    if (text.length < 1 << 20) continue;
    if (!target.write(text)) await once(target, 'drain');
    text = '';
  }
  target.end(text);
  await once(target, 'finish');
}

/** As COPY reads it. */
function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '\\N';
  if (value instanceof Date) return value.toISOString();
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text.replace(
    /[\\\t\n\r]/g,
    (sign) => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' })[sign] as string,
  );
}
