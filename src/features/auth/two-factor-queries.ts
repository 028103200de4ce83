import type { Sql } from '../../db/client.ts';

export interface Factor {
  secret: string;
  confirmedAt: Date | null;
  isLocked: boolean;
}

export async function findFactor(sql: Sql, userId: number): Promise<Factor | null> {
  const [row] = await sql<Factor[]>`
    SELECT secret, confirmed_at AS "confirmedAt", coalesce(locked_until > now(), false) AS "isLocked"
    FROM two_factor WHERE user_id = ${userId}`;
  return row ?? null;
}

/** A secret that waits for its first code; one that is confirmed already stays. */
export async function storePendingFactor(sql: Sql, userId: number, secret: string): Promise<void> {
  await sql`
    INSERT INTO two_factor (user_id, secret) VALUES (${userId}, ${secret})
    ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, created_at = now(), failures = 0, locked_until = NULL
    WHERE two_factor.confirmed_at IS NULL`;
}

/** False where it was confirmed by somebody else meanwhile. */
export async function confirmFactor(sql: Sql, userId: number, secret: string, step: number): Promise<boolean> {
  const rows = await sql`
    UPDATE two_factor SET confirmed_at = now(), last_step = ${step}, failures = 0, locked_until = NULL
    WHERE user_id = ${userId} AND secret = ${secret} AND confirmed_at IS NULL RETURNING 1`;
  return rows.length > 0;
}

/** Uses the code of these thirty seconds up; false where it, or a later one, was used. */
export async function takeStep(sql: Sql, userId: number, step: number): Promise<boolean> {
  const rows = await sql`
    UPDATE two_factor SET last_step = ${step}, failures = 0
    WHERE user_id = ${userId} AND confirmed_at IS NOT NULL AND (last_step IS NULL OR last_step < ${step})
      AND (locked_until IS NULL OR locked_until <= now())
    RETURNING 1`;
  return rows.length > 0;
}

/** Uses a recovery code up; false for one that is used or made up. */
export async function takeRecoveryCode(sql: Sql, userId: number, codeHash: string): Promise<boolean> {
  const rows = await sql`
    WITH taken AS (
      UPDATE recovery_codes SET used_at = now()
      WHERE user_id = ${userId} AND code_hash = ${codeHash} AND used_at IS NULL RETURNING user_id)
    UPDATE two_factor f SET failures = 0 FROM taken t WHERE f.user_id = t.user_id RETURNING 1`;
  return rows.length > 0;
}

/** Counts a wrong code. True for the one that locks the factor. */
export async function noteWrongCode(sql: Sql, userId: number, most: number, lockMinutes: number): Promise<boolean> {
  const [row] = await sql<{ isLocking: boolean }[]>`
    UPDATE two_factor SET failures = CASE WHEN failures + 1 >= ${most} THEN 0 ELSE failures + 1 END,
      locked_until = CASE WHEN failures + 1 >= ${most} THEN now() + make_interval(mins => ${lockMinutes})
        ELSE locked_until END
    WHERE user_id = ${userId} AND confirmed_at IS NOT NULL AND (locked_until IS NULL OR locked_until <= now())
    RETURNING failures = 0 AS "isLocking"`;
  return row?.isLocking ?? false;
}

/** The codes before end. */
export async function storeRecoveryCodes(sql: Sql, userId: number, hashes: string[]): Promise<void> {
  await sql`DELETE FROM recovery_codes WHERE user_id = ${userId}`;
  await sql`
    INSERT INTO recovery_codes (user_id, code_hash) SELECT ${userId}, hash FROM unnest(${hashes}::text[]) hash`;
}

export async function countRecoveryCodes(sql: Sql, userId: number): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    SELECT count(*)::int AS count FROM recovery_codes WHERE user_id = ${userId} AND used_at IS NULL`;
  return row?.count ?? 0;
}

/** Takes the second factor away; false where there was none. */
export async function deleteFactor(sql: Sql, userId: number): Promise<boolean> {
  await sql`DELETE FROM recovery_codes WHERE user_id = ${userId}`;
  const rows = await sql`DELETE FROM two_factor WHERE user_id = ${userId} RETURNING confirmed_at IS NOT NULL AS was_on`;
  return Boolean(rows[0]?.was_on);
}
