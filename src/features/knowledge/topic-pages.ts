import { Elysia, t } from 'elysia';
import { ToastPiece } from '../../../views/components/toast.tsx';
import { knowledgeTexts, type TopicDone } from '../../../views/knowledge/knowledge-texts.ts';
import { KNOWLEDGE_PATH, topicPath } from '../../../views/knowledge/paths.ts';
import { TopicForm } from '../../../views/knowledge/topic-form.tsx';
import { type Sight, TopicNews } from '../../../views/knowledge/topic-news.tsx';
import { type InReview, NewTopicPage, ReadTopicPage, TopicPage } from '../../../views/knowledge/topic-page.tsx';
import type { Context } from '../../context.ts';
import { redirectTo, viewResponse } from '../../http/htmx.ts';
import { oneOf } from '../../http/one-of.ts';
import { AppError } from '../../lib/errors.ts';
import { LANGUAGES, type Language } from '../../lib/language.ts';
import { may, PERMISSIONS } from '../auth/model.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { frameOf, viewOf } from '../panel/frame.ts';
import { differencesOf } from './differences.ts';
import { renderMarkdown } from './markdown.ts';
import { type Article, MAX_REASON_CHARS, MAX_SLUG_CHARS, type Topic } from './model.ts';
import { getVersion } from './queries.ts';
import { KnowledgeRefused } from './refusals.ts';
import { faultsOf, fieldsOf, formOf, TopicBody, typedForm } from './topic-form.ts';
import {
  getTopic,
  publishTopic,
  returnTopic,
  type Seen,
  saveTopic,
  setTopicActive,
  submitTopic,
  withdrawTopic,
} from './topics.ts';
import { isOwnWriting } from './writing-queries.ts';

const DONE = [
  'saved',
  'begun',
  'submitted',
  'published',
  'returned',
  'withdrawn',
  'restored',
  'rolled_back',
] as const satisfies TopicDone[];
const SEEN = t.Optional(t.Integer({ minimum: 1, maximum: 2_147_483_647 }));
/** A version and its status: `3.DRAFT`. */
const SIGHT = t.Optional(t.String({ maxLength: 30, pattern: '^\\d{1,9}\\.[A-Z_]+$' }));
const params = t.Object({ slug: t.String({ maxLength: MAX_SLUG_CHARS }) });
const DeedBody = t.Object({
  seen_es: SEEN,
  seen_en: SEEN,
  reason: t.String({ maxLength: 2 * MAX_REASON_CHARS, default: '' }),
});

const writing = { panel: PERMISSIONS['knowledge.write'] };

/** A topic in both languages, and what is done with it. */
export const topicPages = (ctx: Context) =>
  new Elysia({ prefix: KNOWLEDGE_PATH })
    .use(panelAccess(ctx))
    .get('/new', ({ caller, request }) => showNew(ctx, caller, request), { ...writing })
    .post('/new', ({ caller, request, body }) => take(ctx, caller, request, null, body), {
      ...writing,
      body: TopicBody,
    })
    .get(
      '/:slug',
      ({ caller, request, params: { slug }, query }) => show(ctx, caller, request, slug, query.done || null),
      {
        panel: PERMISSIONS['knowledge.read'],
        params,
        query: t.Object({ done: t.Optional(oneOf([...DONE, ''])) }),
      },
    )
    .get(
      '/:slug/news',
      async ({ caller, params: { slug }, query }) => {
        const topic = await getTopic(ctx.db.sql, slug);
        return viewResponse(TopicNews({ topic, topicSight: sightOf(query), language: caller.language }));
      },
      { ...writing, params, query: t.Object({ es: SIGHT, en: SIGHT }) },
    )
    .post('/:slug', ({ caller, request, params: { slug }, body }) => take(ctx, caller, request, slug, body), {
      ...writing,
      params,
      body: TopicBody,
    })
    .post(
      '/:slug/:deed',
      ({ caller, request, params: { slug, deed }, body }) => doDeed(ctx, caller, request, slug, deed, body),
      {
        ...writing,
        params: t.Object({
          slug: t.String({ maxLength: MAX_SLUG_CHARS }),
          deed: oneOf(['submit', 'publish', 'return', 'withdraw', 'remove', 'restore']),
        }),
        body: DeedBody,
      },
    );

function sightOf(query: Partial<Record<Language, string>>): Sight {
  const seen = LANGUAGES.flatMap((language) => {
    const [version, status] = query[language]?.split('.') ?? [];
    return version && status ? [[language, { version: Number(version), status }]] : [];
  });
  return Object.fromEntries(seen);
}

async function showNew(ctx: Context, caller: Caller, request: Request): Promise<Response> {
  const frame = frameOf(ctx, caller, request);
  return viewResponse(NewTopicPage({ topicForm: await formOf(null, frame.view.timeZone), ...frame }));
}

async function show(
  ctx: Context,
  caller: Caller,
  request: Request,
  slug: string,
  done: TopicDone | null,
): Promise<Response> {
  const topic = await getTopic(ctx.db.sql, slug);
  const frame = frameOf(ctx, caller, request);
  if (!may(caller.role, 'knowledge.write')) {
    const [es, en] = await Promise.all(LANGUAGES.map((language) => renderedOf(topic[language])));
    return viewResponse(ReadTopicPage({ topic, rendered: { es: es ?? null, en: en ?? null }, ...frame }));
  }
  const [topicForm, reviews, returned] = await Promise.all([
    formOf(topic, frame.view.timeZone),
    reviewsOf(ctx, caller, topic),
    returnedOf(ctx, topic),
  ]);
  return viewResponse(TopicPage({ topic, topicForm, reviews, returned, done, ...frame }));
}

const renderedOf = async (article: Article | null) => (article?.content ? renderMarkdown(article.content) : null);

/** What of the topic waits for a second person. */
async function reviewsOf(ctx: Context, caller: Caller, topic: Topic): Promise<InReview[]> {
  const waiting = LANGUAGES.map((language) => topic[language]).filter((one) => one?.state === 'review');
  return Promise.all(
    (waiting as Article[]).map(async (article) => {
      const against = article.liveVersion;
      const before = against === null ? null : await getVersion(ctx.db.sql, article.id, against);
      const differences = await differencesOf(before, article);
      const isOwn = await isOwnWriting(ctx.db.sql, article.editorId, caller.id);
      return { article, against, differences, isOwn };
    }),
  );
}

/** The newest version that was sent back and not changed since. */
async function returnedOf(ctx: Context, topic: Topic) {
  for (const language of LANGUAGES) {
    const article = topic[language];
    if (article?.status !== 'DRAFT') continue;
    const version = await getVersion(ctx.db.sql, article.id, article.version);
    if (version.returnedAt) return version;
  }
  return null;
}

/** Saves it, or answers the form again with what was typed and what is wrong. */
async function take(
  ctx: Context,
  caller: Caller,
  request: Request,
  slug: string | null,
  body: typeof TopicBody.static,
): Promise<Response> {
  const view = viewOf(ctx, caller, request);
  try {
    const saved = await saveTopic(ctx, caller, slug, fieldsOf(body, view.timeZone));
    return redirectTo(`${topicPath(saved)}?done=saved`, request);
  } catch (error) {
    const topic = slug === null ? null : await getTopic(ctx.db.sql, slug);
    if (error instanceof KnowledgeRefused && error.refusal === 'stale' && topic) {
      const topicForm = { ...(await typedForm(rebased(body, topic))), stale: changesOf(body, topic) };
      return viewResponse(TopicForm({ topic, topicForm, view }), { status: 409 });
    }
    const topicForm = await typedForm(body, faultsOf(error));
    return viewResponse(TopicForm({ topic, topicForm, view }), { status: 422 });
  }
}

/** Sent again, it is saved over what somebody else has saved meanwhile: that is the choice then. */
const rebased = (body: typeof TopicBody.static, { es, en }: Topic): typeof TopicBody.static => ({
  ...body,
  base_es: es ? String(es.version) : '',
  base_en: en ? String(en.version) : '',
});

/** In which languages the form began from an older version. */
function changesOf(body: typeof TopicBody.static, topic: Topic) {
  const changed = LANGUAGES.flatMap((language): [Language, { from: number; to: number }][] => {
    const from = Number(body[`base_${language}`]);
    const to = topic[language]?.version ?? 0;
    return from === to ? [] : [[language, { from, to }]];
  });
  return Object.fromEntries(changed);
}

type Deed = 'submit' | 'publish' | 'return' | 'withdraw' | 'remove' | 'restore';
const DONE_BY: Record<Deed, TopicDone> = {
  submit: 'submitted',
  publish: 'published',
  return: 'returned',
  withdraw: 'withdrawn',
  remove: 'removed',
  restore: 'restored',
};

/** What cannot be done is said over the page, which stays as it is. */
async function doDeed(
  ctx: Context,
  caller: Caller,
  request: Request,
  slug: string,
  deed: Deed,
  { seen_es: es, seen_en: en, reason }: typeof DeedBody.static,
): Promise<Response> {
  const seen: Seen = { ...(es !== undefined && { es }), ...(en !== undefined && { en }) };
  const deeds: Record<Deed, () => Promise<void>> = {
    submit: () => submitTopic(ctx, caller, slug, seen),
    publish: () => publishTopic(ctx, caller, slug, seen),
    return: () => returnTopic(ctx, caller, slug, seen, reason),
    withdraw: () => withdrawTopic(ctx, caller, slug),
    remove: () => setTopicActive(ctx, caller, slug, false),
    restore: () => setTopicActive(ctx, caller, slug, true),
  };
  try {
    await deeds[deed]();
  } catch (error) {
    return refused(error, caller.language);
  }
  const path = deed === 'remove' ? KNOWLEDGE_PATH : topicPath(slug);
  return redirectTo(`${path}?done=${DONE_BY[deed]}`, request);
}

/** Why an article stays as it is. Errors: the error itself, where it is of another kind. */
export function refused(error: unknown, language: Language): Response {
  const texts = knowledgeTexts[language];
  if (error instanceof KnowledgeRefused) {
    const title = texts.refusals[error.refusal];
    return viewResponse(ToastPiece({ title, kind: 'failed', language }), { status: error.status });
  }
  const [fault] = Object.values(faultsOf(error));
  const status = error instanceof AppError ? error.status : 422;
  return viewResponse(ToastPiece({ title: texts.faults[fault ?? 'content'], kind: 'failed', language }), { status });
}
