import type { Context } from '../../context.ts';
import { invalid, notFound, tooLarge, unsupportedType } from '../../lib/errors.ts';
import { hashSecret } from '../../lib/ids.ts';
import { withoutMetadata } from '../../lib/picture-metadata.ts';
import { writeAudit } from '../audit/queries.ts';
import type { Caller } from '../auth/queries.ts';
import { actorOf } from '../auth/service.ts';
import { type BrandImage, type BrandImageName, MAX_IMAGE_BYTES } from './model.ts';
import { deleteImage, findImage, saveImage } from './queries.ts';

/** Nothing that could run: an SVG may hold a script. */
const TYPES: readonly string[] = ['image/png', 'image/jpeg', 'image/webp'];
const HASH_LENGTH = 12;

/**
 * Keeps a picture of the bank, in the database, so that every worker on every machine has it. Its type is what its bytes
 * say. Errors: invalid (empty), too_large, unsupported_type.
 */
export async function takeImage(ctx: Context, caller: Caller, name: BrandImageName, file: File): Promise<void> {
  if (file.size === 0) throw invalid([{ field: 'image', message: 'must not be empty' }]);
  if (file.size > MAX_IMAGE_BYTES) throw tooLarge('The picture is too large');
  const sent = new Uint8Array(await file.arrayBuffer());
  const { fileTypeFromBuffer } = await import('file-type');
  const type = (await fileTypeFromBuffer(sent))?.mime;
  if (!type || !TYPES.includes(type)) throw unsupportedType('The picture must be PNG, JPEG or WebP');
  const content = withoutMetadata(sent, type);
  if (!content) throw unsupportedType('The picture is damaged');
  const hash = hashSecret(Buffer.from(content).toString('latin1')).slice(0, HASH_LENGTH);
  await ctx.db.sql.begin(async (tx) => {
    await saveImage(tx, name, { type, content, hash });
    await note(tx, caller, name, { type, size: content.length });
  });
  await spread(ctx);
}

export async function removeImage(ctx: Context, caller: Caller, name: BrandImageName): Promise<void> {
  await ctx.db.sql.begin(async (tx) => {
    if (await deleteImage(tx, name)) await note(tx, caller, name, { removed: true });
  });
  await spread(ctx);
}

/** Errors: not_found. */
export async function getImage(ctx: Context, name: BrandImageName): Promise<BrandImage> {
  const image = await findImage(ctx.db.sql, name);
  if (!image) throw notFound('Picture');
  return image;
}

const note = (
  tx: Parameters<typeof writeAudit>[0],
  caller: Caller,
  name: BrandImageName,
  details: Record<string, unknown>,
): Promise<void> =>
  writeAudit(tx, {
    ...actorOf(caller),
    action: 'setting.picture',
    resourceType: 'setting',
    resourceId: `widget.${name}`,
    details,
  });

async function spread(ctx: Context): Promise<void> {
  ctx.bus.publish({ type: 'settings' });
  await ctx.settings.reload(ctx.db.sql);
}
