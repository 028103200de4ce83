import type { Sql } from '../../db/client.ts';
import { maskSplit, mayEndNumber } from '../../lib/mask/split.ts';
import { monthOfConversation } from '../conversations/queries.ts';
import { type PastMessage, preview, type StoredMessage } from './queries.ts';

/** A stored message and those before it, as they stand after a number in parts was masked. */
interface Rejoined {
  content: string;
  history: PastMessage[];
}

/**
 * Masks a card number or CLABE that ends in this message and began in earlier ones of the customer: each part by itself
 * looked harmless when it was stored. Null when there is none, as for nearly every message, without asking the database.
 */
export async function maskSplitNumber(
  sql: Sql,
  conversationId: string,
  { seq, history }: Pick<StoredMessage, 'seq' | 'history'>,
  content: string,
): Promise<Rejoined | null> {
  const written = [...history].reverse().filter(({ role }) => role === 'customer');
  const parts = written.map((message) => message.content);
  const masked = mayEndNumber(content) ? maskSplit(parts, content) : null;
  if (!masked) return null;
  const changed = new Map<number, string>([[seq, masked.text]]);
  for (const [index, message] of written.entries()) changed.set(message.seq, masked.earlier[index] as string);
  await replaceContents(sql, conversationId, changed);
  const rejoined = history.map((past) => ({ ...past, content: changed.get(past.seq) ?? past.content }));
  return { content: masked.text, history: rejoined };
}

async function replaceContents(sql: Sql, conversationId: string, contents: Map<number, string>): Promise<void> {
  const seqs = [...contents.keys()];
  const texts = [...contents.values()];
  await sql`
    WITH input AS (
      SELECT * FROM unnest(${seqs}::int[], ${texts}::text[], ${texts.map(preview)}::text[]) AS t(seq, content, preview)
    ), c AS (
      UPDATE conversations v SET last_text = i.preview FROM input i
      WHERE v.id = ${conversationId} AND v.last_seq = i.seq
    )
    UPDATE messages m SET content = i.content FROM input i
    WHERE m.conversation_id = ${conversationId} AND m.month = ${monthOfConversation(sql, conversationId)}
      AND m.seq = i.seq AND m.role = 'customer'`;
}
