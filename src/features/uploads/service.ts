import { randomUUID } from 'node:crypto';
import type { Context } from '../../context.ts';
import { isDatabaseAway, isUniqueViolation } from '../../db/client.ts';
import { conflict, invalid, notFound, tooLarge, unsupportedType } from '../../lib/errors.ts';
import { isUuid } from '../../lib/ids.ts';
import { mask } from '../../lib/mask.ts';
import { withoutMetadata } from '../../lib/picture-metadata.ts';
import { insertMessage } from '../chat/conversation-queries.ts';
import { reopenTurn } from '../chat/turn-queries.ts';
import type { ConversationRow } from '../conversations/model.ts';
import { shownName } from './file-names.ts';
import { type Attachment, toAttachmentView } from './model.ts';
import {
  countAttachments,
  findAttachment,
  findSentFile,
  insertAttachment,
  insertCustomerMessage,
  type SentFile,
  takeSeq,
} from './queries.ts';
import { CANNOT_READ, FILE_ONLY } from './texts.ts';

const ALLOWED_TYPES = new Set(['application/pdf', 'image/png', 'image/jpeg', 'image/webp']);
/** Of both sides together: whoever holds a token must not fill the disk. */
const MAX_FILES_PER_CONVERSATION = 50;

/**
 * Takes a customer's file as a message of the conversation. A client id that is there already answers the first file.
 * Errors: as `keepFile`; conflict (the conversation has ended).
 */
export async function sendCustomerFile(
  ctx: Context,
  conversation: ConversationRow,
  file: File,
  clientId: string | null,
): Promise<SentFile> {
  const { id } = conversation;
  const before = clientId ? await findSentFile(ctx.db.sql, id, clientId) : null;
  if (before) return before;
  if (conversation.status === 'ended') throw conflict('This conversation has ended');
  try {
    const sent = await keepFile(ctx, id, file, (attachment) => storeMessage(ctx, attachment, clientId));
    ctx.bus.publish({ type: 'message', conversation: id, seq: sent.lastSeq });
    return sent;
  } catch (error) {
    const isTwin = clientId !== null && isUniqueViolation(error);
    const twin = isTwin ? await findSentFile(ctx.db.sql, id, clientId) : null;
    if (!twin) throw error;
    return twin;
  }
}

/**
 * Keeps a file for as long as `record` succeeds. Its type is what its bytes say; its name is only shown, never used;
 * a picture is kept without its metadata.
 * Errors: invalid (empty), too_large, unsupported_type, conflict (too many files), and those of `record`.
 */
export async function keepFile<T>(
  ctx: Context,
  conversationId: string,
  file: File,
  record: (attachment: Attachment) => Promise<T>,
): Promise<T> {
  if (file.size === 0) throw invalid([{ field: 'file', message: 'must not be empty' }]);
  if (file.size > ctx.settings.maxUploadBytes) throw tooLarge('The file is too large');
  const sent = new Uint8Array(await file.arrayBuffer());
  const { fileTypeFromBuffer } = await import('file-type');
  const type = (await fileTypeFromBuffer(sent))?.mime;
  if (!type || !ALLOWED_TYPES.has(type)) throw unsupportedType('Only PDF, PNG, JPEG and WebP files are taken');
  // Where a photo was taken is nothing that whoever looks at it should learn.
  const bytes = withoutMetadata(sent, type);
  if (!bytes) throw unsupportedType('The picture is damaged');
  if ((await countAttachments(ctx.db.sql, conversationId)) >= MAX_FILES_PER_CONVERSATION) {
    throw conflict(`A conversation takes at most ${MAX_FILES_PER_CONVERSATION} files`);
  }
  // A form may leave the name out, whatever the type says.
  const name = mask(shownName(file.name ?? '', type)).text;
  const attachment = { id: randomUUID(), conversationId, name, type, size: bytes.length };
  await ctx.storage.write(attachment.id, bytes);
  try {
    return await record(attachment);
  } catch (error) {
    // A commit whose answer was lost may stand: then its row names the file. If it does not, the file is an orphan's.
    if (!isDatabaseAway(error)) await ctx.storage.remove(attachment.id);
    throw error;
  }
}

/** A file of the conversation with its bytes. Errors: not_found. */
export async function getFile(
  ctx: Context,
  conversationId: string | null,
  id: string,
): Promise<{ attachment: Attachment; bytes: Blob }> {
  const attachment =
    conversationId !== null && isUuid(id) ? await findAttachment(ctx.db.sql, conversationId, id) : null;
  const bytes = attachment ? await ctx.storage.read(attachment.id) : null;
  if (!attachment || !bytes) throw notFound('File');
  return { attachment, bytes };
}

/** The message, and the assistant's answer where it is in charge and owes no other. */
function storeMessage(
  ctx: Context,
  attachment: Attachment,
  clientId: string | null,
): Promise<SentFile & { lastSeq: number }> {
  const { conversationId } = attachment;
  return ctx.db.sql.begin(async (tx) => {
    const next = await takeSeq(tx, conversationId, { text: attachment.name, role: 'customer' });
    if (!next) throw conflict('This conversation has ended');
    const { seq, status, language } = next;
    const metadata = { attachments: [toAttachmentView(attachment)], file_only: true };
    const content = FILE_ONLY[language];
    const messageId = await insertCustomerMessage(tx, { conversationId, seq, content, clientId, metadata });
    await insertAttachment(tx, attachment, { seq, authorId: null });
    const sent = { attachment, messageId, seq, lastSeq: seq };
    if (status !== 'bot' || (await reopenTurn(tx, conversationId))) return sent;
    const reply = CANNOT_READ[language];
    const after = await takeSeq(tx, conversationId, { text: reply, role: 'assistant' });
    if (!after) return sent;
    const offer = { suggest_escalation: true };
    await insertMessage(tx, { conversationId, seq: after.seq, role: 'assistant', content: reply, metadata: offer });
    return { ...sent, lastSeq: after.seq };
  });
}
