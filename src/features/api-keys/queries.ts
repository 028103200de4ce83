import type { Sql } from '../../db/client.ts';
import type { Role } from '../users/model.ts';
import type { ApiKey } from './model.ts';

const columns = (sql: Sql) => sql`
  k.id, k.user_id AS "userId", k.name, k.role, k.scopes, k.allowed_addresses AS "allowedAddresses", k.prefix,
  CASE WHEN k.revoked_at IS NOT NULL THEN 'revoked' WHEN k.expires_at <= now() THEN 'expired' ELSE 'active' END AS status,
  k.expires_at AS "expiresAt", CASE WHEN k.previous_until > now() THEN k.previous_until END AS "previousUntil",
  k.last_used_at AS "lastUsedAt", k.last_used_address AS "lastUsedAddress", k.created_at AS "createdAt",
  c.full_name AS "createdByName", k.revoked_at AS "revokedAt"`;
const tables = (sql: Sql) => sql`api_keys k LEFT JOIN users c ON c.id = k.created_by`;

/** Those that open something first, then by name. */
export function listKeys(sql: Sql): Promise<ApiKey[]> {
  return sql<ApiKey[]>`
    SELECT ${columns(sql)} FROM ${tables(sql)}
    ORDER BY k.revoked_at IS NOT NULL, coalesce(k.expires_at <= now(), false), lower(k.name), k.id`;
}

export async function findKey(sql: Sql, id: number): Promise<ApiKey | null> {
  const [row] = await sql<ApiKey[]>`SELECT ${columns(sql)} FROM ${tables(sql)} WHERE k.id = ${id}`;
  return row ?? null;
}

/** The same, its row locked until the transaction ends. */
export async function lockKey(sql: Sql, id: number): Promise<ApiKey | null> {
  const [row] = await sql<
    ApiKey[]
  >`SELECT ${columns(sql)} FROM ${tables(sql)} WHERE k.id = ${id} FOR NO KEY UPDATE OF k`;
  return row ?? null;
}

/** Those that open something. */
export async function countKeys(sql: Sql): Promise<number> {
  const [row] = await sql<{ total: number }[]>`
    SELECT count(*)::int AS total FROM api_keys WHERE revoked_at IS NULL`;
  return (row as { total: number }).total;
}

export interface StoredKey {
  name: string;
  role: Role;
  scopes: string[] | null;
  allowedAddresses: string[];
  expiresAt: Date | null;
}

/** A key, and the user who stands for it: never active, so in no list of those who work here. */
export async function insertKey(
  sql: Sql,
  of: StoredKey,
  { hash, prefix, login, createdBy }: { hash: string; prefix: string; login: string; createdBy: number },
): Promise<number> {
  const [row] = await sql<{ id: number }[]>`
    WITH actor AS (
      INSERT INTO users (email, username, full_name, role, password_hash, is_active, is_service)
      VALUES (${login}, ${login}, ${of.name}, ${of.role}, '', false, true) RETURNING id)
    INSERT INTO api_keys (user_id, name, role, scopes, allowed_addresses, prefix, secret_hash, expires_at, created_by)
    SELECT id, ${of.name}, ${of.role}, ${of.scopes}::text[], ${of.allowedAddresses}::text[], ${prefix}, ${hash},
      ${of.expiresAt}, ${createdBy} FROM actor
    RETURNING id`;
  return (row as { id: number }).id;
}

export async function updateKey(sql: Sql, id: number, of: StoredKey): Promise<void> {
  await sql`
    WITH changed AS (
      UPDATE api_keys SET name = ${of.name}, role = ${of.role}, scopes = ${of.scopes}::text[],
        allowed_addresses = ${of.allowedAddresses}::text[], expires_at = ${of.expiresAt}
      WHERE id = ${id} RETURNING user_id)
    UPDATE users SET full_name = ${of.name}, role = ${of.role}, updated_at = now()
    WHERE id IN (SELECT user_id FROM changed)`;
}

/** False where it is revoked. */
export async function replaceKey(
  sql: Sql,
  id: number,
  { hash, prefix, hours }: { hash: string; prefix: string; hours: number },
): Promise<boolean> {
  const { count } = await sql`
    UPDATE api_keys SET previous_hash = secret_hash, previous_until = now() + make_interval(hours => ${hours}),
      secret_hash = ${hash}, prefix = ${prefix}
    WHERE id = ${id} AND revoked_at IS NULL`;
  return count > 0;
}

/** False where it was revoked before. */
export async function revokeKey(sql: Sql, id: number): Promise<boolean> {
  const { count } = await sql`
    UPDATE api_keys SET revoked_at = now(), previous_until = NULL WHERE id = ${id} AND revoked_at IS NULL`;
  return count > 0;
}

export type PresentedKey = Pick<
  ApiKey,
  'id' | 'userId' | 'name' | 'role' | 'scopes' | 'allowedAddresses' | 'status'
> & {
  login: string;
};

/** The key whose secret this is, or was until now, whether or not it opens anything. */
export async function findKeyByHash(sql: Sql, hash: string): Promise<PresentedKey | null> {
  const [row] = await sql<PresentedKey[]>`
    SELECT k.id, k.user_id AS "userId", k.name, k.role, k.scopes, k.allowed_addresses AS "allowedAddresses",
      CASE WHEN k.revoked_at IS NOT NULL THEN 'revoked' WHEN k.expires_at <= now() THEN 'expired'
        WHEN k.secret_hash <> ${hash} AND coalesce(k.previous_until <= now(), true) THEN 'expired'
        ELSE 'active' END AS status, u.username AS login
    FROM api_keys k JOIN users u ON u.id = k.user_id AND u.is_service
    WHERE k.secret_hash = ${hash} OR k.previous_hash = ${hash}`;
  return row ?? null;
}

/** When and from where it was used last, exact to so many seconds. */
export async function noteKeyUse(sql: Sql, id: number, address: string, seconds: number): Promise<void> {
  await sql`
    UPDATE api_keys SET last_used_at = now(), last_used_address = ${address}
    WHERE id = ${id} AND (last_used_at IS NULL OR last_used_at < now() - make_interval(secs => ${seconds}))`;
}
