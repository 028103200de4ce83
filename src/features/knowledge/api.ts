import { Elysia, t } from 'elysia';
import type { Context } from '../../context.ts';
import { documentation } from '../../http/documented.ts';
import { Moment } from '../../http/moment.ts';
import { Page, sendTotal } from '../../http/page.ts';
import { invalid } from '../../lib/errors.ts';
import { isLanguage, type Language } from '../../lib/language.ts';
import { access } from '../auth/access.ts';
import { type Article, type ArticleFields, type Category, MAX_REASON_CHARS, type Version } from './model.ts';
import { countArticles, listArticles, listVersions, searchArticles } from './queries.ts';
import { publishArticle, returnArticle, submitArticle, withdrawArticle } from './review.ts';
import { changeArticle, createArticle, getArticle, removeArticle, rollBack } from './writing.ts';

const MAX_TEXT = 200_000;
const MAX_VERSIONS = 1_000;

const documented = documentation('knowledge', () => import('./answers.ts'));
const category = t.Optional(t.String({ maxLength: 60 }));
const language = t.Optional(t.String({ maxLength: 5 }));
const MAX_ID = 2_147_483_647;
const params = t.Object({ id: t.Integer({ minimum: 1, maximum: MAX_ID }) });
const time = t.Optional(t.Union([Moment, t.Null()]));
const version = t.Integer({
  minimum: 1,
  maximum: MAX_ID,
  description: 'The one that was read; another one by now: 409',
});

const optional = {
  tags: t.Optional(t.Array(t.String({ maxLength: 200 }), { maxItems: 100 })),
  examples: t.Optional(
    t.Array(t.String({ maxLength: 2_000 }), { maxItems: 1_000, description: 'Questions that it answers' }),
  ),
  effective_from: time,
  expires_at: time,
};
const NewArticle = t.Object({
  title: t.String({ minLength: 1, maxLength: 1_000 }),
  content: t.String({ minLength: 1, maxLength: MAX_TEXT, description: 'Markdown' }),
  category: t.String({ maxLength: 60 }),
  language: t.String({ maxLength: 5 }),
  slug: t.Optional(t.Union([t.String({ maxLength: 200 }), t.Null()])),
  ...optional,
});
const ChangedArticle = t.Object({
  title: t.Optional(t.String({ minLength: 1, maxLength: 1_000 })),
  content: t.Optional(t.String({ minLength: 1, maxLength: MAX_TEXT })),
  category: t.Optional(t.String({ maxLength: 60 })),
  ...optional,
  is_active: t.Optional(t.Boolean({ description: 'True restores what was removed, false removes' })),
  version: t.Optional(version),
});
const Meant = t.Optional(t.Object({ version: t.Optional(version) }));

const reading = { staff: { may: 'knowledge.read' } } as const;
const writing = { staff: { may: 'knowledge.write' }, params } as const;
const reviewing = { staff: { may: 'knowledge.publish' }, params } as const;
const STALE = { 409: 'Another version was saved meanwhile, or the article is in another state' };

/** The articles; what is written is a draft until a second person has published it. */
export const knowledgeApi = (ctx: Context) =>
  new Elysia({ prefix: '/api/v1/knowledge' })
    .use(access(ctx))
    .get(
      '/',
      async ({ query, set }) => {
        const filter = {
          limit: query.limit,
          skip: query.skip,
          ...(query.category && { category: query.category.toLowerCase() }),
          ...(query.language && { language: languageOf(query.language) }),
          ...(query.is_active !== undefined && { isActive: query.is_active }),
        };
        const [rows, total] = await Promise.all([listArticles(ctx.db.sql, filter), countArticles(ctx.db.sql, filter)]);
        sendTotal(set, total);
        return rows.map(toArticleView);
      },
      {
        ...reading,
        query: t.Composite([Page, t.Object({ category, language, is_active: t.Optional(t.Boolean()) })]),
        detail: documented('The articles of the knowledge base', { answer: ['Article'] }),
      },
    )
    .get(
      '/search',
      async ({ query }) => {
        const hits = await searchArticles(ctx.db.sql, {
          text: query.q,
          ...(query.category && { category: query.category.toLowerCase() }),
          ...(query.language && { language: languageOf(query.language) }),
        });
        return hits.map((hit) => ({ ...toArticleView(hit), score: hit.score, snippet: hit.snippet }));
      },
      {
        ...reading,
        query: t.Object({ q: t.String({ minLength: 1, maxLength: 500 }), category, language }),
        detail: documented('Articles that fit some words, the best first', { answer: ['ArticleHit'] }),
      },
    )
    .post(
      '/',
      async ({ caller, body, set }) => {
        set.status = 201;
        return toArticleView(await createArticle(ctx, caller, newFieldsOf(body)));
      },
      {
        staff: { may: 'knowledge.write' },
        body: NewArticle,
        detail: documented('Write an article', {
          answer: 'Article',
          status: 201,
          description:
            'It is a draft. The assistant uses it once it was submitted and a second person has published it. With the slug of an article in the other language it becomes its translation.',
          errors: { 409: 'There is a text with this slug in this language already' },
        }),
      },
    )
    .get('/:id', async ({ params: { id } }) => toArticleView(await getArticle(ctx.db.sql, id)), {
      ...reading,
      params,
      detail: documented('One article', { answer: 'Article' }),
    })
    .put(
      '/:id',
      async ({ caller, params: { id }, body }) =>
        toArticleView(await changeArticle(ctx, caller, id, changedFieldsOf(body), body.version, body.is_active)),
      {
        ...writing,
        body: ChangedArticle,
        detail: documented('Write a new version', {
          answer: 'Article',
          description:
            'What is left out stays as it is. The new version is a draft; until it is published, the assistant keeps to the one that is. With `version`, the one that the change starts from, nobody is overwritten unseen.',
          errors: STALE,
        }),
      },
    )
    .delete(
      '/:id',
      async ({ caller, params: { id }, set }) => {
        await removeArticle(ctx, caller, id);
        set.status = 204;
      },
      { ...writing, detail: documented('Remove an article; it can be restored', { answer: null }) },
    )
    .get(
      '/:id/versions',
      async ({ params: { id } }) => {
        await getArticle(ctx.db.sql, id);
        return (await listVersions(ctx.db.sql, id, MAX_VERSIONS)).map(toVersionView);
      },
      {
        ...reading,
        params,
        detail: documented('What an article said, and who published it; the newest first', {
          answer: ['ArticleVersion'],
        }),
      },
    )
    .post(
      '/:id/submit',
      async ({ caller, params: { id }, body }) => toArticleView(await submitArticle(ctx, caller, id, body?.version)),
      {
        ...writing,
        body: Meant,
        detail: documented('Send a draft to the review', { answer: 'Article', errors: STALE }),
      },
    )
    .post(
      '/:id/publish',
      async ({ caller, params: { id }, body }) => toArticleView(await publishArticle(ctx, caller, id, body?.version)),
      {
        ...reviewing,
        body: Meant,
        detail: documented('Publish the version in review', {
          answer: 'Article',
          description: 'The assistant answers from it within seconds, or from `effective_from` on.',
          errors: { ...STALE, 403: 'The caller wrote this version, or is not allowed to publish' },
        }),
      },
    )
    .post(
      '/:id/return',
      async ({ caller, params: { id }, body }) =>
        toArticleView(await returnArticle(ctx, caller, id, body?.reason ?? '', body?.version)),
      {
        ...reviewing,
        body: t.Optional(
          t.Object({
            reason: t.Optional(t.String({ maxLength: MAX_REASON_CHARS })),
            version: t.Optional(version),
          }),
        ),
        detail: documented('Send the version in review back to its author', { answer: 'Article', errors: STALE }),
      },
    )
    .post(
      '/:id/withdraw',
      async ({ caller, params: { id } }) => toArticleView(await withdrawArticle(ctx, caller, id)),
      {
        ...writing,
        detail: documented('Take an article from the assistant at once', {
          answer: 'Article',
          errors: { 409: 'The assistant does not use it' },
        }),
      },
    )
    .post(
      '/:id/rollback',
      async ({ caller, params: { id }, body }) => toArticleView(await rollBack(ctx, caller, id, body.to, body.version)),
      {
        ...writing,
        body: t.Object({
          to: t.Integer({ minimum: 1, maximum: MAX_ID, description: 'The version whose words come back' }),
          version: t.Optional(version),
        }),
        detail: documented('A new version with the words of an earlier one', {
          answer: 'Article',
          description: 'Like any other it is a draft.',
          errors: STALE,
        }),
      },
    );

const newFieldsOf = (body: typeof NewArticle.static): ArticleFields => ({
  slug: body.slug ?? null,
  title: body.title,
  content: body.content,
  category: body.category as Category,
  language: languageOf(body.language),
  tags: body.tags ?? [],
  examples: body.examples ?? [],
  effectiveFrom: timeOf(body.effective_from),
  expiresAt: timeOf(body.expires_at),
});

const changedFieldsOf = (body: typeof ChangedArticle.static): Parameters<typeof changeArticle>[3] => ({
  ...(body.title !== undefined && { title: body.title }),
  ...(body.content !== undefined && { content: body.content }),
  ...(body.category !== undefined && { category: body.category as Category }),
  ...(body.tags && { tags: body.tags }),
  ...(body.examples && { examples: body.examples }),
  ...(body.effective_from !== undefined && { effectiveFrom: timeOf(body.effective_from) }),
  ...(body.expires_at !== undefined && { expiresAt: timeOf(body.expires_at) }),
});

const timeOf = (text: string | null | undefined): Date | null => (text ? new Date(text) : null);
const isoOf = (date: Date | null): string | null => date?.toISOString() ?? null;

/** Shape: the contract's article. */
const toArticleView = (article: Article) => ({
  id: article.id,
  slug: article.slug,
  title: article.title,
  content: article.content,
  category: article.category,
  language: article.language,
  tags: article.tags,
  examples: article.examples,
  is_active: article.isActive,
  version: article.version,
  status: article.status,
  state: article.state,
  live_version: article.liveVersion,
  effective_from: isoOf(article.effectiveFrom),
  expires_at: isoOf(article.expiresAt),
  editor_id: article.editorId,
  editor_name: article.editorName,
  created_at: article.createdAt.toISOString(),
  updated_at: article.updatedAt.toISOString(),
});

const toVersionView = (version: Version) => ({
  version: version.version,
  title: version.title,
  content: version.content,
  category: version.category,
  tags: version.tags,
  examples: version.examples,
  effective_from: isoOf(version.effectiveFrom),
  expires_at: isoOf(version.expiresAt),
  editor_id: version.editorId,
  editor_name: version.editorName,
  restored_from: version.restoredFrom,
  created_at: version.createdAt.toISOString(),
  submitted_at: isoOf(version.submittedAt),
  submitted_by_name: version.submittedByName,
  returned_at: isoOf(version.returnedAt),
  returned_by_name: version.returnedByName,
  return_reason: version.returnReason,
  published_at: isoOf(version.publishedAt),
  published_by_name: version.publishedByName,
  withdrawn_at: isoOf(version.withdrawnAt),
  withdrawn_by_name: version.withdrawnByName,
});

function languageOf(text: string): Language {
  const wanted = text.toLowerCase();
  if (!isLanguage(wanted)) throw invalid([{ field: 'language', message: 'must be es or en' }]);
  return wanted;
}
