import { Elysia, t } from 'elysia';
import type { Context } from '../../context.ts';
import { documentation } from '../../http/documented.ts';
import { Page, sendTotal } from '../../http/page.ts';
import { invalid, notFound } from '../../lib/errors.ts';
import { isLanguage, type Language } from '../../lib/language.ts';
import { access } from '../auth/access.ts';
import { type Article, countArticles, findArticle, listArticles, searchArticles } from './queries.ts';

const documented = documentation('knowledge', () => import('./answers.ts'));
const category = t.Optional(t.String({ maxLength: 60 }));
const language = t.Optional(t.String({ maxLength: 5 }));

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
        staff: 'AGENT',
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
        staff: 'AGENT',
        query: t.Object({ q: t.String({ minLength: 1, maxLength: 500 }), category, language }),
        detail: documented('Active articles that fit some words, the best first', { answer: ['ArticleHit'] }),
      },
    )
    .get(
      '/:id',
      async ({ params }) => {
        const article = await findArticle(ctx.db.sql, params.id);
        if (!article) throw notFound('Article');
        return toArticleView(article);
      },
      {
        staff: 'AGENT',
        params: t.Object({ id: t.Integer({ minimum: 1, maximum: 2_147_483_647 }) }),
        detail: documented('One article', { answer: 'Article' }),
      },
    );

/** Shape: the contract's article. */
const toArticleView = (article: Article) => ({
  id: article.id,
  slug: article.slug,
  title: article.title,
  content: article.content,
  category: article.category,
  language: article.language,
  tags: article.tags,
  is_active: article.isActive,
  version: article.version,
  created_at: article.createdAt.toISOString(),
  updated_at: article.updatedAt.toISOString(),
});

function languageOf(text: string): Language {
  const wanted = text.toLowerCase();
  if (!isLanguage(wanted)) throw invalid([{ field: 'language', message: 'must be es or en' }]);
  return wanted;
}
