import type { Sql } from '../../db/client.ts';
import type { Language } from '../../lib/language.ts';

export type LinkPurpose = 'invitation' | 'reset';

/** A link without a secret that anybody knows; the earlier ones of the person end. */
export async function insertPasswordLink(
  sql: Sql,
  link: { userId: number; purpose: LinkPurpose; createdBy: number; secretHash: string; lifetimeSeconds: number },
): Promise<string> {
  await endPasswordLinks(sql, link.userId);
  const [row] = await sql<{ id: string }[]>`
    INSERT INTO password_links (user_id, purpose, secret_hash, created_by, expires_at)
    VALUES (${link.userId}, ${link.purpose}, ${link.secretHash}, ${link.createdBy},
      now() + make_interval(secs => ${link.lifetimeSeconds}))
    RETURNING id`;
  return (row as { id: string }).id;
}

export async function endPasswordLinks(sql: Sql, userId: number): Promise<void> {
  await sql`
    UPDATE password_links SET expires_at = now() WHERE user_id = ${userId} AND used_at IS NULL AND expires_at > now()`;
}

/** Gives the link its secret, and its time from now; false for one that is used or over. */
export async function armPasswordLink(
  sql: Sql,
  id: string,
  secretHash: string,
  lifetimeSeconds: number,
): Promise<boolean> {
  const rows = await sql`
    UPDATE password_links l SET secret_hash = ${secretHash}, expires_at = now() + make_interval(secs => ${lifetimeSeconds})
    FROM users u
    WHERE l.id = ${id} AND l.used_at IS NULL AND l.expires_at > now() AND u.id = l.user_id AND u.is_active
    RETURNING 1`;
  return rows.length > 0;
}

export interface LinkedPerson {
  userId: number;
  email: string;
  username: string;
  fullName: string;
  language: Language;
  purpose: LinkPurpose;
}

/** Whose password the link sets; null for one that is used, over, or of somebody who was deactivated. */
export async function findLinkedPerson(sql: Sql, secretHash: string): Promise<LinkedPerson | null> {
  const [row] = await sql<LinkedPerson[]>`
    SELECT u.id AS "userId", u.email, u.username, u.full_name AS "fullName", u.language, l.purpose
    FROM password_links l JOIN users u ON u.id = l.user_id
    WHERE l.secret_hash = ${secretHash} AND l.used_at IS NULL AND l.expires_at > now() AND u.is_active`;
  return row ?? null;
}

/** Uses the link up; false where somebody was faster. */
export async function usePasswordLink(sql: Sql, secretHash: string): Promise<boolean> {
  const rows = await sql`
    UPDATE password_links SET used_at = now()
    WHERE secret_hash = ${secretHash} AND used_at IS NULL AND expires_at > now() RETURNING 1`;
  return rows.length > 0;
}

export async function storePassword(sql: Sql, userId: number, passwordHash: string): Promise<void> {
  await sql`UPDATE users SET password_hash = ${passwordHash}, updated_at = now() WHERE id = ${userId}`;
}
