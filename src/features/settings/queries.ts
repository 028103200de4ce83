import type { Sql } from '../../db/client.ts';
import type { SettingChange, StoredSetting, UserSetting } from './model.ts';

const columns = (sql: Sql) => sql`
  s.key, s.value, s.category, s.description, s.is_public AS "isPublic", s.is_secret AS "isSecret",
  s.updated_at AS "updatedAt", u.full_name AS "updatedBy"`;

export function listStored(sql: Sql): Promise<StoredSetting[]> {
  return sql<StoredSetting[]>`
    SELECT ${columns(sql)} FROM settings s LEFT JOIN users u ON u.id = s.updated_by ORDER BY s.key`;
}

export async function findStored(sql: Sql, key: string): Promise<StoredSetting | null> {
  const [row] = await sql<StoredSetting[]>`
    SELECT ${columns(sql)} FROM settings s LEFT JOIN users u ON u.id = s.updated_by WHERE s.key = ${key}`;
  return row ?? null;
}

/** Who changes settings waits for the one before, so that the history tells what followed what. Tx: until its end. */
export async function lockSettings(tx: Sql): Promise<void> {
  await tx`SELECT pg_advisory_xact_lock(hashtext('settings'))`;
}

export async function saveSetting(
  tx: Sql,
  of: Pick<StoredSetting, 'key' | 'value' | 'category' | 'description' | 'isPublic' | 'isSecret'>,
  userId: number,
): Promise<void> {
  await tx`
    INSERT INTO settings (key, value, category, description, is_public, is_secret, updated_by, updated_at)
    VALUES (${of.key}, ${JSON.stringify(of.value)}::text::jsonb, ${of.category}, ${of.description}, ${of.isPublic},
      ${of.isSecret}, ${userId}, now())
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, category = excluded.category,
      description = excluded.description, is_public = excluded.is_public, is_secret = excluded.is_secret,
      updated_by = excluded.updated_by, updated_at = excluded.updated_at`;
}

export async function deleteSetting(tx: Sql, key: string): Promise<boolean> {
  const { count } = await tx`DELETE FROM settings WHERE key = ${key}`;
  return count > 0;
}

export async function insertChange(
  tx: Sql,
  change: { key: string; actorId: number; actorName: string; from: unknown; to: unknown },
): Promise<void> {
  await tx`
    INSERT INTO setting_changes (key, actor_id, actor_name, from_value, to_value)
    VALUES (${change.key}, ${change.actorId}, ${change.actorName}, ${jsonOrNull(change.from)}::text::jsonb,
      ${jsonOrNull(change.to)}::text::jsonb)`;
}

const jsonOrNull = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

const changeColumns = (sql: Sql) => sql`
  id::float8 AS id, key, actor_name AS "actorName", from_value AS "from", to_value AS "to", at`;

/** The newest first. */
export function listChanges(sql: Sql, key: string, page: { skip: number; limit: number }): Promise<SettingChange[]> {
  return sql<SettingChange[]>`
    SELECT ${changeColumns(sql)} FROM setting_changes WHERE key = ${key}
    ORDER BY setting_changes.id DESC OFFSET ${page.skip} LIMIT ${page.limit}`;
}

export async function countChanges(sql: Sql, key: string): Promise<number> {
  const [row] = await sql<{ total: number }[]>`SELECT count(*)::int AS total FROM setting_changes WHERE key = ${key}`;
  return row?.total ?? 0;
}

/** The last change of each of the keys that was ever changed. */
export function listLastChanges(sql: Sql, keys: readonly string[]): Promise<SettingChange[]> {
  return sql<SettingChange[]>`
    SELECT c.* FROM unnest(${keys}::text[]) AS k(name), LATERAL (
      SELECT ${changeColumns(sql)} FROM setting_changes WHERE key = k.name ORDER BY setting_changes.id DESC LIMIT 1) c`;
}

export function listUserSettings(sql: Sql, userId: number): Promise<UserSetting[]> {
  return sql<UserSetting[]>`
    SELECT key, value, updated_at AS "updatedAt" FROM user_settings WHERE user_id = ${userId} ORDER BY key`;
}

export async function findUserSetting(sql: Sql, userId: number, key: string): Promise<UserSetting | null> {
  const [row] = await sql<UserSetting[]>`
    SELECT key, value, updated_at AS "updatedAt" FROM user_settings WHERE user_id = ${userId} AND key = ${key}`;
  return row ?? null;
}

/** Null: the person has as many as they may, and this would be one more. */
export async function saveUserSetting(
  sql: Sql,
  userId: number,
  { key, value }: { key: string; value: unknown },
  most: number,
): Promise<UserSetting | null> {
  const [row] = await sql<UserSetting[]>`
    INSERT INTO user_settings (user_id, key, value)
    SELECT ${userId}, ${key}, ${JSON.stringify(value)}::text::jsonb
    WHERE (SELECT count(*) FROM user_settings WHERE user_id = ${userId} AND key <> ${key}) < ${most}
    ON CONFLICT (user_id, key) DO UPDATE SET value = excluded.value, updated_at = now()
    RETURNING key, value, updated_at AS "updatedAt"`;
  return row ?? null;
}

export async function deleteUserSetting(sql: Sql, userId: number, key: string): Promise<boolean> {
  const { count } = await sql`DELETE FROM user_settings WHERE user_id = ${userId} AND key = ${key}`;
  return count > 0;
}
