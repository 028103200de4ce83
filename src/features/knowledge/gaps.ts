import { detectLanguage } from '../../ai/language-detection.ts';
import { answerFromKnowledge } from '../../ai/offline/knowledge-answer.ts';
import { PseudonymBook } from '../../ai/pseudonyms.ts';
import type { Context } from '../../context.ts';
import type { Sql } from '../../db/client.ts';
import { forbidden, notFound } from '../../lib/errors.ts';
import { LANGUAGES } from '../../lib/language.ts';
import type { DeedOn } from '../audit/model.ts';
import { writeAudit } from '../audit/queries.ts';
import { may } from '../auth/model.ts';
import type { Caller } from '../auth/queries.ts';
import { actorOf } from '../auth/service.ts';
import { findPerson } from '../chat/conversation-queries.ts';
import { Groups, termsOf } from './gap-groups.ts';
import {
  findGapMark,
  findPublishedAt,
  holdGaps,
  insertGap,
  insertGapQuestion,
  listGroups,
  listUnanswered,
  listUnchecked,
  lockGap,
  moveGapMark,
  noteChecked,
  type Place,
  setDismissed,
  setGapTopic,
  type Unanswered,
  type Unchecked,
} from './gap-queries.ts';
import { type Gap, MAX_EXAMPLE_CHARS, MAX_TITLE_CHARS } from './model.ts';
import { announceKnowledge, createDraft, requireWriter } from './writing.ts';

/** At the first run, questions of so many days are collected. */
const FIRST_LOOK_DAYS = 90;
/** A turn that took so long to be committed is still found. Units: milliseconds. */
const LATE_COMMIT_MS = 30_000;
const TURNS_AT_ONCE = 500;
const BATCHES_A_RUN = 10;
/** Older groups get no new question; the same question begins another one. */
const GROUPS_COMPARED = 5_000;
const CHECKED_AT_ONCE = 50;
/** So long after an article took effect some worker may not know it yet. Units: milliseconds. */
const KNOWN_AFTER_MS = 60_000;
/** The share of a group's questions that an article must answer. */
const ANSWERED_SHARE = 0.6;

/**
 * Collects the questions that nothing answered since the last run, into groups that are alike, and looks which of the
 * groups an article answers by now. Once over all processes (jobs/desk.ts).
 */
export async function collectGaps(ctx: Context): Promise<void> {
  const hasNew = await collectQuestions(ctx);
  const haveChanged = await checkGroups(ctx);
  if (hasNew || haveChanged) announceKnowledge(ctx);
}

async function collectQuestions(ctx: Context): Promise<boolean> {
  let place: Place | null = null;
  let added = 0;
  for (let count = 0; count < BATCHES_A_RUN; count += 1) {
    const batch: Batch = await ctx.db.sql.begin((tx) => collectBatch(ctx, tx, place));
    added += batch.added;
    place = batch.place;
    if (!batch.isFull) break;
  }
  return added > 0;
}

interface Batch {
  /** Where the next one begins. */
  place: Place;
  added: number;
  isFull: boolean;
}

/** Tx: one, which no other process collects beside: what it would not see, it would put into groups of its own. */
async function collectBatch(ctx: Context, tx: Sql, from: Place | null): Promise<Batch> {
  await holdGaps(tx);
  const mark = (await findGapMark(tx)) ?? daysAgo(ctx, FIRST_LOOK_DAYS);
  const start = from ?? { closedAt: new Date(mark.getTime() - LATE_COMMIT_MS), turnId: 0 };
  const turns = await listUnanswered(tx, start, TURNS_AT_ONCE);
  const questions = turns.filter(({ isGap }) => isGap);
  let added = 0;
  if (questions.length > 0) {
    const groups = new Groups(await listGroups(tx, GROUPS_COMPARED), (term) => ctx.retriever.rarityOf(term));
    for (const question of questions) if (await addQuestion(tx, groups, question)) added += 1;
  }
  const place = turns.at(-1) ?? start;
  if (place.closedAt > mark) await moveGapMark(tx, place.closedAt);
  return { place, added, isFull: turns.length === TURNS_AT_ONCE };
}

const daysAgo = (ctx: Context, days: number): Date => new Date(ctx.clock.now().getTime() - days * 24 * 60 * 60 * 1_000);

/** False for what says nothing that could be answered. */
async function addQuestion(tx: Sql, groups: Groups, turn: Unanswered): Promise<boolean> {
  const text = await withoutPerson(tx, turn);
  const terms = termsOf(text);
  if (terms.length === 0) return false;
  const group = groups.closest(terms) ?? { id: await insertGap(tx, turn.closedAt), terms: {} };
  groups.join(group, terms);
  const language = detectLanguage(text, turn.language);
  await insertGapQuestion(tx, { ...turn, text, language, gapId: group.id, terms: group.terms });
  return true;
}

/** In groups, and as examples of an article, questions outlive what is known of who asked them. */
async function withoutPerson(tx: Sql, { conversationId, text }: Unanswered): Promise<string> {
  const person = await findPerson(tx, conversationId);
  const pseudonyms = new PseudonymBook().open(undefined, person);
  const hidden = pseudonyms.hideIn({
    text,
    language: 'es',
    history: [],
    level: 0,
    bankName: '',
    emergencyPhone: '',
    passages: [],
  });
  return hidden.text.replace(/\s+/g, ' ').trim().slice(0, MAX_EXAMPLE_CHARS);
}

/** Answers whether a group is now answered, or no longer is. */
async function checkGroups(ctx: Context): Promise<boolean> {
  const { learntStamp } = ctx.retriever;
  if (learntStamp === null) return false;
  const groups = await listUnchecked(ctx.db.sql, learntStamp, CHECKED_AT_ONCE);
  let answered = 0;
  for (const group of groups) {
    const slug = await answererOf(ctx, group);
    if (ctx.retriever.learntStamp !== learntStamp) return true;
    await noteChecked(ctx.db.sql, group, learntStamp, slug);
    if (slug !== null) answered += 1;
  }
  return answered > 0;
}

/**
 * The topic that answers most of the group's questions, where it took effect after the last of them was asked, or hardly
 * before: what stood there already did not help.
 */
async function answererOf(ctx: Context, { questions, lastSeen }: Unchecked): Promise<string | null> {
  const votes = new Map<string, number>();
  for (const { text, language } of questions) {
    const draft = answerFromKnowledge(
      { text, language, history: [], level: 0, bankName: '', emergencyPhone: '', passages: [] },
      ctx.retriever,
    );
    const slug = draft.outcome === 'answer' ? draft.citations[0]?.slug : undefined;
    if (slug !== undefined) votes.set(slug, (votes.get(slug) ?? 0) + 1);
  }
  for (const [slug, count] of votes) {
    if (count < ANSWERED_SHARE * questions.length) continue;
    const publishedAt = await findPublishedAt(ctx.db.sql, slug);
    if (publishedAt && publishedAt.getTime() + KNOWN_AFTER_MS > lastSeen.getTime()) return slug;
  }
  return null;
}

/** Takes a group off the list; what is like it is not shown either. Errors: not_found, forbidden. */
export const dismissGap = (ctx: Context, caller: Caller, id: number): Promise<Gap> => setAside(ctx, caller, id, true);

/** Brings a dismissed group back. Errors: not_found, forbidden. */
export const restoreGap = (ctx: Context, caller: Caller, id: number): Promise<Gap> => setAside(ctx, caller, id, false);

async function setAside(ctx: Context, caller: Caller, id: number, isDismissed: boolean): Promise<Gap> {
  if (!may(caller, 'knowledge.gaps')) throw forbidden();
  const gap = await ctx.db.sql.begin(async (tx) => {
    if (!(await lockGap(tx, id))) throw notFound('Gap');
    await setDismissed(tx, id, isDismissed ? caller.id : null);
    await noteGap(tx, caller, isDismissed ? 'gap_dismiss' : 'gap_restore', id);
    return (await lockGap(tx, id)) as Gap;
  });
  announceKnowledge(ctx);
  return gap;
}

/**
 * Begins a topic with a group's questions as examples, in each language that was asked in: drafts without a text. Answers
 * its slug; of a group that somebody began already, that one's. Errors: not_found, forbidden.
 */
export async function writeFromGap(ctx: Context, caller: Caller, id: number): Promise<string> {
  requireWriter(caller);
  if (!may(caller, 'knowledge.gaps')) throw forbidden();
  const slug = await ctx.db.sql.begin(async (tx) => {
    const gap = await lockGap(tx, id);
    if (!gap) throw notFound('Gap');
    if (gap.slug) return gap.slug;
    let made: string | null = null;
    for (const language of LANGUAGES) {
      const examples = gap.questions.filter((question) => question.language === language).map(({ text }) => text);
      const [title] = examples;
      if (title === undefined) continue;
      const article = await createDraft(tx, caller, {
        slug: made,
        language,
        title: title.slice(0, MAX_TITLE_CHARS),
        content: '',
        category: 'general',
        tags: [],
        examples,
        effectiveFrom: null,
        expiresAt: null,
      });
      made = article.slug;
    }
    if (made === null) throw notFound('Gap');
    await setGapTopic(tx, id, made);
    await noteGap(tx, caller, 'gap_write', id, { slug: made });
    return made;
  });
  announceKnowledge(ctx);
  return slug;
}

const noteGap = (
  sql: Sql,
  caller: Caller,
  deed: DeedOn<'knowledge'>,
  id: number,
  details: Record<string, unknown> = {},
): Promise<void> =>
  writeAudit(sql, {
    ...actorOf(caller),
    action: `knowledge.${deed}`,
    resourceType: 'knowledge_gap',
    resourceId: id,
    details,
  });
