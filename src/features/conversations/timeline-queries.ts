import type { Sql } from '../../db/client.ts';
import type { ConversationChange, Note } from './model.ts';

/** Of each kind; the newest of them. */
const MAX_EVENTS = 300;

/** The last message before it, which it stands behind. */
interface Placed {
  afterSeq: number;
}

const place = (sql: Sql, at: ReturnType<Sql>) => sql`
  coalesce((SELECT max(m.seq) FROM messages m
    WHERE m.conversation_id = e.conversation_id AND m.month = (SELECT month FROM conversations WHERE id = e.conversation_id)
      AND m.created_at <= ${at}), 0)`;

/** What staff noted since a note, in its place among the messages; oldest first. */
export async function listPlacedNotes(sql: Sql, conversationId: string, afterId = 0): Promise<(Note & Placed)[]> {
  const rows = await sql<(Note & Placed)[]>`
    SELECT e.id::float8 AS id, e.author_id AS "authorId", u.full_name AS "authorName", e.content, e.mentions,
      e.created_at AS "createdAt", ${place(sql, sql`e.created_at`)} AS "afterSeq"
    FROM conversation_notes e JOIN users u ON u.id = e.author_id
    WHERE e.conversation_id = ${conversationId} AND e.id > ${afterId} ORDER BY e.id DESC LIMIT ${MAX_EVENTS}`;
  return rows.reverse();
}

export type PlacedChange = ConversationChange & Placed & { fromName: string | null; toName: string | null };

/** What became of the conversation since a change, with the names of the people whom it went from and to. */
export async function listPlacedChanges(sql: Sql, conversationId: string, afterId = 0): Promise<PlacedChange[]> {
  const rows = await sql<PlacedChange[]>`
    SELECT e.id::float8 AS id, e.actor_id AS "actorId", e.actor_name AS "actorName", e.field,
      e.from_value AS "fromValue", e.to_value AS "toValue", e.reason, e.at, ${place(sql, sql`e.at`)} AS "afterSeq",
      f.full_name AS "fromName", t.full_name AS "toName"
    FROM conversation_changes e
      LEFT JOIN users f ON e.field = 'assignee' AND f.id::text = e.from_value
      LEFT JOIN users t ON e.field = 'assignee' AND t.id::text = e.to_value
    WHERE e.conversation_id = ${conversationId} AND e.id > ${afterId} ORDER BY e.id DESC LIMIT ${MAX_EVENTS}`;
  return rows.reverse();
}

export interface ReplyMail {
  status: 'PENDING' | 'SENT' | 'FAILED' | 'CANCELLED';
  createdAt: Date;
  sentAt: Date | null;
}

/** The mails that carried replies to the customer, oldest first. */
export function listReplyMails(sql: Sql, conversationId: string): Promise<ReplyMail[]> {
  return sql<ReplyMail[]>`
    SELECT status, created_at AS "createdAt", sent_at AS "sentAt" FROM notifications
    WHERE conversation_id = ${conversationId} AND kind = 'agent_reply' AND type = 'EMAIL' ORDER BY id`;
}

/** The answers that somebody has reported and nobody has settled. */
export async function listReportedSeqs(sql: Sql, conversationId: string): Promise<number[]> {
  const rows = await sql<{ seq: number }[]>`
    SELECT DISTINCT seq FROM answer_reports WHERE conversation_id = ${conversationId} AND status = 'OPEN'`;
  return rows.map(({ seq }) => seq);
}
