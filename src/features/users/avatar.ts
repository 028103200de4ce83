import type { Context } from '../../context.ts';
import { invalid, notFound, tooLarge, unsupportedType } from '../../lib/errors.ts';
import { hashSecret } from '../../lib/ids.ts';
import { withoutMetadata } from '../../lib/picture-metadata.ts';
import type { Caller } from '../auth/queries.ts';
import { type Avatar, findAvatar, storeAvatar } from './avatar-queries.ts';
import { auditOwn } from './profile.ts';

const TYPES: readonly string[] = ['image/png', 'image/jpeg', 'image/webp'];
const MAX_BYTES = 256 * 1024;
const VERSION_LENGTH = 12;

/**
 * Keeps the picture of oneself, in the database, so that every worker on every machine has it. Its type is what its bytes
 * say. Errors: invalid (empty), too_large, unsupported_type.
 */
export async function takeAvatar(ctx: Context, caller: Caller, file: File): Promise<void> {
  if (file.size === 0) throw invalid([{ field: 'image', message: 'must not be empty' }]);
  if (file.size > MAX_BYTES) throw tooLarge('The picture is too large');
  const sent = new Uint8Array(await file.arrayBuffer());
  const { fileTypeFromBuffer } = await import('file-type');
  const mediaType = (await fileTypeFromBuffer(sent))?.mime;
  if (!mediaType || !TYPES.includes(mediaType)) throw unsupportedType('The picture must be PNG, JPEG or WebP');
  const image = withoutMetadata(sent, mediaType);
  if (!image) throw unsupportedType('The picture is damaged');
  const version = hashSecret(Buffer.from(image).toString('latin1')).slice(0, VERSION_LENGTH);
  await storeAvatar(ctx.db.sql, caller.id, { image, mediaType, version });
  await auditOwn(ctx, caller, ['avatar']);
}

export async function removeAvatar(ctx: Context, caller: Caller): Promise<void> {
  await storeAvatar(ctx.db.sql, caller.id, null);
  await auditOwn(ctx, caller, ['avatar']);
}

/** Errors: not_found. */
export async function getAvatar(ctx: Context, userId: number, version: string): Promise<Avatar> {
  const avatar = await findAvatar(ctx.db.sql, userId, version);
  if (!avatar) throw notFound('Picture');
  return avatar;
}
