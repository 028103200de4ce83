import type { Context } from '../../context.ts';
import type { Sql } from '../../db/client.ts';
import { AppError, type FieldError, invalid, notFound } from '../../lib/errors.ts';
import { LANGUAGES, type Language } from '../../lib/language.ts';
import type { Caller } from '../auth/queries.ts';
import { announceNotifications } from '../notifications/service.ts';
import type { ArticleFields, Topic } from './model.ts';
import { listTopics } from './queries.ts';
import { KnowledgeRefused } from './refusals.ts';
import { newTelling, publish, sendBack, submit, type Telling, withdraw } from './review.ts';
import { announceKnowledge, changeDraft, createDraft, isSameText, noted, requireWriter } from './writing.ts';
import { confirmText, isOwnWriting, lockTopic, setActive } from './writing-queries.ts';

/** What is written of a topic in one language. */
export interface TopicText {
  title: string;
  content: string;
  examples: readonly string[];
  /** The version that the editor started from; null where there was none. */
  base: number | null;
  /** The text still says what the other language's newer one says. */
  isStillRight: boolean;
}

export interface TopicFields extends Pick<ArticleFields, 'category' | 'tags' | 'effectiveFrom' | 'expiresAt'> {
  es: TopicText;
  en: TopicText;
}

/** The versions that somebody has before their eyes; what is left out is not asked about. */
export type Seen = Partial<Record<Language, number>>;

/** Errors: not_found. */
export async function getTopic(sql: Sql, slug: string): Promise<Topic> {
  const articles = await listTopics(sql, [slug]);
  if (articles.length === 0) throw notFound('Article');
  const inLanguage = (language: Language) => articles.find((article) => article.language === language) ?? null;
  return { slug, es: inLanguage('es'), en: inLanguage('en') };
}

/**
 * Writes both languages of a topic at once: in each a new version where something is different. A language that was not
 * there begins as soon as anything is written in it. Null for `slug`: a new topic. Answers the slug.
 *
 * Errors: forbidden; invalid, with `title_es` and its like for the fields of a language; conflict (`stale`), where
 * somebody saved another version meanwhile. Nothing is written then.
 */
export async function saveTopic(
  ctx: Context,
  caller: Caller,
  slug: string | null,
  fields: TopicFields,
): Promise<string> {
  requireWriter(caller);
  const saved = await ctx.db.sql.begin(async (tx) => {
    const known = slug === null ? [] : await lockTopic(tx, slug);
    if (slug !== null && known.length === 0) throw notFound('Article');
    const wrong: FieldError[] = [];
    let current = slug;
    const isThere = known.some(({ isActive }) => isActive);
    for (const language of LANGUAGES) {
      const { isStillRight, base, ...text } = fields[language];
      const article = known.find((one) => one.language === language);
      if ((article?.version ?? null) !== base) throw new KnowledgeRefused('stale');
      if (!article && isEmpty(text)) continue;
      // A language that was removed stays as it is, and does not keep the other one from being written.
      if (article && !article.isActive && isThere && isSameText(article, text)) continue;
      const { category, tags, effectiveFrom, expiresAt } = fields;
      const all = { ...text, category, tags, effectiveFrom, expiresAt };
      const done = await collecting(wrong, language, () =>
        article
          ? changeDraft(tx, caller, article.id, all)
          : createDraft(tx, caller, { ...all, language, slug: current }),
      );
      if (!done) continue;
      current = done.slug;
      if (isStillRight) await confirmText(tx, done.id);
    }
    if (wrong.length > 0) throw invalid(wrong);
    if (current === null) throw invalid([{ field: 'title_es', message: 'must be there in one of the languages' }]);
    return current;
  });
  announceKnowledge(ctx);
  return saved;
}

const isEmpty = ({ title, content, examples }: Pick<TopicText, 'title' | 'content' | 'examples'>): boolean =>
  !title.trim() && !content.trim() && examples.every((example) => !example.trim());

const OF_A_LANGUAGE: readonly string[] = ['title', 'content', 'examples'];

/** What is wrong in a language is kept, so that both languages' faults are told at once. */
async function collecting<Result>(
  wrong: FieldError[],
  language: Language,
  write: () => Promise<Result>,
): Promise<Result | null> {
  try {
    return await write();
  } catch (error) {
    // Somebody else began this language at the same moment.
    if (error instanceof KnowledgeRefused && error.refusal === 'taken') throw new KnowledgeRefused('stale');
    if (!(error instanceof AppError) || error.code !== 'invalid') throw error;
    for (const { field, message } of error.fields) {
      const name = OF_A_LANGUAGE.includes(field) ? `${field}_${language}` : field;
      if (!wrong.some((one) => one.field === name)) wrong.push({ field: name, message });
    }
    return null;
  }
}

/** Sends the drafts of a topic to the review. Errors: not_found, forbidden, invalid, conflict. */
export const submitTopic = (ctx: Context, caller: Caller, slug: string, seen: Seen): Promise<void> =>
  inEach(ctx, slug, seen, 'not_draft', async (tx, article, telling) => {
    if (!article.isActive || article.status !== 'DRAFT') return false;
    await submit(tx, caller, article.id, telling);
    return true;
  });

/**
 * Publishes what of a topic is in review and was written by somebody else. Errors: not_found, forbidden (all of it was
 * written by the caller), invalid, conflict.
 */
export const publishTopic = (ctx: Context, caller: Caller, slug: string, seen: Seen): Promise<void> =>
  inEach(ctx, slug, seen, 'not_in_review', async (tx, article, _, all) => {
    if (!article.isActive || article.status !== 'IN_REVIEW') return false;
    const waiting = all.filter(({ isActive, status }) => isActive && status === 'IN_REVIEW');
    const own = await Promise.all(waiting.map(({ editorId }) => isOwnWriting(tx, editorId, caller.id)));
    if (own[waiting.indexOf(article)] && own.includes(false)) return false;
    await publish(tx, caller, article.id);
    return true;
  });

/** Sends what of a topic is in review back, with a reason. Errors: not_found, forbidden, invalid, conflict. */
export const returnTopic = (ctx: Context, caller: Caller, slug: string, seen: Seen, reason: string): Promise<void> =>
  inEach(ctx, slug, seen, 'not_in_review', async (tx, article, telling) => {
    if (!article.isActive || article.status !== 'IN_REVIEW') return false;
    await sendBack(tx, caller, article.id, reason, telling);
    return true;
  });

/** Takes a topic from the assistant at once, in both languages. Errors: not_found, forbidden, conflict. */
export const withdrawTopic = (ctx: Context, caller: Caller, slug: string): Promise<void> =>
  inEach(ctx, slug, {}, 'not_published', async (tx, article) => {
    if (!article.isActive) return false;
    try {
      await withdraw(tx, caller, article.id);
      return true;
    } catch (error) {
      if (error instanceof KnowledgeRefused && error.refusal === 'not_published') return false;
      throw error;
    }
  });

/** Takes a topic away in both languages, or brings it back. Errors: not_found, forbidden. */
export async function setTopicActive(ctx: Context, caller: Caller, slug: string, isActive: boolean): Promise<void> {
  requireWriter(caller);
  await ctx.db.sql.begin(async (tx) => {
    const articles = await lockTopic(tx, slug);
    if (articles.length === 0) throw notFound('Article');
    for (const article of articles) {
      if (article.isActive === isActive) continue;
      await setActive(tx, article.id, isActive);
      await noted(tx, caller, isActive ? 'restore' : 'delete', article.id);
    }
  });
  announceKnowledge(ctx);
}

type Locked = Awaited<ReturnType<typeof lockTopic>>[number];

/** The deed in each language that it fits; refused with `none` where it fits in neither. */
async function inEach(
  ctx: Context,
  slug: string,
  seen: Seen,
  none: KnowledgeRefused['refusal'],
  deed: (tx: Sql, article: Locked, telling: Telling, all: readonly Locked[]) => Promise<boolean>,
): Promise<void> {
  const telling = newTelling();
  await ctx.db.sql.begin(async (tx) => {
    const articles = await lockTopic(tx, slug);
    if (articles.length === 0) throw notFound('Article');
    for (const { language, version } of articles) {
      if (seen[language] !== undefined && seen[language] !== version) throw new KnowledgeRefused('stale');
    }
    let done = 0;
    for (const article of articles) if (await deed(tx, article, telling, articles)) done += 1;
    if (done === 0) throw new KnowledgeRefused(none);
  });
  announceKnowledge(ctx);
  announceNotifications(ctx, ...telling.told);
}
