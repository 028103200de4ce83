import type { Sql } from 'postgres';

interface Written {
  slug: string;
  language: 'es' | 'en';
  title: string;
  content: string;
  category: string;
}

/** An article that the assistant may read, past everybody who would have to write and review it. */
export async function publishDirectly(sql: Sql, article: Written): Promise<number> {
  const [row] = await sql<{ id: number }[]>`
    INSERT INTO knowledge_articles ${sql({ ...article, tags: [], status: 'PUBLISHED' })} RETURNING id`;
  const id = (row as { id: number }).id;
  await sql`
    INSERT INTO knowledge_versions (article_id, version, title, content, category, tags, published_at)
    SELECT id, version, title, content, category, tags, now() FROM knowledge_articles WHERE id = ${id}`;
  return id;
}

/** A version more of each article, with these words at its end, published in the same way. */
export async function appendDirectly(sql: Sql, words: string): Promise<void> {
  await sql`
    UPDATE knowledge_articles SET version = version + 1, content = content || ${words}`;
  await sql`
    INSERT INTO knowledge_versions (article_id, version, title, content, category, tags, examples, published_at)
    SELECT id, version, title, content, category, tags, examples, now() FROM knowledge_articles`;
}
