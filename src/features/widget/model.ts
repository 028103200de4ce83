export { BRAND_IMAGES, type BrandImageName } from '../../db/settings.ts';

/** A picture of the bank with its type, as its bytes say. */
export interface BrandImage {
  type: string;
  content: Uint8Array<ArrayBuffer>;
}

export const MAX_IMAGE_BYTES = 256 * 1024;
