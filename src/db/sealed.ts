import postgres from 'postgres';
import type { Vault } from '../lib/vault.ts';
import type { Sql } from './client.ts';

/** Every column that holds what lib/vault.ts sealed. */
const PLACES: readonly (readonly [table: string, column: string])[] = [
  ['two_factor', 'secret'],
  ['webhooks', 'secret'],
  ['webhooks', 'previous_secret'],
  ['oidc_sessions', 'refresh_token'],
  ['oidc_sessions', 'id_token'],
];
/** In one go; the rest has its turn with the next. */
const BATCH = 1_000;

/** All that is sealed in the database. Errors: rejects when it cannot be reached, or has no tables yet. */
export async function findSealed(databaseUrl: string): Promise<string[]> {
  const sql = postgres(databaseUrl, { max: 1, prepare: false, connect_timeout: 5, onnotice: () => {} });
  try {
    const found: string[][] = [await sealedSettings(sql, '')];
    for (const place of PLACES) found.push(await sealedIn(sql, place, ''));
    return found.flat();
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/**
 * Seals what SECRET_KEY_PREVIOUS sealed under SECRET_KEY, so that the earlier secret can be forgotten. What is changed
 * meanwhile is left alone. Answers how many.
 */
export async function resealAll(sql: Sql, vault: Vault): Promise<number> {
  let count = 0;
  for (const [before, after] of anew(vault, await sealedSettings(sql, vault.prefix))) {
    const changed = await sql`
      UPDATE settings SET value = to_jsonb(${after}::text) WHERE is_secret AND value = to_jsonb(${before}::text)`;
    count += changed.count;
  }
  for (const place of PLACES) {
    const [table, column] = place;
    for (const [before, after] of anew(vault, await sealedIn(sql, place, vault.prefix))) {
      const changed = await sql`
        UPDATE ${sql(table)} SET ${sql(column)} = ${after} WHERE ${sql(column)} = ${before}`;
      count += changed.count;
    }
  }
  return count;
}

/** What does not begin with `prefix`, so much in one go; an empty one leaves nothing out. */
async function sealedIn(sql: Sql, [table, column]: readonly [string, string], prefix: string): Promise<string[]> {
  const rows = await sql<{ sealed: string }[]>`
    SELECT ${sql(column)} AS sealed FROM ${sql(table)}
     WHERE ${sql(column)} IS NOT NULL AND (${prefix} = '' OR NOT starts_with(${sql(column)}, ${prefix}))
     LIMIT ${batchOf(prefix)}`;
  return rows.map(({ sealed }) => sealed);
}

async function sealedSettings(sql: Sql, prefix: string): Promise<string[]> {
  const rows = await sql<{ sealed: string }[]>`
    SELECT value #>> '{}' AS sealed FROM settings
     WHERE is_secret AND (${prefix} = '' OR NOT starts_with(value #>> '{}', ${prefix}))
     LIMIT ${batchOf(prefix)}`;
  return rows.map(({ sealed }) => sealed);
}

/** Null: without end. */
const batchOf = (prefix: string): number | null => (prefix === '' ? null : BATCH);

function anew(vault: Vault, sealed: readonly string[]): [string, string][] {
  return sealed.flatMap((before): [string, string][] => {
    const text = vault.open(before);
    return text === null ? [] : [[before, vault.seal(text)]];
  });
}
