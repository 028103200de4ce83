import { Elysia, t } from 'elysia';
import type { Context } from '../../context.ts';
import { limit } from '../../http/limits.ts';
import { infoOf } from '../../http/request-info.ts';
import { access } from '../auth/access.ts';
import { ownConversation } from '../chat/service.ts';
import { attachFile } from './service.ts';

export const uploadsApi = (ctx: Context) =>
  new Elysia({ prefix: '/api/v1/chat' }).use(access(ctx)).post(
    '/attachments',
    async ({ body, conversationId, request, set }) => {
      const conversation = await ownConversation(ctx, conversationId, body.conversation_id);
      await limit(ctx, set, { name: 'chat_message_address', subject: infoOf(request).address });
      const { id, name, size, type } = await attachFile(ctx, conversation, body.file);
      return { id, name, size, type };
    },
    {
      customer: true,
      body: t.Object({ conversation_id: t.String({ format: 'uuid' }), file: t.File() }),
      detail: { summary: 'Attach a file: PDF, PNG, JPEG or WebP', tags: ['chat'] },
    },
  );
