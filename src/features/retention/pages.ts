import { Elysia, t } from 'elysia';
import { RETENTION_PATH } from '../../../views/retention/paths.ts';
import { HoldForm, RetentionPage } from '../../../views/retention/retention-page.tsx';
import { retentionTexts } from '../../../views/retention/retention-texts.ts';
import type { Context } from '../../context.ts';
import { redirectTo, viewResponse } from '../../http/htmx.ts';
import { oneOf } from '../../http/one-of.ts';
import { AppError } from '../../lib/errors.ts';
import { may, PERMISSIONS } from '../auth/model.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { frameOf, viewOf } from '../panel/frame.ts';
import { holdConversation } from './holds.ts';
import { previewPurge, readHolds } from './service.ts';

const PageQuery = t.Object({
  done: t.Optional(oneOf(['held', 'released'])),
  conversation: t.Optional(t.String({ maxLength: 36 })),
});

/** What is kept how long, what would go now, and legal holds. */
export const retentionPages = (ctx: Context) =>
  new Elysia({ prefix: RETENTION_PATH })
    .use(panelAccess(ctx))
    .get(
      '/',
      async ({ caller, request, query }) => {
        const [classes, holds] = await Promise.all([previewPurge(ctx), readHolds(ctx)]);
        const mayHold = may(caller, 'conversation.hold');
        const done = query.done ?? null;
        const chosen = query.conversation ?? '';
        return viewResponse(RetentionPage({ classes, holds, mayHold, done, chosen, ...frameOf(ctx, caller, request) }));
      },
      { panel: PERMISSIONS['retention.read'], query: PageQuery },
    )
    .post('/holds', ({ caller, request, body }) => takeHold(ctx, caller, request, body), {
      panel: PERMISSIONS['conversation.hold'],
      body: t.Object({
        id: t.String({ maxLength: 100, default: '' }),
        reason: t.String({ maxLength: 2_000, default: '' }),
      }),
    })
    .post(
      '/holds/:id/release',
      async ({ caller, request, params: { id } }) => {
        await holdConversation(ctx, caller, id, null);
        return redirectTo(`${RETENTION_PATH}?done=released`, request);
      },
      { panel: PERMISSIONS['conversation.hold'] },
    );

async function takeHold(
  ctx: Context,
  caller: Caller,
  request: Request,
  { id, reason }: { id: string; reason: string },
): Promise<Response> {
  try {
    await holdConversation(ctx, caller, id.trim(), reason);
    return redirectTo(`${RETENTION_PATH}?done=held`, request);
  } catch (error) {
    if (!(error instanceof AppError) || !['invalid', 'not_found'].includes(error.code)) throw error;
    const { faults } = retentionTexts[caller.language];
    const errors = error.code === 'invalid' ? { reason: faults.reason } : { id: faults.id };
    return viewResponse(HoldForm({ id, reason, errors, view: viewOf(ctx, caller, request) }), { status: 422 });
  }
}
