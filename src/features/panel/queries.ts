import type { Sql } from '../../db/client.ts';
import type { Language } from '../../lib/language.ts';
import { foldText } from '../../lib/text.ts';
import { conversationsWith } from '../conversations/search-queries.ts';
import { customerMatch } from '../customers/list-queries.ts';
import { ticketWords } from '../tickets/list-queries.ts';
import type { BellNotice, FoundArticle, FoundConversation, FoundCustomer, FoundTicket } from './model.ts';

/** A pattern shorter than this has no trigram, and no index helps to find it. */
const MIN_PATTERN_CHARS = 3;
/** Rows that one way of looking may contribute before they are sorted. */
const MAX_MATCHES = 500;
const MAX_REFERENCE_CHARS = 8;

export interface SearchQuery {
  text: string;
  /** Only what this person may see: unassigned or their own. */
  visibleTo?: number | undefined;
  limit: number;
}

/** Conversations with these words in names, reference or messages; the newest activity first. */
export function searchConversations(sql: Sql, { text, visibleTo, limit }: SearchQuery): Promise<FoundConversation[]> {
  return sql<FoundConversation[]>`
    SELECT c.id, c.status, c.language, c.user_label AS "userLabel", c.visitor_name AS "visitorName",
      c.visitor_email AS "visitorEmail", cu.full_name AS "customerName", c.last_text AS "lastText",
      c.updated_at AS "updatedAt"
    FROM conversations c LEFT JOIN customers cu ON cu.id = c.customer_id
    WHERE c.id IN (${conversationsWith(sql, text)})
      AND ${visibleTo === undefined ? sql`true` : sql`(c.assignee_id IS NULL OR c.assignee_id = ${visibleTo})`}
    ORDER BY c.updated_at DESC, c.id LIMIT ${limit}`;
}

/** Tickets by reference, complaint number, subject or customer; the newest first. */
export function searchTickets(sql: Sql, { text, visibleTo, limit }: SearchQuery): Promise<FoundTicket[]> {
  const [first, last] = referenceRange(text);
  return sql<FoundTicket[]>`
    SELECT t.reference, t.subject, t.status, t.priority, coalesce(cu.full_name, t.customer_name) AS "customerName"
    FROM tickets t LEFT JOIN customers cu ON cu.id = t.customer_id
    WHERE t.id IN (
        SELECT id FROM tickets WHERE reference BETWEEN ${first} AND ${last}
        UNION SELECT id FROM tickets WHERE complaint_number = ${text.trim().toUpperCase()}
        UNION (SELECT t.id FROM tickets t WHERE ${contains(sql, ticketWords(sql), text)} LIMIT ${MAX_MATCHES})
        UNION (SELECT o.id FROM tickets o WHERE o.customer_id IN (${customersWith(sql, text)}) LIMIT ${MAX_MATCHES}))
      AND ${visibleTo === undefined ? sql`true` : sql`(t.assignee_id IS NULL OR t.assignee_id = ${visibleTo})`}
    ORDER BY t.created_at DESC, t.id DESC LIMIT ${limit}`;
}

/** Customers by name, e-mail, telephone number, tags or the bank's own id, in the order of their names. */
export function searchCustomers(
  sql: Sql,
  { text, limit }: Pick<SearchQuery, 'text' | 'limit'>,
): Promise<FoundCustomer[]> {
  return sql<FoundCustomer[]>`
    SELECT c.id, c.full_name AS "fullName", c.email FROM customers c
    WHERE c.id IN (${customersWith(sql, text)}) ORDER BY c.full_name, c.id LIMIT ${limit}`;
}

/**
 * Articles by the beginnings of their words, whatever their language; those whose title has what was typed come first, and
 * of a topic that is written in both languages the person's.
 */
export async function searchArticles(
  sql: Sql,
  { text, language, limit }: { text: string; language: Language; limit: number },
): Promise<FoundArticle[]> {
  const words = foldText(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length === 0) return [];
  const beginnings = words.map((word) => `${word}:*`).join(' & ');
  return sql<FoundArticle[]>`
    WITH found AS (
      SELECT a.slug, a.language, a.title, a.category, a.title ILIKE ${patternOf(text)} AS "isNamed",
        ts_rank(a.search_vector, to_tsquery('simple', ${beginnings})) AS rank
      FROM knowledge_articles a
      WHERE a.is_active AND (
        (a.language = 'es' AND a.search_vector @@ to_tsquery('joxai_es', ${beginnings}))
        OR (a.language = 'en' AND a.search_vector @@ to_tsquery('joxai_en', ${beginnings})))
      LIMIT ${MAX_MATCHES}
    ), topics AS (
      SELECT DISTINCT ON (slug) * FROM found ORDER BY slug, language = ${language} DESC
    )
    SELECT slug, language, title, category FROM topics ORDER BY "isNamed" DESC, rank DESC, slug LIMIT ${limit}`;
}

/** The ids of customers whom a text may mean. */
const customersWith = (sql: Sql, text: string) =>
  sql`(SELECT c.id FROM customers c WHERE c.status = 'ACTIVE' AND ${customerMatch(sql, text)} LIMIT ${MAX_MATCHES})`;

const contains = (sql: Sql, column: ReturnType<Sql>, text: string) =>
  text.trim().length < MIN_PATTERN_CHARS ? sql`false` : sql`${column} ILIKE ${patternOf(text)}`;

const patternOf = (text: string): string => `%${text.trim().replace(/[\\%_]/g, '\\$&')}%`;

/** From the first to the last reference that begins so, with or without its `TKT-`; an empty range for other texts. */
function referenceRange(text: string): [string, string] {
  const typed = /^(?:TKT-)?([0-9A-Z]{2,8})$/.exec(text.trim().toUpperCase())?.[1];
  if (typed === undefined) return ['', ''];
  return [`TKT-${typed}`, `TKT-${typed.padEnd(MAX_REFERENCE_CHARS, 'Z')}`];
}

/** Work that has come, and must not wait where it is urgent. */
const URGENT_KINDS = [
  'ticket_created',
  'ticket_assigned',
  'conversation_waiting',
  'conversation_assigned',
  'sla_warning',
];

const noticeColumns = (sql: Sql) => sql`
  n.id::float8 AS id, n.subject, n.body,
  n.kind = 'sla_breached' OR (n.kind = ANY(${URGENT_KINDS}) AND coalesce(t.priority, c.priority, '') = 'URGENT') AS "isUrgent",
  n.read_at IS NOT NULL AS "isRead", n.conversation_id AS "conversationId", t.reference AS "ticketReference",
  n.created_at AS "createdAt"`;

const noticeTables = (sql: Sql) => sql`
  notifications n LEFT JOIN tickets t ON t.id = n.ticket_id LEFT JOIN conversations c ON c.id = n.conversation_id`;

/** The newest of the person's in-app notifications. */
export function listNotices(sql: Sql, userId: number, limit: number): Promise<BellNotice[]> {
  return sql<BellNotice[]>`
    SELECT ${noticeColumns(sql)} FROM ${noticeTables(sql)}
    WHERE n.user_id = ${userId} AND n.type = 'IN_APP' ORDER BY n.id DESC LIMIT ${limit}`;
}

/** One of the person's in-app notifications, unless it has been read. */
export async function findUnreadNotice(sql: Sql, userId: number, id: number): Promise<BellNotice | null> {
  const [row] = await sql<BellNotice[]>`
    SELECT ${noticeColumns(sql)} FROM ${noticeTables(sql)}
    WHERE n.id = ${id} AND n.user_id = ${userId} AND n.type = 'IN_APP' AND n.read_at IS NULL`;
  return row ?? null;
}
