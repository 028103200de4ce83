import type { Context } from '../../context.ts';
import { isUniqueViolation } from '../../db/client.ts';
import { conflict } from '../../lib/errors.ts';
import { mask } from '../../lib/mask.ts';
import { noteRead } from '../audit/service.ts';
import type { Caller } from '../auth/queries.ts';
import { preview } from '../chat/queries.ts';
import { insertAgentMessage } from '../conversations/charge-queries.ts';
import { getVisible } from '../conversations/service.ts';
import { mailReplyIfGone } from '../customer-return/service.ts';
import { announceNotifications } from '../notifications/service.ts';
import { nameForCustomers } from '../users/model.ts';
import { type Attachment, toAttachmentView } from './model.ts';
import { findSentFile, insertAttachment, type SentFile } from './queries.ts';
import { getFile, keepFile } from './service.ts';
import { FILE_ONLY } from './texts.ts';

interface FileMessage {
  file: File;
  /** What goes with it; null for the file alone. */
  text: string | null;
  clientId: string | null;
}

/**
 * Sends the customer a file, as the person in charge; one who has gone gets it told by mail, with the way back. The same client id again answers the first one.
 * Errors: not_found, conflict (ended, or the person is not in charge), and those of `keepFile`.
 */
export async function sendAgentFile(
  ctx: Context,
  caller: Caller,
  conversationId: string,
  { file, text, clientId }: FileMessage,
): Promise<SentFile> {
  const row = await getVisible(ctx, caller, conversationId);
  const before = clientId ? await findSentFile(ctx.db.sql, conversationId, clientId) : null;
  if (before) return before;
  const caption = text?.trim() ? mask(text.trim()).text : null;
  try {
    const { sent, told } = await keepFile(ctx, conversationId, file, async (attachment) => {
      const { name } = attachment;
      const metadata = {
        agent_name: nameForCustomers(caller),
        attachments: [toAttachmentView(attachment)],
        ...(caption === null && { file_only: true }),
      };
      const content = caption ?? FILE_ONLY[row.language];
      const message = { conversationId, authorId: caller.id, content, preview: caption ? preview(caption) : name };
      return ctx.db.sql.begin(async (tx) => {
        const stored = await insertAgentMessage(tx, { ...message, clientId, metadata });
        if (!stored) {
          throw conflict(row.status === 'ended' ? 'This conversation has ended' : 'Take the conversation over first');
        }
        await insertAttachment(tx, attachment, { seq: stored.seq, authorId: caller.id });
        const { told } = await mailReplyIfGone(ctx, tx, conversationId, {
          content: mailText(caption, attachment),
          authorId: caller.id,
        });
        return { sent: { attachment, messageId: stored.id, seq: stored.seq }, told };
      });
    });
    ctx.bus.publish({ type: 'message', conversation: conversationId, seq: sent.seq });
    announceNotifications(ctx, told);
    return sent;
  } catch (error) {
    const twin = clientId && isUniqueViolation(error) ? await findSentFile(ctx.db.sql, conversationId, clientId) : null;
    if (!twin) throw error;
    return twin;
  }
}

/** A mail names the file and never carries it: it is read in the conversation, by whoever may open that. */
const mailText = (caption: string | null, { name }: Attachment): string =>
  caption === null ? `📎 ${name}` : `${caption}\n\n📎 ${name}`;

/** A file of a conversation, read by a member of staff, which leaves a trace. Errors: not_found. */
export async function openFile(
  ctx: Context,
  caller: Caller,
  conversationId: string,
  id: string,
): Promise<{ attachment: Attachment; bytes: Blob }> {
  await getVisible(ctx, caller, conversationId);
  const file = await getFile(ctx, conversationId, id);
  await noteRead(ctx, caller, {
    action: 'attachment.read',
    resourceType: 'attachment',
    resourceId: id,
    details: { conversation: conversationId },
  });
  return file;
}
