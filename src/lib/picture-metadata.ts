/**
 * Pictures without what cameras and programs write beside them: where and when they were taken, on which device, by whom,
 * and small copies of what they once were. Nothing is drawn anew: the picture itself stays byte by byte.
 */

const ORIENTATION = 0x0112;
const UPRIGHT = 1;

/**
 * The picture without metadata; of it only how the picture is turned is kept. Null where its parts cannot be told apart.
 * Source: ITU-T T.81 (JPEG), PNG (Third Edition) 5, WebP Container Specification, CIPA DC-008 (Exif).
 */
export function withoutMetadata(picture: Uint8Array<ArrayBuffer>, type: string): Uint8Array<ArrayBuffer> | null {
  switch (type) {
    case 'image/jpeg':
      return strippedJpeg(picture);
    case 'image/png':
      return strippedPng(picture);
    case 'image/webp':
      return strippedWebp(picture);
    default:
      return picture;
  }
}

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const EXIF_HEAD = 'Exif\0\0';

function strippedJpeg(picture: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | null {
  const kept: Uint8Array[] = [picture.subarray(0, 2)];
  let orientation = UPRIGHT;
  let at = 2;
  while (at < picture.length) {
    if (picture[at] !== 0xff) return null;
    const marker = picture[at + 1];
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    // What follows the end is another picture, or anything else.
    if (marker === undefined || marker === EOI) break;
    if (marker === SOI || marker === 0) return null;
    if (isAlone(marker)) {
      at += 2;
      continue;
    }
    const end = at + 2 + lengthAt(picture, at + 2);
    if (end < at + 4 || end > picture.length) return null;
    const segment = picture.subarray(at, end);
    if (marker === 0xe1 && textAt(segment, 4, 6) === EXIF_HEAD) orientation = orientationOf(segment.subarray(10));
    if (isOfThePicture(marker, segment)) kept.push(segment);
    at = end;
    if (marker !== SOS) continue;
    const next = endOfScan(picture, at);
    kept.push(picture.subarray(at, next));
    at = next;
  }
  kept.push(new Uint8Array([0xff, EOI]));
  if (orientation !== UPRIGHT) kept.splice(1, 0, exifSegment(orientation));
  return joined(kept);
}

/** Without a length: where the decoder starts over, which says nothing outside of a scan. */
const isAlone = (marker: number): boolean => marker === 1 || (marker >= 0xd0 && marker <= 0xd7);

/** Colours, tables, frames and scans. Not comments, and not what programs keep in segments of their own. */
function isOfThePicture(marker: number, segment: Uint8Array): boolean {
  if (marker === 0xe0) return textAt(segment, 4, 5) === 'JFIF\0';
  if (marker === 0xe2) return textAt(segment, 4, 12) === 'ICC_PROFILE\0';
  if (marker === 0xee) return textAt(segment, 4, 5) === 'Adobe';
  return marker < 0xe0 || (marker > 0xef && marker < 0xfe);
}

/** The place of the next marker that is no part of the data itself. */
function endOfScan(picture: Uint8Array, from: number): number {
  for (let at = picture.indexOf(0xff, from); at !== -1; at = picture.indexOf(0xff, at + 1)) {
    const next = picture[at + 1];
    const isData = next === 0 || (next !== undefined && isAlone(next));
    if (!isData && next !== 0xff) return at;
  }
  return picture.length;
}

function exifSegment(orientation: number): Uint8Array {
  const data = new Uint8Array([...Buffer.from(EXIF_HEAD, 'latin1'), ...exifOf(orientation)]);
  return new Uint8Array([0xff, 0xe1, (data.length + 2) >> 8, (data.length + 2) & 0xff, ...data]);
}

const PNG_HEAD = 8;
/** Colours, transparency, resolution and animation. */
const PNG_KEPT = new Set('tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT acTL fcTL fdAT'.split(' '));

function strippedPng(picture: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | null {
  const kept: Uint8Array[] = [picture.subarray(0, PNG_HEAD)];
  const view = viewOf(picture);
  for (let at = PNG_HEAD; at + 12 <= picture.length; ) {
    const name = textAt(picture, at + 4, 4);
    const end = at + 12 + view.getUint32(at);
    if (!/^[A-Za-z]{4}$/.test(name) || end > picture.length) return null;
    // Names that begin with a capital letter are those without which there is no picture.
    if (/^[A-Z]/.test(name) || PNG_KEPT.has(name)) kept.push(picture.subarray(at, end));
    if (name === 'IEND') return joined(kept);
    at = end;
  }
  return null;
}

const WEBP_HEAD = 12;
const WEBP_KEPT = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
/** Bits of the header VP8X that say that there are such parts. */
const EXIF_BIT = 0x08;
const XMP_BIT = 0x04;

function strippedWebp(picture: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | null {
  if (picture.length < WEBP_HEAD) return null;
  const kept: Uint8Array[] = [];
  const view = viewOf(picture);
  const end = Math.min(picture.length, 8 + view.getUint32(4, true));
  let header: Uint8Array | null = null;
  let orientation = UPRIGHT;
  for (let at = WEBP_HEAD; at + 8 <= end; ) {
    const name = textAt(picture, at, 4);
    const size = view.getUint32(at + 4, true);
    const next = Math.min(end, at + 8 + size + (size % 2));
    if (name === 'EXIF') orientation = orientationOf(exifIn(picture.subarray(at + 8, next)));
    if (WEBP_KEPT.has(name)) {
      const chunk = picture.slice(at, next);
      if (name === 'VP8X') header = chunk;
      kept.push(chunk);
    }
    at = next;
  }
  if (kept.length === 0) return null;
  if (header) header[8] = ((header[8] as number) & ~(EXIF_BIT | XMP_BIT)) | (orientation === UPRIGHT ? 0 : EXIF_BIT);
  if (header && orientation !== UPRIGHT) kept.push(exifChunk(orientation));
  const whole = joined([picture.subarray(0, WEBP_HEAD), ...kept]);
  viewOf(whole).setUint32(4, whole.length - 8, true);
  return whole;
}

/** Some programs put JPEG's head before it here, too. */
const exifIn = (data: Uint8Array): Uint8Array => (textAt(data, 0, 6) === EXIF_HEAD ? data.subarray(6) : data);

function exifChunk(orientation: number): Uint8Array {
  const exif = exifOf(orientation);
  return new Uint8Array([...Buffer.from('EXIF'), exif.length, 0, 0, 0, ...exif]);
}

/** 1 to 8, as Exif counts; upright where it says nothing, or nothing that makes sense. */
function orientationOf(exif: Uint8Array): number {
  const order = textAt(exif, 0, 2);
  if ((order !== 'II' && order !== 'MM') || exif.length < 8) return UPRIGHT;
  const isLittle = order === 'II';
  const view = viewOf(exif);
  const directory = view.getUint32(4, isLittle);
  if (directory + 2 > exif.length) return UPRIGHT;
  const entries = view.getUint16(directory, isLittle);
  for (let at = directory + 2, left = entries; left > 0 && at + 12 <= exif.length; at += 12, left -= 1) {
    if (view.getUint16(at, isLittle) !== ORIENTATION) continue;
    const value = view.getUint16(at + 8, isLittle);
    return value >= 1 && value <= 8 ? value : UPRIGHT;
  }
  return UPRIGHT;
}

/** The smallest Exif that says how a picture is turned: one directory with one entry. */
const exifOf = (orientation: number): number[] => [
  ...[0x4d, 0x4d, 0, 42, 0, 0, 0, 8],
  ...[0, 1, ORIENTATION >> 8, ORIENTATION & 0xff, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0],
  ...[0, 0, 0, 0],
];

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength);

const lengthAt = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

const textAt = (bytes: Uint8Array, at: number, length: number): string =>
  Buffer.from(bytes.subarray(at, at + length)).toString('latin1');

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
