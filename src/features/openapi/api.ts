import { Elysia, t } from 'elysia';
import type { Context } from '../../context.ts';
import { documentation } from '../../http/documented.ts';
import { access } from '../auth/access.ts';
import { Description, type RouteList } from './service.ts';

const lang = t.Optional(t.String({ maxLength: 10, description: 'es or en; else as the browser prefers' }));
const documented = documentation('openapi', () => import('./answers.ts'));

/** The description of the interface, made of the routes' own schemas: nothing of it is loaded before it is asked for. */
export const openApi = (ctx: Context, routes: RouteList) => {
  const description = new Description(routes, ctx.config.version);
  return new Elysia({ prefix: '/api/v1' })
    .use(access(ctx))
    .get(
      '/openapi.json',
      async ({ request }) => {
        const { plain, compressed, tag } = await description.made();
        const headers = { 'cache-control': 'no-cache', etag: tag, vary: 'accept-encoding' };
        if (request.headers.get('if-none-match') === tag) return new Response(null, { status: 304, headers });
        const isCompressed = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '');
        return new Response(isCompressed ? compressed : plain, {
          headers: {
            ...headers,
            'content-type': 'application/json; charset=utf-8',
            ...(isCompressed && { 'content-encoding': 'gzip' }),
          },
        });
      },
      { open: true, detail: documented('This description, as OpenAPI 3.1', { answer: 'OpenApi' }) },
    )
    .get(
      '/docs',
      async ({ request, query }) => {
        const [{ docsPage }, { document }] = await Promise.all([import('./pages.ts'), description.made()]);
        return docsPage(document, request, query.q);
      },
      {
        open: true,
        query: t.Object({ q: t.String({ maxLength: 100, default: '', description: 'Words to look for' }), lang }),
        detail: documented('This description as pages', { answer: 'Page' }),
      },
    )
    .get(
      '/docs/:section',
      async ({ request, params }) => {
        const [{ docsSectionPage }, { document }] = await Promise.all([import('./pages.ts'), description.made()]);
        return docsSectionPage(document, request, params.section);
      },
      {
        open: true,
        params: t.Object({ section: t.String({ maxLength: 60, examples: ['tickets'] }) }),
        query: t.Object({ lang }),
        detail: documented('The operations of one tag in full, or the schemas', { answer: 'Page' }),
      },
    );
};
