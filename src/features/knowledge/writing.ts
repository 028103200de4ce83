import type { Context } from '../../context.ts';
import type { Sql } from '../../db/client.ts';
import { type FieldError, forbidden, invalid, notFound } from '../../lib/errors.ts';
import { isMoment, NO_MOMENT } from '../../lib/moments.ts';
import { cleanTags } from '../../lib/tags.ts';
import { foldText } from '../../lib/text.ts';
import type { DeedOn } from '../audit/model.ts';
import { writeAudit } from '../audit/queries.ts';
import { may } from '../auth/model.ts';
import type { Caller } from '../auth/queries.ts';
import { actorOf } from '../auth/service.ts';
import {
  type Article,
  type ArticleFields,
  CATEGORIES,
  type Category,
  MAX_CONTENT_CHARS,
  MAX_EXAMPLE_CHARS,
  MAX_EXAMPLES,
  MAX_SLUG_CHARS,
  MAX_TITLE_CHARS,
  type Words,
} from './model.ts';
import { findArticle, getVersion } from './queries.ts';
import { KnowledgeRefused } from './refusals.ts';
import {
  insertArticle,
  isSlugFree,
  lockArticle,
  type NewArticle,
  setActive,
  updateArticle,
} from './writing-queries.ts';

const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
/** What stands at these places of the panel is no article. */
export const RESERVED_SLUGS: readonly string[] = ['new', 'gaps', 'try', 'import', 'preview'];
/** Tries for a slug that nobody else takes meanwhile. */
const SLUG_TRIES = 50;

/** Tells every process that something about the articles changed. After the commit. */
export const announceKnowledge = (ctx: Pick<Context, 'bus'>): void => ctx.bus.publish({ type: 'knowledge' });

/** Writes an article that is a draft. Errors: forbidden, invalid, conflict (the slug is taken in this language). */
export async function createArticle(ctx: Context, caller: Caller, fields: ArticleFields): Promise<Article> {
  const article = await ctx.db.sql.begin((tx) => createDraft(tx, caller, fields));
  announceKnowledge(ctx);
  return article;
}

/** `createArticle` as a part of something larger, which calls `announceKnowledge` when it is committed. */
export async function createDraft(tx: Sql, caller: Caller, fields: ArticleFields): Promise<Article> {
  requireWriter(caller);
  const words = wordsOf(fields);
  const { language } = fields;
  const id = fields.slug
    ? await insertArticle(tx, { ...words, slug: slugOf(fields.slug), language, editorId: caller.id })
    : await insertWithFreeSlug(tx, { ...words, language, editorId: caller.id });
  if (id === null) throw new KnowledgeRefused('taken');
  return noted(tx, caller, 'create', id);
}

/**
 * A new version of an article, as a draft; the assistant keeps to what is published. What is left out stays as it is,
 * and where nothing is different, no version is made. `base` is the version that the editor started from. With `isActive`
 * the article is restored before, or removed after that, or none of it is done.
 *
 * Errors: not_found, forbidden, invalid, conflict (`base` is not the newest version, the article was removed).
 */
export async function changeArticle(
  ctx: Context,
  caller: Caller,
  id: number,
  fields: Partial<Omit<ArticleFields, 'slug' | 'language'>>,
  base?: number,
  isActive?: boolean,
): Promise<Article> {
  const article = await ctx.db.sql.begin(async (tx) => {
    if (isActive === true) await changeActive(tx, caller, id, true);
    const changed = await changeDraft(tx, caller, id, fields, base);
    return isActive === false ? changeActive(tx, caller, id, false) : changed;
  });
  announceKnowledge(ctx);
  return article;
}

/** `changeArticle` as a part of something larger, which calls `announceKnowledge` when it is committed. */
export async function changeDraft(
  tx: Sql,
  caller: Caller,
  id: number,
  fields: Partial<Omit<ArticleFields, 'slug' | 'language'>>,
  base?: number,
): Promise<Article> {
  requireWriter(caller);
  const before = await lockArticle(tx, id);
  if (!before) throw notFound('Article');
  if (!before.isActive) throw new KnowledgeRefused('removed');
  if (base !== undefined && base !== before.version) throw new KnowledgeRefused('stale');
  const words = wordsOf({ ...before, category: before.category as Category, ...fields });
  if (isSame(before, words)) return getArticle(tx, id);
  await updateArticle(tx, id, {
    ...words,
    editorId: caller.id,
    isTextNew: before.title !== words.title || before.content !== words.content,
    restoredFrom: null,
  });
  return noted(tx, caller, 'update', id);
}

/** A new version with the words of an earlier one; like any other it is a draft. Errors: not_found, conflict, forbidden. */
export async function rollBack(
  ctx: Context,
  caller: Caller,
  id: number,
  version: number,
  base?: number,
): Promise<Article> {
  requireWriter(caller);
  const article = await ctx.db.sql.begin(async (tx) => {
    const before = await lockArticle(tx, id);
    if (!before) throw notFound('Article');
    if (!before.isActive) throw new KnowledgeRefused('removed');
    if (base !== undefined && base !== before.version) throw new KnowledgeRefused('stale');
    const words = await getVersion(tx, id, version);
    if (isSame(before, words)) throw new KnowledgeRefused('same');
    await updateArticle(tx, id, { ...words, editorId: caller.id, isTextNew: true, restoredFrom: version });
    return noted(tx, caller, 'rollback', id, { to: version });
  });
  announceKnowledge(ctx);
  return article;
}

/** Takes an article away, from the assistant as well; it can be restored. Errors: not_found, forbidden. */
export async function removeArticle(ctx: Context, caller: Caller, id: number): Promise<Article> {
  const article = await ctx.db.sql.begin((tx) => changeActive(tx, caller, id, false));
  announceKnowledge(ctx);
  return article;
}

/** Removes an article, or brings a removed one back as it was. */
async function changeActive(tx: Sql, caller: Caller, id: number, isActive: boolean): Promise<Article> {
  requireWriter(caller);
  const before = await lockArticle(tx, id);
  if (!before) throw notFound('Article');
  if (before.isActive === isActive) return getArticle(tx, id);
  await setActive(tx, id, isActive);
  return noted(tx, caller, isActive ? 'restore' : 'delete', id);
}

/** Errors: not_found. */
export async function getArticle(sql: Sql, id: number): Promise<Article> {
  const article = await findArticle(sql, id);
  if (!article) throw notFound('Article');
  return article;
}

/** Errors: forbidden. */
export function requireWriter(caller: Caller): void {
  if (!may(caller, 'knowledge.write')) throw forbidden();
}

/** Leaves the trace of a deed and answers the article as it is after it. */
export async function noted(
  tx: Sql,
  caller: Caller,
  deed: DeedOn<'knowledge'>,
  id: number,
  details: Record<string, unknown> = {},
): Promise<Article> {
  const article = await getArticle(tx, id);
  const { slug, language, version } = article;
  await writeAudit(tx, {
    ...actorOf(caller),
    action: `knowledge.${deed}`,
    resourceType: 'article',
    resourceId: id,
    details: { slug, language, version, ...details },
  });
  return article;
}

type Text = Pick<ArticleFields, 'title' | 'content' | 'examples'>;

const textOf = ({ title, content, examples }: Text) => ({
  title: title.trim().replace(/\s+/g, ' '),
  content: content.replaceAll('\r\n', '\n').trim(),
  examples: [...new Set(examples.map((text) => text.trim().replace(/\s+/g, ' ')).filter(Boolean))],
});

/** Whether two texts are the same once they are cleaned. */
export const isSameText = (one: Text, other: Text): boolean =>
  JSON.stringify(textOf(one)) === JSON.stringify(textOf(other));

/** Cleaned and checked. Errors: invalid, with every field that is wrong. */
function wordsOf(fields: Omit<ArticleFields, 'slug' | 'language'>): Words {
  const words = {
    ...textOf(fields),
    category: fields.category.toLowerCase(),
    tags: cleanTags(fields.tags),
    effectiveFrom: fields.effectiveFrom,
    expiresAt: fields.expiresAt,
  };
  const wrong = problemsOf(words);
  if (wrong.length > 0) throw invalid(wrong);
  return words;
}

function problemsOf({ title, content, category, examples, effectiveFrom, expiresAt }: Words): FieldError[] {
  const rules: [string, boolean, string][] = [
    ['title', title === '' || title.length > MAX_TITLE_CHARS, `must have 1 to ${MAX_TITLE_CHARS} characters`],
    ['content', content.length > MAX_CONTENT_CHARS, `must have at most ${MAX_CONTENT_CHARS} characters`],
    ['category', !(CATEGORIES as readonly string[]).includes(category), `must be one of ${CATEGORIES.join(', ')}`],
    ['examples', examples.length > MAX_EXAMPLES, `must be at most ${MAX_EXAMPLES}`],
    [
      'examples',
      examples.some(({ length }) => length > MAX_EXAMPLE_CHARS),
      `must have at most ${MAX_EXAMPLE_CHARS} characters each`,
    ],
    ['effective_from', effectiveFrom !== null && !isMoment(effectiveFrom), NO_MOMENT],
    ['expires_at', expiresAt !== null && !isMoment(expiresAt), NO_MOMENT],
    [
      'expires_at',
      expiresAt !== null && effectiveFrom !== null && expiresAt <= effectiveFrom,
      'must be after the article takes effect',
    ],
  ];
  return rules.filter(([, isWrong]) => isWrong).map(([field, , message]) => ({ field, message }));
}

const isSame = (one: Words, other: Words): boolean => JSON.stringify(keptOf(one)) === JSON.stringify(keptOf(other));

const keptOf = (words: Words) => [
  words.title,
  words.content,
  words.category,
  [...words.tags].sort(),
  words.examples,
  words.effectiveFrom,
  words.expiresAt,
];

/** Errors: invalid. */
function slugOf(text: string): string {
  const slug = text.trim().toLowerCase();
  if (SLUG.test(slug) && slug.length <= MAX_SLUG_CHARS && !RESERVED_SLUGS.includes(slug)) return slug;
  const message = `must be lower case words and digits with hyphens between them, at most ${MAX_SLUG_CHARS} characters, and none of ${RESERVED_SLUGS.join(', ')}`;
  throw invalid([{ field: 'slug', message }]);
}

/** The title's words as a slug: `¿Qué es el CAT?` → `que-es-el-cat`. */
const slugFrom = (title: string): string =>
  (foldText(title).match(/[a-z0-9]+/g) ?? ['article'])
    .join('-')
    .slice(0, MAX_SLUG_CHARS - 8)
    .replace(/-$/, '');

/** A topic of its own: its slug is nobody's in either language. */
async function insertWithFreeSlug(tx: Sql, of: Omit<NewArticle, 'slug'>): Promise<number | null> {
  const wanted = slugFrom(of.title);
  for (let at = 1; at <= SLUG_TRIES; at += 1) {
    const slug = at === 1 ? wanted : `${wanted}-${at}`;
    if (RESERVED_SLUGS.includes(slug) || !(await isSlugFree(tx, slug))) continue;
    const id = await insertArticle(tx, { ...of, slug });
    if (id !== null) return id;
  }
  return null;
}
