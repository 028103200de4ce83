import type { Sql } from '../../db/client.ts';

export interface Avatar {
  image: Uint8Array<ArrayBuffer>;
  mediaType: string;
}

/** The picture in the place of the one before; null: none. */
export async function storeAvatar(
  sql: Sql,
  userId: number,
  avatar: (Avatar & { version: string }) | null,
): Promise<void> {
  if (!avatar) {
    await sql`WITH gone AS (DELETE FROM avatars WHERE user_id = ${userId})
      UPDATE users SET avatar_version = NULL WHERE id = ${userId}`;
    return;
  }
  await sql`
    WITH kept AS (
      INSERT INTO avatars (user_id, image, media_type) VALUES (${userId}, ${Buffer.from(avatar.image)}, ${avatar.mediaType})
      ON CONFLICT (user_id) DO UPDATE SET image = excluded.image, media_type = excluded.media_type)
    UPDATE users SET avatar_version = ${avatar.version} WHERE id = ${userId}`;
}

/** Null as well for a version that has been replaced. */
export async function findAvatar(sql: Sql, userId: number, version: string): Promise<Avatar | null> {
  const [row] = await sql<{ image: Buffer<ArrayBuffer>; mediaType: string }[]>`
    SELECT a.image, a.media_type AS "mediaType" FROM avatars a JOIN users u ON u.id = a.user_id
    WHERE a.user_id = ${userId} AND u.avatar_version = ${version}`;
  return row ?? null;
}
