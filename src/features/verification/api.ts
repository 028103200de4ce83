import { Elysia, t } from 'elysia';
import type { Context } from '../../context.ts';
import { limit } from '../../http/limits.ts';
import { infoOf } from '../../http/request-info.ts';
import { access } from '../auth/access.ts';
import { ownConversation } from '../chat/service.ts';
import { confirmVerification, startVerification } from './service.ts';

const conversation_id = t.String({ format: 'uuid' });
const tags = ['chat'];

export const verificationApi = (ctx: Context) =>
  new Elysia({ prefix: '/api/v1/chat/verify' })
    .use(access(ctx))
    .post(
      '/start',
      async ({ body, conversationId, request, set }) => {
        const conversation = await ownConversation(ctx, conversationId, body.conversation_id);
        await limit(ctx, set, { name: 'login', subject: `verify:${infoOf(request).address}` });
        await startVerification(ctx, conversation, body.account_reference);
        return { status: 'sent', conversation_id: conversation.id };
      },
      {
        customer: true,
        body: t.Object({ conversation_id, account_reference: t.String({ minLength: 1, maxLength: 320 }) }),
        detail: { summary: 'Mail a one-time code to the address on file', tags },
      },
    )
    .post(
      '/confirm',
      async ({ body, conversationId }) => {
        const conversation = await ownConversation(ctx, conversationId, body.conversation_id);
        await confirmVerification(ctx, conversation, body.code);
        return { status: 'verified', conversation_id: conversation.id };
      },
      {
        customer: true,
        body: t.Object({ conversation_id, code: t.String({ minLength: 6, maxLength: 6 }) }),
        detail: { summary: 'Confirm the identity with the code', tags },
      },
    );
