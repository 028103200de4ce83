import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type postgres from 'postgres';
import type { Sql } from './client.ts';

/** A table's rows in a backup: `tables/<name>.gz`, as COPY writes text. */
export interface SavedTable {
  name: string;
  columns: string[];
  rows: number;
  /** Of the file. */
  sha256: string;
}

export interface SavedDatabase {
  /** Migrations that its tables have seen. */
  migrations: number;
  /** In an order in which rows find what they name. */
  tables: SavedTable[];
  sequences: { name: string; value: string }[];
}

/** Of a table, while it is written. */
const ROWS_AT_ONCE = 500;

const fileOf = (folder: string, table: string): string => join(folder, 'tables', `${table}.gz`);

/**
 * Writes every table as it is at one moment, while the service goes on writing; what a crash may lose (counters, who is
 * connected) is left out. Tx: a transaction that sees one snapshot.
 */
export async function saveTables(tx: postgres.TransactionSql, folder: string): Promise<SavedDatabase> {
  const tables: SavedTable[] = [];
  for (const { name, columns } of inOrder(await listTables(tx), await listReferences(tx))) {
    tables.push({ name, columns, ...(await write(linesOf(tx, name, columns), fileOf(folder, name))) });
  }
  const sequences = await tx<{ name: string; value: string }[]>`
    SELECT sequencename AS name, last_value::text AS value FROM pg_sequences
    WHERE schemaname = 'public' AND last_value IS NOT NULL ORDER BY 1`;
  const [row] = await tx<
    { migrations: number }[]
  >`SELECT count(*)::int AS migrations FROM drizzle.__drizzle_migrations`;
  return { migrations: row?.migrations ?? 0, tables, sequences: [...sequences] };
}

/**
 * A table's rows as COPY writes them in text, a few at a time. Not by COPY itself: the driver's stream of it pauses the
 * connection, and now and then nothing wakes it again.
 */
async function* linesOf(tx: postgres.TransactionSql, table: string, columns: string[]): AsyncGenerator<string[]> {
  const texts = columns
    .map((column): ReturnType<Sql> => tx`${tx(column)}::text AS ${tx(column)}`)
    .reduce((all, one): ReturnType<Sql> => tx`${all}, ${one}`);
  for await (const rows of tx<Record<string, string | null>[]>`SELECT ${texts} FROM ${tx(table)}`.cursor(
    ROWS_AT_ONCE,
  )) {
    yield rows.map((row) => `${columns.map((column) => copyText(row[column] ?? null)).join('\t')}\n`);
  }
}

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const copyText = (value: string | null): string =>
  value === null ? '\\N' : value.replace(/[\\\t\n\r]/g, (sign) => ESCAPES[sign] as string);

async function write(lines: AsyncIterable<string[]>, path: string): Promise<{ rows: number; sha256: string }> {
  let rows = 0;
  const counted = async function* () {
    for await (const some of lines) {
      rows += some.length;
      yield some.join('');
    }
  };
  const hash = createHash('sha256');
  const hashing = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(counted, createGzip(), hashing, createWriteStream(path, { mode: 0o600 }));
  return { rows, sha256: hash.digest('hex') };
}

/**
 * Puts a backup's rows into tables of the same migrations, in place of what these brought along. Triggers sleep meanwhile:
 * what they would do has been done. Errors: rejects where a row is missing or does not fit; then nothing has changed.
 */
export async function loadTables(sql: postgres.Sql, folder: string, saved: SavedDatabase): Promise<void> {
  await sql.begin(async (tx) => {
    for (const { name } of saved.tables) await tx`ALTER TABLE ${tx(name)} DISABLE TRIGGER USER`;
    for (const { name } of saved.tables.toReversed()) await tx`DELETE FROM ${tx(name)}`;
    for (const table of saved.tables) {
      const target = await tx`COPY ${tx(table.name)} (${tx(table.columns)}) FROM STDIN`.writable();
      await pipeline(createReadStream(fileOf(folder, table.name)), createGunzip(), target);
      const [row] = await tx<{ rows: number }[]>`SELECT count(*)::float8 AS rows FROM ${tx(table.name)}`;
      if (row?.rows !== table.rows) throw new Error(`${table.name} has ${row?.rows} rows instead of ${table.rows}`);
    }
    for (const { name, value } of saved.sequences) await tx`SELECT setval(${name}::regclass, ${value}::bigint)`;
    for (const { name } of saved.tables) await tx`ALTER TABLE ${tx(name)} ENABLE TRIGGER USER`;
  });
  await sql`ANALYZE`;
}

/** Whether there is nothing of ours in the database yet. */
export async function isEmptyDatabase(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ tables: number }[]>`
    SELECT count(*)::int AS tables FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`;
  return row?.tables === 0;
}

interface Table {
  name: string;
  columns: string[];
}

/** Those that survive a crash, without the parts of others; columns that are reckoned from others are left out. */
const listTables = (sql: Sql): Promise<Table[]> => sql<Table[]>`
  SELECT c.relname AS name, (SELECT array_agg(a.attname ORDER BY a.attnum) FROM pg_attribute a
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns
  FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relpersistence = 'p'
    AND NOT c.relispartition ORDER BY 1`;

/** Which table's rows name which other's. */
const listReferences = (sql: Sql): Promise<{ from: string; to: string }[]> => sql<{ from: string; to: string }[]>`
  SELECT DISTINCT f.relname AS "from", t.relname AS "to" FROM pg_constraint k
    JOIN pg_class f ON f.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid
  WHERE k.contype = 'f' AND k.conrelid <> k.confrelid AND NOT f.relispartition`;

/** Each table after those that its rows name. */
function inOrder(tables: Table[], references: { from: string; to: string }[]): Table[] {
  const ordered: Table[] = [];
  const seen = new Set<string>();
  const visit = (table: Table): void => {
    if (seen.has(table.name)) return;
    seen.add(table.name);
    for (const { from, to } of references) {
      const needed = from === table.name ? tables.find(({ name }) => name === to) : undefined;
      if (needed) visit(needed);
    }
    ordered.push(table);
  };
  for (const table of tables) visit(table);
  return ordered;
}
