import type { Sql } from '../../db/client.ts';

/** A conversation's words are indexed once nobody has written for so long (seconds). */
const SETTLED_SECONDS = 30;
/** Conversations whose words may still be missing are looked through one by one: the newest so many, of so many minutes. */
const FRESH_MINUTES = 10;
const MAX_FRESH = 2_000;
/**
 * Of words that very many conversations hold, these are found: so many of the newest conversations are looked through,
 * and so many more are taken as they come. Written into the statement, so that a plan for any words knows how few they are.
 */
const MAX_NEWEST = 500;
const MAX_FOUND = 300;
const MAX_INDEXED_AT_ONCE = 200;
/** PostgreSQL takes a megabyte of words; of a longer conversation the newest text counts. */
const MAX_INDEXED_CHARS = 200_000;

/** The ids of the conversations that hold all words of the text, or its beginnings, in names, reference or messages. */
export function conversationsWith(sql: Sql, text: string) {
  const pattern = `%${text.trim().replace(/[\\%_]/g, '\\$&')}%`;
  const words = textOfWords(text, '&');
  const isHeld = words === null ? sql`false` : sql`w.words @@ to_tsquery('joxai_plain', ${words})`;
  return sql`
    (SELECT conversation_id FROM conversation_words w WHERE ${isHeld} LIMIT ${sql.unsafe(String(MAX_FOUND))})
    UNION
    SELECT n.id FROM (
      SELECT id FROM conversations ORDER BY updated_at DESC LIMIT ${sql.unsafe(String(MAX_NEWEST))}) n
      JOIN conversation_words w ON w.conversation_id = n.id
    WHERE ${isHeld}
    UNION
    SELECT f.id FROM (
      SELECT v.id, v.month, v.visitor_name, v.visitor_email, v.user_label, v.customer_id FROM conversations v
      WHERE v.updated_at > now() - make_interval(mins => ${FRESH_MINUTES}) ORDER BY v.updated_at DESC LIMIT ${MAX_FRESH}) f
      LEFT JOIN customers p ON p.id = f.customer_id
    WHERE f.visitor_name ILIKE ${pattern} OR f.visitor_email ILIKE ${pattern} OR f.user_label ILIKE ${pattern}
      OR p.full_name ILIKE ${pattern} OR f.id::text ILIKE ${pattern}
      OR EXISTS (SELECT 1 FROM messages m WHERE m.conversation_id = f.id AND m.month = f.month AND m.content ILIKE ${pattern})`;
}

/** `mi saldo` → `'mi':* & 'saldo':*`; null for a text without a word. Quoted, so that no sign in it is an operator. */
export function textOfWords(text: string, operator: '&' | '|'): string | null {
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.length > 0 ? words.map((word) => `'${word}':*`).join(` ${operator} `) : null;
}

/** Waits until nobody else writes words into the index; nobody does until the end of the transaction. */
export async function holdIndex(tx: Sql): Promise<void> {
  await tx`SELECT pg_advisory_xact_lock(hashtext('search_index'))`;
}

/** Indexes what has been said in conversations that have settled; answers how many. Tx: one that holds the index. */
export async function indexWords(sql: Sql): Promise<number> {
  const { count } = await sql`
    WITH due AS (
      SELECT c.id, c.month, c.last_seq, c.visitor_name, c.visitor_email, c.user_label, c.customer_id FROM conversations c
        LEFT JOIN conversation_words w ON w.conversation_id = c.id
      WHERE c.updated_at > coalesce((SELECT mark::timestamptz FROM jobs WHERE name = 'search_index'), '-infinity')
        AND c.updated_at < now() - make_interval(secs => ${SETTLED_SECONDS})
        AND (w.seq IS NULL OR w.seq < c.last_seq)
      ORDER BY c.updated_at LIMIT ${MAX_INDEXED_AT_ONCE}
    )
    INSERT INTO conversation_words (conversation_id, seq, words)
    SELECT d.id, d.last_seq, to_tsvector('joxai_plain', right(concat_ws(' ', m.text, d.visitor_name, d.visitor_email,
      d.user_label, p.full_name, d.id::text), ${MAX_INDEXED_CHARS}))
    FROM due d LEFT JOIN customers p ON p.id = d.customer_id CROSS JOIN LATERAL (
      SELECT string_agg(content, ' ' ORDER BY seq) AS text FROM messages
      WHERE conversation_id = d.id AND month = d.month) m
    ON CONFLICT (conversation_id) DO UPDATE SET seq = excluded.seq, words = excluded.words`;
  return count;
}

/** What was settled long ago is indexed by now, so the next look need not go back further. */
export async function moveIndexMark(sql: Sql): Promise<void> {
  await sql`UPDATE jobs SET mark = (now() - make_interval(mins => ${FRESH_MINUTES}))::text WHERE name = 'search_index'`;
}
