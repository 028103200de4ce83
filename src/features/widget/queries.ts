import type { Sql } from '../../db/client.ts';
import type { BrandImage, BrandImageName } from './model.ts';

export async function findImage(sql: Sql, name: BrandImageName): Promise<BrandImage | null> {
  const [row] = await sql<BrandImage[]>`SELECT type, content FROM brand_images WHERE name = ${name}`;
  return row ?? null;
}

export async function saveImage(sql: Sql, name: BrandImageName, image: BrandImage & { hash: string }): Promise<void> {
  await sql`
    INSERT INTO brand_images (name, type, content, hash) VALUES (${name}, ${image.type}, ${image.content}, ${image.hash})
    ON CONFLICT (name) DO UPDATE SET type = excluded.type, content = excluded.content, hash = excluded.hash,
      updated_at = now()`;
}

export async function deleteImage(sql: Sql, name: BrandImageName): Promise<boolean> {
  const { count } = await sql`DELETE FROM brand_images WHERE name = ${name}`;
  return count > 0;
}
