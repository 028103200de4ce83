import { randomUUID } from 'node:crypto';
import { fileTypeFromBuffer } from 'file-type';
import type { Context } from '../../context.ts';
import { conflict, invalid, tooLarge, unsupportedType } from '../../lib/errors.ts';
import type { ConversationRow } from '../conversations/model.ts';
import { type Attachment, insertAttachment } from './queries.ts';

const ALLOWED_TYPES = new Set(['application/pdf', 'image/png', 'image/jpeg', 'image/webp']);
const MAX_NAME_CHARS = 120;

/**
 * Keeps a customer's file. Its type is what its bytes say; its name is only shown, never used as one.
 * Errors: invalid (empty), too_large, unsupported_type, conflict (the conversation has ended).
 */
export async function attachFile(ctx: Context, conversation: ConversationRow, file: File): Promise<Attachment> {
  if (conversation.status === 'ended') throw conflict('This conversation has ended');
  if (file.size === 0) throw invalid([{ field: 'file', message: 'must not be empty' }]);
  if (file.size > ctx.config.maxUploadBytes) throw tooLarge('The file is too large');
  const bytes = new Uint8Array(await file.arrayBuffer());
  const type = (await fileTypeFromBuffer(bytes))?.mime;
  if (!type || !ALLOWED_TYPES.has(type)) throw unsupportedType('Only PDF, PNG, JPEG and WebP files are taken');
  const attachment = {
    id: randomUUID(),
    conversationId: conversation.id,
    name: shownName(file.name),
    type,
    size: file.size,
  };
  await ctx.storage.write(attachment.id, bytes);
  try {
    await insertAttachment(ctx.db.sql, attachment);
  } catch (error) {
    await ctx.storage.remove(attachment.id);
    throw error;
  }
  return attachment;
}

/** The last part of the name, without what could steer a terminal, a path or the direction of writing. */
function shownName(name: string): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  return (
    last
      .replace(/[\p{C}<>:"|?*]/gu, '')
      .trim()
      .slice(-MAX_NAME_CHARS) || 'file'
  );
}
