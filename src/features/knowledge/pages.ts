import { Elysia, t } from 'elysia';
import type { TopicDone } from '../../../views/knowledge/knowledge-texts.ts';
import { KNOWLEDGE_PATH } from '../../../views/knowledge/paths.ts';
import { Preview } from '../../../views/knowledge/topic-form.tsx';
import { TopicListPage } from '../../../views/knowledge/topic-list-page.tsx';
import type { Context } from '../../context.ts';
import { viewResponse } from '../../http/htmx.ts';
import { oneOf } from '../../http/one-of.ts';
import { LANGUAGES } from '../../lib/language.ts';
import { PERMISSIONS } from '../auth/model.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { frameOf } from '../panel/frame.ts';
import { pagesOf, pathWith } from '../panel/paging.ts';
import { gapPages } from './gap-pages.ts';
import { browseTopics, countInReview, countTopics, listTags } from './list-queries.ts';
import { renderMarkdown } from './markdown.ts';
import { CATEGORIES, LANGUAGE_FILTERS, STATES } from './model.ts';
import { topicPages } from './topic-pages.ts';
import { trialPages } from './trial-pages.ts';
import { versionPages } from './version-pages.ts';

const PAGE_SIZE = 25;
const MAX_TEXT = 200_000;
const DONE = ['removed', 'restored'] as const satisfies TopicDone[];

const ListQuery = t.Object({
  q: t.String({ maxLength: 200, default: '' }),
  category: t.Optional(oneOf([...CATEGORIES, ''])),
  language: t.Optional(oneOf([...LANGUAGE_FILTERS, ''])),
  state: t.Optional(oneOf([...STATES, ''])),
  tag: t.String({ maxLength: 40, default: '' }),
  page: t.Integer({ minimum: 1, maximum: 100_000, default: 1 }),
  done: t.Optional(oneOf([...DONE, ''])),
});
const PreviewBody = t.Object({
  content_es: t.String({ maxLength: MAX_TEXT, default: '' }),
  content_en: t.String({ maxLength: MAX_TEXT, default: '' }),
});

/** The knowledge base: its list, and by the other files its articles, their versions, the gaps and the trial. */
export const knowledgePages = (ctx: Context) =>
  new Elysia()
    .use(panelAccess(ctx))
    .get(KNOWLEDGE_PATH, ({ caller, request, query }) => showList(ctx, caller, request, query), {
      panel: PERMISSIONS['knowledge.read'],
      query: ListQuery,
    })
    .post(
      `${KNOWLEDGE_PATH}/preview/:language`,
      async ({ caller, params: { language: of }, body }) => {
        const content = of === 'es' ? body.content_es : body.content_en;
        const html = content.trim() ? await renderMarkdown(content) : null;
        return viewResponse(Preview({ html, of, language: caller.language }));
      },
      {
        panel: PERMISSIONS['knowledge.write'],
        params: t.Object({ language: oneOf(LANGUAGES) }),
        body: PreviewBody,
      },
    )
    .use(gapPages(ctx))
    .use(trialPages(ctx))
    .use(topicPages(ctx))
    .use(versionPages(ctx));

async function showList(
  ctx: Context,
  caller: Caller,
  request: Request,
  { page, done, ...query }: typeof ListQuery.static,
): Promise<Response> {
  const { sql } = ctx.db;
  const filter = {
    q: query.q.trim(),
    category: query.category ?? '',
    language: query.language ?? '',
    state: query.state ?? '',
    tag: query.tag,
  } as const;
  const found = {
    ...(filter.q && { text: filter.q }),
    ...(filter.category && { category: filter.category }),
    ...(filter.language && { language: filter.language }),
    ...(filter.state && { state: filter.state }),
    ...(filter.tag && { tag: filter.tag }),
  };
  const [topics, total, tags, inReview] = await Promise.all([
    browseTopics(sql, found, PAGE_SIZE, (page - 1) * PAGE_SIZE),
    countTopics(sql, found),
    listTags(sql),
    countInReview(sql),
  ]);
  const path = pathWith(KNOWLEDGE_PATH, filter);
  const topicList = {
    topics,
    tags,
    inReview,
    filter,
    pages: pagesOf({ path, page, size: PAGE_SIZE, shown: topics.length, total }),
    path: page > 1 ? pathWith(KNOWLEDGE_PATH, { ...filter, page: String(page) }) : path,
    done: done || null,
  };
  return viewResponse(TopicListPage({ topicList, ...frameOf(ctx, caller, request) }));
}
