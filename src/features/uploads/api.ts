import { Elysia, t } from 'elysia';
import type { Context } from '../../context.ts';
import { documentation } from '../../http/documented.ts';
import { limit } from '../../http/limits.ts';
import { infoOf } from '../../http/request-info.ts';
import { forbidden } from '../../lib/errors.ts';
import { access } from '../auth/access.ts';
import { ownConversation } from '../chat/service.ts';
import { downloadResponse } from './download.ts';
import { toAttachmentView } from './model.ts';
import { getFile, sendCustomerFile } from './service.ts';

const documented = documentation('chat', () => import('../chat/answers.ts'));

/** Files between the customer and the bank, from the customer's side. */
export const uploadsApi = (ctx: Context) =>
  new Elysia({ prefix: '/api/v1/chat' })
    .use(access(ctx))
    .post(
      '/attachments',
      async ({ body, conversationId, request, set }) => {
        const conversation = await ownConversation(ctx, conversationId, body.conversation_id);
        await limit(
          ctx,
          set,
          { name: 'chat_message', subject: conversation.id },
          { name: 'chat_message_address', subject: infoOf(request).address },
        );
        if (!ctx.settings.get('widget.attachments')) throw forbidden('Files are not taken in this chat');
        const clientId = body.client_id?.toLowerCase() ?? null;
        const { attachment, messageId, seq } = await sendCustomerFile(ctx, conversation, body.file, clientId);
        return { ...toAttachmentView(attachment), message_id: messageId, seq };
      },
      {
        customer: true,
        body: t.Object({
          conversation_id: t.String({ format: 'uuid' }),
          client_id: t.Optional(t.String({ format: 'uuid' })),
          file: t.File(),
        }),
        detail: documented('Send a file: PDF, PNG, JPEG or WebP', {
          answer: 'SentAttachment',
          description: 'What a file is, its bytes say, not its name.',
          errors: {
            409: 'This conversation has ended',
            413: 'The file is larger than MAX_UPLOAD_SIZE',
            415: 'The file is none of these',
            429: 'Too many messages',
          },
        }),
      },
    )
    .get(
      '/attachments/:attachmentId',
      async ({ params, conversationId }) => downloadResponse(await getFile(ctx, conversationId, params.attachmentId)),
      {
        customer: true,
        params: t.Object({ attachmentId: t.String({ maxLength: 64 }) }),
        detail: documented('A file of the conversation, as a download', { answer: 'Download' }),
      },
    );
