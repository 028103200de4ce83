import { deflateSync } from 'node:zlib';

/** The smallest picture that every program takes for a PNG. */
export const PNG = png(1, 1);
export const PDF = new TextEncoder().encode(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
);
export const JPEG = bytes([0xff, 0xd8, 0xff, 0xe0, 0, 16], 'JFIF', [0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0xff, 0xd9]);
export const WEBP = bytes('RIFF', [26, 0, 0, 0], 'WEBPVP8L', [13, 0, 0, 0, 0x2f, 0, 0, 0, 0x10, 7, 0x10, 0x11, 0x11]);
export const GIF = bytes('GIF89a', [1, 0, 1, 0, 0, 0, 0], '/*', '*/=1;alert(1)//;');

/** A form with a file as a browser would send it. */
export function fileForm(
  fields: Record<string, string>,
  content: Uint8Array,
  name: string,
  type = 'image/png',
): FormData {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) form.append(key, value);
  form.append('file', new File([content as Uint8Array<ArrayBuffer>], name, { type }));
  return form;
}

/** A PNG that says it has so many pixels; one row of them is there. */
export function png(width: number, height: number): Uint8Array {
  const size = new DataView(new ArrayBuffer(8));
  size.setUint32(0, width);
  size.setUint32(4, height);
  const head = [...new Uint8Array(size.buffer), 8, 0, 0, 0, 0];
  const pixels = deflateSync(Buffer.from([0, 0]));
  return bytes([137], 'PNG', [13, 10, 26, 10], chunk('IHDR', head), chunk('IDAT', [...pixels]), chunk('IEND', []));
}

function chunk(name: string, data: number[]): number[] {
  const body = [...Buffer.from(name), ...data];
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(Bun.hash.crc32(new Uint8Array(body)), 4);
  return [...ends.subarray(0, 4), ...body, ...ends.subarray(4)];
}

function bytes(...parts: (string | number[])[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part as string))));
}
