import { Elysia, t } from 'elysia';
import type { Context } from '../../context.ts';
import { documentation } from '../../http/documented.ts';
import { access } from '../auth/access.ts';
import { panelAccess } from '../auth/panel-access.ts';
import { downloadResponse } from './download.ts';
import { toAttachmentView } from './model.ts';
import { openFile, sendAgentFile } from './staff.ts';

const documented = documentation('conversations', () => import('../chat/answers.ts'));
const MAX_CAPTION_CHARS = 4_000;
const FileParams = t.Object({ id: t.String({ maxLength: 64 }), attachmentId: t.String({ maxLength: 64 }) });

/** Files between the customer and the bank, from the staff's side. */
export const uploadsStaffApi = (ctx: Context) =>
  new Elysia({ prefix: '/api/v1/conversations' })
    .use(access(ctx))
    .post(
      '/:id/attachments',
      async ({ body, caller, params }) => {
        const { file, message: text = null, client_id } = body;
        const clientId = client_id?.toLowerCase() ?? null;
        const sent = await sendAgentFile(ctx, caller, params.id, { file, text, clientId });
        return { ...toAttachmentView(sent.attachment), message_id: sent.messageId, seq: sent.seq };
      },
      {
        staff: { may: 'conversation.reply' },
        body: t.Object({
          file: t.File(),
          message: t.Optional(t.String({ maxLength: MAX_CAPTION_CHARS })),
          client_id: t.Optional(t.String({ format: 'uuid' })),
        }),
        detail: documented('Send the customer a file', {
          answer: 'SentAttachment',
          errors: {
            409: 'It has ended, or is in other hands',
            413: 'The file is larger than MAX_UPLOAD_SIZE',
            415: 'The file is none of PDF, PNG, JPEG, WebP',
          },
        }),
      },
    )
    .get(
      '/:id/attachments/:attachmentId',
      async ({ caller, params }) => downloadResponse(await openFile(ctx, caller, params.id, params.attachmentId)),
      {
        staff: { may: 'conversation.read' },
        params: FileParams,
        detail: documented('A file of a conversation, as a download', { answer: 'Download' }),
      },
    );

/** The same download for the pages of the panel. */
export const uploadsPages = (ctx: Context) =>
  new Elysia({ prefix: '/panel/conversations' })
    .use(panelAccess(ctx))
    .get(
      '/:id/attachments/:attachmentId',
      async ({ caller, params }) => downloadResponse(await openFile(ctx, caller, params.id, params.attachmentId)),
      { panel: 'AGENT', params: FileParams },
    );
