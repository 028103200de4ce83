/** A classifier as plain arrays. */
export interface Unpacked {
  labels: readonly string[];
  buckets: Uint32Array;
  rarity: Float32Array;
  weights: Int8Array;
  scales: Float32Array;
  biases: Float32Array;
}

/** "JXC" and the version: a change of hashing, weighting or layout needs a new one. */
const SIGNATURE = 0x4a584301;
const HEADER_BYTES = 16;

/**
 * Shape: signature, number of classes, number of rows, length of the labels (32-bit, little-endian); the labels as JSON,
 * padded to four bytes; scales, biases, rarity and buckets of four bytes each; the weights of one byte each.
 */
export function packClassifier({ labels, buckets, rarity, weights, scales, biases }: Unpacked): Uint8Array {
  const names = new TextEncoder().encode(JSON.stringify(labels));
  const sections = [scales, biases, rarity, buckets, weights];
  const bytes = new Uint8Array(sizeOf(labels.length, buckets.length, names.length));
  const header = new DataView(bytes.buffer);
  for (const [at, field] of [SIGNATURE, labels.length, buckets.length, names.length].entries()) {
    header.setUint32(at * 4, field, true);
  }
  bytes.set(names, HEADER_BYTES);
  let offset = HEADER_BYTES + padded(names.length);
  for (const section of sections) {
    bytes.set(new Uint8Array(section.buffer, section.byteOffset, section.byteLength), offset);
    offset += section.byteLength;
  }
  return bytes;
}

/** Errors: throws a RangeError when the bytes are not what `packClassifier` writes. */
export function unpackClassifier(bytes: Uint8Array): Unpacked {
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER_BYTES || header.getUint32(0, true) !== SIGNATURE) {
    throw new RangeError('These bytes are not a classifier of this version.');
  }
  const [classes, rows, names] = [4, 8, 12].map((at) => header.getUint32(at, true)) as [number, number, number];
  if (bytes.length !== sizeOf(classes, rows, names)) throw new RangeError('The classifier is not whole.');
  let offset = HEADER_BYTES + padded(names);
  // Copies, as a view of four-byte numbers may not start at just any byte.
  const take = (length: number): ArrayBuffer => {
    const section = new Uint8Array(length);
    section.set(bytes.subarray(offset, offset + length));
    offset += length;
    return section.buffer;
  };
  return {
    labels: JSON.parse(new TextDecoder().decode(bytes.subarray(HEADER_BYTES, HEADER_BYTES + names))),
    scales: new Float32Array(take(classes * 4)),
    biases: new Float32Array(take(classes * 4)),
    rarity: new Float32Array(take(rows * 4)),
    buckets: new Uint32Array(take(rows * 4)),
    weights: new Int8Array(take(rows * classes)),
  };
}

const padded = (length: number): number => Math.ceil(length / 4) * 4;

const sizeOf = (classes: number, rows: number, names: number): number =>
  HEADER_BYTES + padded(names) + classes * 8 + rows * (8 + classes);
