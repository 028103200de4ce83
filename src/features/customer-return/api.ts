import { Elysia } from 'elysia';
import type { Context } from '../../context.ts';
import { readCookie } from '../../http/cookies.ts';
import { documentation } from '../../http/documented.ts';
import { notFound } from '../../lib/errors.ts';
import { access, bearerOf, CHAT_COOKIE } from '../auth/access.ts';
import { ownConversation } from '../chat/service.ts';

const documented = documentation('chat', () => import('../chat/answers.ts'));

/** What the widget of the page asks, whose conversation the cookie opens. */
export const customerReturnApi = (ctx: Context) =>
  new Elysia({ prefix: '/api/v1/chat' }).use(access(ctx)).post(
    '/resume',
    async ({ conversationId, request }) => {
      // The token that came, and not a new one: it is to live no longer by being asked after.
      const token = bearerOf(request) ?? readCookie(request, CHAT_COOKIE);
      if (conversationId === null || token === null) throw notFound('Conversation');
      const { id, language } = await ownConversation(ctx, conversationId, conversationId);
      return { conversation_id: id, conversation_token: token, status: 'resumed', language };
    },
    { customer: true, detail: documented('Take the conversation of the cookie up again', { answer: 'Resumed' }) },
  );
