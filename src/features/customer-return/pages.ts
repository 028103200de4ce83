import { Elysia, t } from 'elysia';
import { ReturnPage } from '../../../views/chat/return-page.tsx';
import type { Context } from '../../context.ts';
import { redirectTo, viewResponse } from '../../http/htmx.ts';
import { languageOf } from '../../http/language.ts';
import { limit } from '../../http/limits.ts';
import { infoOf } from '../../http/request-info.ts';
import { AppError } from '../../lib/errors.ts';
import { panelAccess } from '../auth/panel-access.ts';
import { chatCookie } from '../chat/cookie.ts';
import { returnToConversation } from './service.ts';

/** The way back for a customer who got a reply by mail. */
export const customerReturnPages = (ctx: Context) => {
  const returnPage = (request: Request, isOver = false): Response =>
    viewResponse(ReturnPage({ language: languageOf(request), bankName: ctx.settings.get('bank.name'), isOver }), {
      status: isOver ? 404 : 200,
    });
  return new Elysia({ prefix: '/chat' })
    .use(panelAccess(ctx))
    .get(
      '/return',
      async ({ request, query, set }) => {
        await limit(ctx, set, { name: 'chat_start', subject: infoOf(request).address });
        const found = await returnToConversation(ctx, query.token).catch(nullIfNotFound);
        if (!found) return returnPage(request, true);
        const { conversationToken, language } = found;
        // At once to an address without the token: it stays in no history and in no referrer.
        return redirectTo(`/chat?lang=${language}`, request, { 'set-cookie': chatCookie(ctx, conversationToken) });
      },
      { panelOpen: true, query: t.Object({ token: t.String({ maxLength: 2048, default: '' }) }) },
    )
    .get('/', ({ request }) => returnPage(request), { panelOpen: true });
};

/** An old link is for the customer no error of the desk's: they read what became of it, and can write at once. */
function nullIfNotFound(error: unknown): null {
  if (error instanceof AppError && error.code === 'not_found') return null;
  throw error;
}
