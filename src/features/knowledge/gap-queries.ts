import type { Sql } from '../../db/client.ts';
import type { Language } from '../../lib/language.ts';
import { ERASED_TEXT } from '../customers/model.ts';
import type { Group } from './gap-groups.ts';
import type { Gap, GapCounts, GapQuestion } from './model.ts';

/** The newest wordings that are shown of a group. */
const QUESTIONS_SHOWN = 6;
/** Among so many of its newest questions they are looked for. */
const QUESTIONS_READ = 100;

/** Where the collection of questions stands: what closed before is looked through. */
export interface Place {
  closedAt: Date;
  turnId: number;
}

export interface Unanswered {
  turnId: number;
  conversationId: string;
  closedAt: Date;
  /** Masked. */
  text: string;
  language: Language;
}

/** Whoever collects questions holds it. */
const GAPS_LOCK = 7_206_431;

/** Waits until nobody else collects; nobody does until the end of the transaction. */
export async function holdGaps(sql: Sql): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${GAPS_LOCK})`;
}

/** Null: nothing has been collected yet. */
export async function findGapMark(sql: Sql): Promise<Date | null> {
  const [row] = await sql<{ mark: Date | null }[]>`
    SELECT mark::timestamptz AS mark FROM jobs WHERE name = 'knowledge_gaps'`;
  return row?.mark ?? null;
}

export async function moveGapMark(sql: Sql, mark: Date): Promise<void> {
  await sql`
    INSERT INTO jobs (name, mark) VALUES ('knowledge_gaps', ${mark.toISOString()})
    ON CONFLICT (name) DO UPDATE SET mark = excluded.mark`;
}

export interface ClosedTurn extends Place {
  /** Whether nothing answered it, and it was not collected yet. */
  isGap: boolean;
}

/**
 * Turns without an answer after a place, in the order in which they closed. Cost: by the index turns_unanswered, whatever
 * the history holds. A question that was asked back is none where the customer then picked one of what was offered.
 */
export function listUnanswered(sql: Sql, after: Place, limit: number): Promise<(Unanswered & ClosedTurn)[]> {
  return sql<(Unanswered & ClosedTurn)[]>`
    WITH closed AS (
      SELECT id, conversation_id, closed_at, outcome FROM turns
      WHERE outcome IN ('unsure', 'handoff') AND (closed_at, id) > (${after.closedAt}, ${after.turnId})
      ORDER BY closed_at, id LIMIT ${limit}
    )
    SELECT t.id::float8 AS "turnId", t.conversation_id AS "conversationId", t.closed_at AS "closedAt",
      coalesce(asked.text, '') AS text, c.language,
      asked.text IS NOT NULL AND NOT EXISTS (SELECT 1 FROM knowledge_gap_questions q WHERE q.turn_id = t.id)
        AND (t.outcome = 'unsure' OR c.handoff_reason IN ('missing_knowledge', 'low_confidence'))
        AND NOT EXISTS (
          SELECT 1 FROM messages r JOIN messages n ON n.conversation_id = r.conversation_id AND n.seq = r.seq + 1
          WHERE r.conversation_id = c.id AND r.month = c.month AND n.month = c.month AND r.turn_id = t.id AND r.role = 'assistant'
            AND n.role = 'customer' AND r.metadata->'choices' ? n.content) AS "isGap"
    FROM closed t JOIN conversations c ON c.id = t.conversation_id CROSS JOIN LATERAL (
      SELECT string_agg(content, E'\\n' ORDER BY seq) AS text FROM messages
      WHERE conversation_id = c.id AND month = c.month AND turn_id = t.id AND role = 'customer'
        AND content <> ${ERASED_TEXT}) asked
    ORDER BY t.closed_at, t.id`;
}

/** The groups that a new question may belong to, those that were dismissed too: the newest ones. */
export function listGroups(sql: Sql, limit: number): Promise<Group[]> {
  return sql<Group[]>`SELECT id, terms FROM knowledge_gaps ORDER BY last_seen DESC LIMIT ${limit}`;
}

/** The id of a new group, which has no question yet. */
export async function insertGap(sql: Sql, askedAt: Date): Promise<number> {
  const [row] = await sql<{ id: number }[]>`
    INSERT INTO knowledge_gaps (terms, first_seen, last_seen) VALUES ('{}'::jsonb, ${askedAt}, ${askedAt}) RETURNING id`;
  return (row as { id: number }).id;
}

/** Puts a question into a group, whose terms are `terms` from then on. */
export async function insertGapQuestion(
  sql: Sql,
  { gapId, terms, ...question }: Unanswered & { gapId: number; terms: Record<string, number> },
): Promise<void> {
  await sql`
    WITH added AS (
      INSERT INTO knowledge_gap_questions (turn_id, gap_id, conversation_id, language, text, asked_at)
      VALUES (${question.turnId}, ${gapId}, ${question.conversationId}, ${question.language}, ${question.text},
        ${question.closedAt})
      ON CONFLICT (turn_id) DO NOTHING RETURNING language
    )
    UPDATE knowledge_gaps SET terms = ${JSON.stringify(terms)}::text::jsonb,
      spanish = spanish + (SELECT count(*) FROM added WHERE language = 'es'),
      english = english + (SELECT count(*) FROM added WHERE language = 'en'),
      first_seen = least(first_seen, ${question.closedAt}), last_seen = greatest(last_seen, ${question.closedAt}),
      answered_by = NULL, checked = NULL
    WHERE id = ${gapId} AND EXISTS (SELECT 1 FROM added)`;
}

export interface Unchecked {
  id: number;
  lastSeen: Date;
  questions: { text: string; language: Language }[];
}

/** Groups that were not compared with this state of the knowledge base, with their newest questions. */
export function listUnchecked(sql: Sql, stamp: string, limit: number): Promise<Unchecked[]> {
  return sql<Unchecked[]>`
    SELECT g.id, g.last_seen AS "lastSeen", (
      SELECT json_agg(json_build_object('text', q.text, 'language', q.language)) FROM (
        SELECT text, language FROM knowledge_gap_questions WHERE gap_id = g.id ORDER BY asked_at DESC LIMIT ${QUESTIONS_SHOWN}) q
      ) AS questions
    FROM knowledge_gaps g
    WHERE g.dismissed_at IS NULL AND g.checked IS DISTINCT FROM ${stamp} ORDER BY g.last_seen DESC LIMIT ${limit}`;
}

/** Notes what was found; not where a question has come meanwhile. */
export async function noteChecked(
  sql: Sql,
  { id, lastSeen }: Unchecked,
  stamp: string,
  answeredBy: string | null,
): Promise<void> {
  await sql`
    UPDATE knowledge_gaps SET checked = ${stamp}, answered_by = ${answeredBy}
    WHERE id = ${id} AND date_trunc('milliseconds', last_seen) = ${lastSeen}`;
}

/** When the topic's newest version that is in effect was published. */
export async function findPublishedAt(sql: Sql, slug: string): Promise<Date | null> {
  const [row] = await sql<{ at: Date | null }[]>`
    SELECT max(greatest(v.published_at, v.effective_from)) AS at
    FROM knowledge_articles a JOIN knowledge_versions v ON v.article_id = a.id
    WHERE a.slug = ${slug} AND a.is_active AND v.published_at IS NOT NULL AND v.withdrawn_at IS NULL
      AND (v.effective_from IS NULL OR v.effective_from <= now())`;
  return row?.at ?? null;
}

export interface GapFilter {
  isDismissed: boolean;
  /** By how often they were asked, or by when they were asked last. */
  order: 'count' | 'recent';
  limit: number;
  skip: number;
}

const gapColumns = (sql: Sql) => sql`
  g.id, g.spanish, g.english, g.first_seen AS "firstSeen", g.last_seen AS "lastSeen", g.slug,
  g.dismissed_at AS "dismissedAt"`;

/** Groups that nothing answers yet, or those that were dismissed. */
export async function listGaps(sql: Sql, { isDismissed, order, limit, skip }: GapFilter): Promise<Gap[]> {
  const rows = await sql<Omit<Gap, 'questions'>[]>`
    SELECT ${gapColumns(sql)} FROM knowledge_gaps g
    WHERE ${isDismissed ? sql`g.dismissed_at IS NOT NULL` : sql`g.dismissed_at IS NULL AND g.answered_by IS NULL`}
    ORDER BY ${order === 'count' ? sql`g.spanish + g.english DESC, g.last_seen DESC` : sql`g.last_seen DESC`}, g.id
    LIMIT ${limit} OFFSET ${skip}`;
  return withQuestions(sql, rows);
}

export async function countGaps(sql: Sql, isDismissed: boolean): Promise<number> {
  const [row] = await sql<{ total: number }[]>`
    SELECT count(*)::int AS total FROM knowledge_gaps g
    WHERE ${isDismissed ? sql`g.dismissed_at IS NOT NULL` : sql`g.dismissed_at IS NULL AND g.answered_by IS NULL`}`;
  return row?.total ?? 0;
}

/** Groups that nothing answers yet, and the questions in them. */
export async function countOpenGaps(sql: Sql): Promise<GapCounts> {
  const [row] = await sql<GapCounts[]>`
    SELECT count(*)::int AS groups, coalesce(sum(spanish + english), 0)::int AS questions FROM knowledge_gaps
    WHERE dismissed_at IS NULL AND answered_by IS NULL`;
  return row ?? { groups: 0, questions: 0 };
}

/** Locks the group until the end of the transaction. */
export async function lockGap(sql: Sql, id: number): Promise<Gap | null> {
  const rows = await sql<Omit<Gap, 'questions'>[]>`
    SELECT ${gapColumns(sql)} FROM knowledge_gaps g WHERE g.id = ${id} FOR UPDATE`;
  const [gap] = await withQuestions(sql, rows);
  return gap ?? null;
}

/** Each group with its newest wordings. */
async function withQuestions(sql: Sql, rows: Omit<Gap, 'questions'>[]): Promise<Gap[]> {
  const ids = rows.map(({ id }) => id);
  const found = await sql<(GapQuestion & { gapId: number })[]>`
    SELECT g.id AS "gapId", q.text, q.language, q.conversation_id AS "conversationId", q.asked_at AS "askedAt"
    FROM unnest(${ids}::int[]) AS g(id) CROSS JOIN LATERAL (
      SELECT * FROM (
        SELECT DISTINCT ON (lower(text)) * FROM (
          SELECT * FROM knowledge_gap_questions WHERE gap_id = g.id ORDER BY asked_at DESC LIMIT ${QUESTIONS_READ}) newest
        ORDER BY lower(text), asked_at DESC) wordings
      ORDER BY asked_at DESC LIMIT ${QUESTIONS_SHOWN}) q
    ORDER BY q.asked_at DESC`;
  const byGap = Map.groupBy(found, ({ gapId }) => gapId);
  return rows.map((row) => ({ ...row, questions: byGap.get(row.id) ?? [] }));
}

export async function setDismissed(sql: Sql, id: number, userId: number | null): Promise<void> {
  await sql`
    UPDATE knowledge_gaps SET dismissed_by = ${userId},
      dismissed_at = CASE WHEN ${userId}::int IS NULL THEN NULL ELSE now() END, checked = NULL
    WHERE id = ${id}`;
}

export async function setGapTopic(sql: Sql, id: number, slug: string): Promise<void> {
  await sql`UPDATE knowledge_gaps SET slug = ${slug} WHERE id = ${id}`;
}
