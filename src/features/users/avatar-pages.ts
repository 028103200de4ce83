import { Elysia, t } from 'elysia';
import { AvatarForm } from '../../../views/account/avatar-form.tsx';
import type { Context } from '../../context.ts';
import { redirectTo, viewResponse } from '../../http/htmx.ts';
import { AppError } from '../../lib/errors.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { personOf } from '../panel/frame.ts';
import { getAvatar, removeAvatar, takeAvatar } from './avatar.ts';

const MAX_ID = 2_147_483_647;
const DONE = '/panel/account?done=avatar';

const own = { panel: 'AGENT' } as const;

/** Pictures of staff: one's own is changed, everybody's are seen by colleagues. */
export const avatarPages = (ctx: Context) =>
  new Elysia({ prefix: '/panel' })
    .use(panelAccess(ctx))
    .post('/account/avatar', ({ caller, request, body }) => take(ctx, caller, request, body.image), {
      ...own,
      body: t.Object({ image: t.Optional(t.Any()) }),
    })
    .post(
      '/account/avatar/remove',
      async ({ caller, request }) => {
        await removeAvatar(ctx, caller);
        return redirectTo(DONE, request);
      },
      { ...own },
    )
    .get(
      '/people/:id/avatar/:version',
      async ({ params: { id, version } }) => {
        const { image, mediaType } = await getAvatar(ctx, id, version);
        return new Response(image, {
          headers: {
            'content-type': mediaType,
            // Its address changes with it.
            'cache-control': 'private, max-age=31536000, immutable',
            'content-security-policy': "default-src 'none'; sandbox",
            'x-content-type-options': 'nosniff',
            'cross-origin-resource-policy': 'same-origin',
          },
        });
      },
      {
        ...own,
        params: t.Object({ id: t.Integer({ minimum: 1, maximum: MAX_ID }), version: t.String({ maxLength: 24 }) }),
      },
    );

async function take(ctx: Context, caller: Caller, request: Request, image: unknown): Promise<Response> {
  const again = (fault: 'kind' | 'size' | 'none') =>
    viewResponse(AvatarForm({ person: personOf(caller), fault, language: caller.language }), { status: 422 });
  // A form without a chosen file sends an empty one.
  if (!(image instanceof File) || image.size === 0) return again('none');
  try {
    await takeAvatar(ctx, caller, image);
    return redirectTo(DONE, request);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'too_large') return again('size');
    if (error.code === 'unsupported_type') return again('kind');
    throw error;
  }
}
