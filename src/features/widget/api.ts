import { Elysia, t } from 'elysia';
import type { Context } from '../../context.ts';
import { documentation } from '../../http/documented.ts';
import { oneOf } from '../../http/one-of.ts';
import { access } from '../auth/access.ts';
import { BRAND_IMAGES } from './model.ts';
import { getImage } from './service.ts';

const documented = documentation('chat', () => import('./answers.ts'));

/** The bank's pictures, for every page that has the widget. */
export const widgetApi = (ctx: Context) =>
  new Elysia({ prefix: '/api/v1/chat/images' }).use(access(ctx)).get(
    '/:name',
    async ({ params: { name } }) => {
      const { type, content } = await getImage(ctx, name);
      return new Response(content, {
        headers: {
          'content-type': type,
          // Its address changes with it.
          'cache-control': 'public, max-age=31536000, immutable',
          'content-security-policy': "default-src 'none'; sandbox",
          'x-content-type-options': 'nosniff',
          'cross-origin-resource-policy': 'cross-origin',
        },
      });
    },
    {
      open: true,
      params: t.Object({ name: oneOf(BRAND_IMAGES) }),
      query: t.Object({ v: t.Optional(t.String({ maxLength: 40, description: 'Which one, so that it can be kept' })) }),
      detail: documented('A picture of the bank that the widget shows', { answer: 'BrandImage' }),
    },
  );
