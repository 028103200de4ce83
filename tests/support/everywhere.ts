import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type postgres from 'postgres';

/**
 * Where any of these words stands in the database: every column of every table that can hold a text, found by the
 * catalogue, so that a column that is added later is looked through too. Without accents and in any case of letters.
 * Shape: `table.column: word`.
 */
export async function findInDatabase(sql: postgres.Sql, words: readonly string[]): Promise<string[]> {
  const columns = await sql<{ table: string; column: string }[]>`
    SELECT c.table_name AS table, c.column_name AS column
    FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
      AND c.data_type IN ('text', 'character varying', 'character', 'json', 'jsonb', 'ARRAY', 'USER-DEFINED', 'tsvector',
        'bytea', 'xml', 'date')
    ORDER BY 1, 2`;
  const found: string[] = [];
  for (const { table, column } of columns) {
    const text = sql`lower(public.unaccent(${sql(column)}::text))`;
    const rows = await sql<{ word: string }[]>`
      SELECT word FROM unnest(${[...words]}::text[]) AS w(word)
      WHERE EXISTS (SELECT 1 FROM ${sql(table)} WHERE strpos(${text}, lower(public.unaccent(w.word))) > 0)`;
    found.push(...rows.map(({ word }) => `${table}.${column}: ${word}`));
  }
  return found;
}

/** The files of a folder, however deep, that hold any of these words, or bear one as their name. */
export async function findInFolder(folder: string, words: readonly string[]): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const found: string[] = [];
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path);
    if (words.some((word) => entry.name.includes(word) || bytes.includes(word)))
      found.push(path.slice(folder.length + 1));
  }
  return found;
}
