import { Elysia, t } from 'elysia';
import type { Context } from '../../context.ts';
import { access } from '../auth/access.ts';
import { panelAccess } from '../auth/panel-access.ts';
import { downloadResponse } from './download.ts';
import { toAttachmentView } from './model.ts';
import { openFile, sendAgentFile } from './staff.ts';

const tags = ['conversations'];
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
        detail: { summary: 'Send the customer a file', tags },
      },
    )
    .get(
      '/:id/attachments/:attachmentId',
      async ({ caller, params }) => downloadResponse(await openFile(ctx, caller, params.id, params.attachmentId)),
      {
        staff: { may: 'conversation.read' },
        params: FileParams,
        detail: { summary: 'A file of a conversation, as a download', tags },
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
