import { Elysia, t } from 'elysia';
import type { Context } from '../../context.ts';
import { documentation } from '../../http/documented.ts';
import { limit } from '../../http/limits.ts';
import { infoOf } from '../../http/request-info.ts';
import { access } from '../auth/access.ts';
import { ownConversation } from '../chat/service.ts';
import { confirmVerification, startVerification } from './service.ts';

const conversation_id = t.String({ format: 'uuid' });
const documented = documentation('chat', () => import('../chat/answers.ts'));

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
        detail: documented('Mail a one-time code to the address on file', {
          answer: 'CodeSent',
          errors: { 429: 'Too many from this address' },
        }),
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
        detail: documented('Confirm the identity with the code', {
          answer: 'Confirmed',
          errors: { 409: 'The conversation is another customer’s' },
        }),
      },
    );
