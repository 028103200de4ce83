import { Elysia, t } from 'elysia';
import { KNOWLEDGE_PATH, topicPath, versionsPath } from '../../../views/knowledge/paths.ts';
import { VersionPage, VersionsPage } from '../../../views/knowledge/versions-page.tsx';
import type { Context } from '../../context.ts';
import { redirectTo, viewResponse } from '../../http/htmx.ts';
import { oneOf } from '../../http/one-of.ts';
import { notFound } from '../../lib/errors.ts';
import { LANGUAGES, type Language } from '../../lib/language.ts';
import { PERMISSIONS } from '../auth/model.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { frameOf } from '../panel/frame.ts';
import { differencesOf } from './differences.ts';
import { type Article, MAX_SLUG_CHARS, type Topic } from './model.ts';
import { getVersion, listVersions } from './queries.ts';
import { refused } from './topic-pages.ts';
import { getTopic } from './topics.ts';
import { rollBack } from './writing.ts';

const PAGE_SIZE = 30;
/** Versions that one may be compared with, around it. */
const COMPARED = 8;
const Version = t.Integer({ minimum: 1, maximum: 2_147_483_647 });
const ofArticle = { slug: t.String({ maxLength: MAX_SLUG_CHARS }), language: oneOf(LANGUAGES) };
const reading = { panel: PERMISSIONS['knowledge.read'] };

/** What an article said from version to version, and the way back to an earlier one. */
export const versionPages = (ctx: Context) =>
  new Elysia({ prefix: `${KNOWLEDGE_PATH}/:slug/versions/:language` })
    .use(panelAccess(ctx))
    .get(
      '/',
      async ({ caller, request, params, query: { before } }) => {
        const { topic, article } = await getText(ctx, params);
        const versions = await listVersions(ctx.db.sql, article.id, PAGE_SIZE + 1, before ?? null);
        const shown = versions.slice(0, PAGE_SIZE);
        const last = shown.at(-1);
        const olderPath =
          last && versions.length > PAGE_SIZE
            ? `${versionsPath(topic.slug, article.language)}?before=${last.version}`
            : null;
        return viewResponse(
          VersionsPage({ topic, article, versions: shown, olderPath, ...frameOf(ctx, caller, request) }),
        );
      },
      { ...reading, params: t.Object(ofArticle), query: t.Object({ before: t.Optional(Version) }) },
    )
    .get(
      '/:version',
      ({ caller, request, params, query: { against } }) => showVersion(ctx, caller, request, params, against ?? null),
      {
        ...reading,
        params: t.Object({ ...ofArticle, version: Version }),
        query: t.Object({ against: t.Optional(Version) }),
      },
    )
    .post(
      '/:version/rollback',
      async ({ caller, request, params, body: { seen } }) => {
        try {
          const { article } = await getText(ctx, params);
          await rollBack(ctx, caller, article.id, params.version, seen);
          return redirectTo(`${topicPath(params.slug)}?done=rolled_back`, request);
        } catch (error) {
          return refused(error, caller.language);
        }
      },
      {
        panel: PERMISSIONS['knowledge.write'],
        params: t.Object({ ...ofArticle, version: Version }),
        body: t.Object({ seen: t.Optional(Version) }),
      },
    );

/** Errors: not_found. */
async function getText(
  ctx: Context,
  { slug, language }: { slug: string; language: Language },
): Promise<{ topic: Topic; article: Article }> {
  const topic = await getTopic(ctx.db.sql, slug);
  const article = topic[language];
  if (!article) throw notFound('Article');
  return { topic, article };
}

/** The version against the one that is asked for, or the one before it. */
async function showVersion(
  ctx: Context,
  caller: Caller,
  request: Request,
  params: { slug: string; language: Language; version: number },
  asked: number | null,
): Promise<Response> {
  const { topic, article } = await getText(ctx, params);
  const version = await getVersion(ctx.db.sql, article.id, params.version);
  const against = asked ?? (version.version > 1 ? version.version - 1 : null);
  const before = against === null ? null : await getVersion(ctx.db.sql, article.id, against);
  const page = {
    topic,
    article,
    version,
    against,
    others: othersOf(version.version, article),
    differences: await differencesOf(before, version),
  };
  return viewResponse(VersionPage({ ...page, ...frameOf(ctx, caller, request) }));
}

/** The versions around it, the newest, and the one that the assistant uses. */
function othersOf(version: number, { version: newest, liveVersion }: Article): number[] {
  const first = Math.max(1, Math.min(version - COMPARED / 2, newest - COMPARED + 1));
  const near = Array.from({ length: COMPARED }, (_, at) => first + at).filter((one) => one <= newest);
  return [...new Set([...near, newest, ...(liveVersion === null ? [] : [liveVersion])])]
    .filter((one) => one !== version)
    .sort((a, b) => a - b);
}
