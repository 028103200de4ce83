import { ReadFault } from './read-fault.ts';

/** Bytes, of all files in the archive together once they are unpacked. */
const MAX_UNPACKED_BYTES = 100 * 1024 * 1024;
const MAX_ENTRIES = 2_000;

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const END_BYTES = 22;
const MAX_COMMENT_BYTES = 65_535;
/** Sizes that do not fit are elsewhere; no document of a sensible size has that. */
const ELSEWHERE = 0xffffffff;

/**
 * Looks at the list of an archive before anything of it is unpacked: a small file may promise gigabytes. What the list
 * hides shows while it is unpacked, where memory is bounded.
 *
 * Errors: damaged, too_large. Source: PKWARE APPNOTE, 4.3.12 and 4.3.16.
 */
export function checkArchive(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  if (end === null) throw new ReadFault('damaged');
  const entries = view.getUint16(end + 10, true);
  if (entries > MAX_ENTRIES) throw new ReadFault('too_large', { max: MAX_UNPACKED_BYTES });
  let at = view.getUint32(end + 16, true);
  let total = 0;
  for (let count = 0; count < entries; count += 1) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== ENTRY) throw new ReadFault('damaged');
    const size = view.getUint32(at + 24, true);
    total += size;
    if (size === ELSEWHERE || total > MAX_UNPACKED_BYTES) throw new ReadFault('too_large', { max: MAX_UNPACKED_BYTES });
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
}

function findEnd(view: DataView): number | null {
  const last = view.byteLength - END_BYTES;
  for (let at = last; at >= 0 && at >= last - MAX_COMMENT_BYTES; at -= 1) {
    if (view.getUint32(at, true) === END) return at;
  }
  return null;
}
