import type { Sql } from '../../db/client.ts';
import type { Language } from '../../lib/language.ts';
import type { ImportFile, KnowledgeImport } from './model.ts';

const columns = (sql: Sql) => sql`
  i.id, i.author_id AS "authorId", u.full_name AS "authorName", i.status, i.files, i.articles, i.failure,
  i.created_at AS "createdAt", i.finished_at AS "finishedAt"`;

/** A new import, unless so many of the person's are under way. Null: they are. */
export async function insertImport(
  sql: Sql,
  {
    authorId,
    files,
    aliveSeconds,
    atOnce,
  }: { authorId: number; files: ImportFile[]; aliveSeconds: number; atOnce: number },
): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`
    INSERT INTO knowledge_imports (author_id, files, alive_until)
    SELECT ${authorId}, ${JSON.stringify(files)}::jsonb, now() + make_interval(secs => ${aliveSeconds})
    WHERE (SELECT count(*) FROM knowledge_imports
      WHERE author_id = ${authorId} AND status = 'RUNNING' AND alive_until > now()
        AND created_at > now() - interval '1 hour') < ${atOnce}
    RETURNING id`;
  return row?.id ?? null;
}

/** How far it is, and that its process is alive. False: it is over, for whoever looked. */
export async function noteProgress(
  sql: Sql,
  id: string,
  { files, aliveSeconds }: { files: ImportFile[]; aliveSeconds: number },
): Promise<boolean> {
  const rows = await sql`
    UPDATE knowledge_imports SET files = ${JSON.stringify(files)}::jsonb,
      alive_until = now() + make_interval(secs => ${aliveSeconds})
    WHERE id = ${id} AND status = 'RUNNING' RETURNING id`;
  return rows.length > 0;
}

/** The end of it. False: it was over already, since its process seemed to be gone. */
export async function finishImport(
  sql: Sql,
  id: string,
  end: Pick<KnowledgeImport, 'status' | 'files' | 'articles' | 'failure'>,
): Promise<boolean> {
  const rows = await sql`
    UPDATE knowledge_imports SET status = ${end.status}, files = ${JSON.stringify(end.files)}::jsonb,
      articles = ${JSON.stringify(end.articles)}::jsonb, failure = ${end.failure}, finished_at = now()
    WHERE id = ${id} AND status = 'RUNNING' RETURNING id`;
  return rows.length > 0;
}

/** One import; where the process that worked on it is gone, it is over by that. */
export async function findImport(sql: Sql, id: string): Promise<KnowledgeImport | null> {
  await endInterrupted(sql);
  const [row] = await sql<KnowledgeImport[]>`
    SELECT ${columns(sql)} FROM knowledge_imports i JOIN users u ON u.id = i.author_id WHERE i.id = ${id}`;
  return row ?? null;
}

/** The newest first. */
export async function listImports(sql: Sql, limit: number): Promise<KnowledgeImport[]> {
  await endInterrupted(sql);
  return sql<KnowledgeImport[]>`
    SELECT ${columns(sql)} FROM knowledge_imports i JOIN users u ON u.id = i.author_id
    ORDER BY i.created_at DESC LIMIT ${limit}`;
}

const endInterrupted = (sql: Sql) => sql`
  UPDATE knowledge_imports SET status = 'FAILED', failure = 'interrupted', finished_at = now()
  WHERE status = 'RUNNING' AND alive_until < now()`;

export interface KnownArticle {
  id: number;
  slug: string;
  isActive: boolean;
  version: number;
}

/**
 * The article of this slug in this language; where no slug is given, the active one of this title. It is locked until the
 * end of the transaction.
 */
export async function findTwin(
  sql: Sql,
  { slug, title, language }: { slug: string | null; title: string; language: Language },
): Promise<KnownArticle | null> {
  const [row] = await sql<KnownArticle[]>`
    SELECT id, slug, is_active AS "isActive", version FROM knowledge_articles
    WHERE language = ${language} AND ${
      slug === null ? sql`is_active AND lower(title) = lower(${title})` : sql`slug = ${slug}`
    }
    ORDER BY id LIMIT 1 FOR UPDATE`;
  return row ?? null;
}
