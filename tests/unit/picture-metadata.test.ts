import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { withoutMetadata } from '../../src/lib/picture-metadata.ts';
import { JPEG, PNG, WEBP } from '../support/files.ts';
import { exif, PHOTO, PNG_PHOTO, taggedPhoto, together, WEBP_PHOTO, WHEREABOUTS } from '../support/photos.ts';

const holds = (picture: Uint8Array | null, text: string): boolean => Buffer.from(picture ?? []).includes(text);

describe('a JPEG', () => {
  test('loses where and by what it was taken, what programs noted, and the pictures behind it', () => {
    const tagged = taggedPhoto(1);
    expect(holds(tagged, WHEREABOUTS)).toBe(true);
    const stripped = withoutMetadata(tagged, 'image/jpeg');
    expect(stripped).toEqual(PHOTO);
    expect(holds(PHOTO, 'ICC_PROFILE')).toBe(true);
  });

  test('keeps how it is turned, and nothing else of what the camera wrote', () => {
    for (const turned of [3, 6, 8]) {
      const stripped = withoutMetadata(taggedPhoto(turned), 'image/jpeg');
      expect(holds(stripped, WHEREABOUTS)).toBe(false);
      expect(stripped?.length).toBe(PHOTO.length + 36);
      // 0x0112, a short, once, and its value.
      expect(holds(stripped, `\x01\x12\0\x03\0\0\0\x01\0${String.fromCharCode(turned)}`)).toBe(true);
      // What is stripped already stays as it is.
      expect(withoutMetadata(stripped as Uint8Array<ArrayBuffer>, 'image/jpeg')).toEqual(stripped);
    }
    expect(withoutMetadata(taggedPhoto(77), 'image/jpeg')).toEqual(PHOTO);
  });

  test('that was cut off in its scan is ended; one whose parts cannot be told apart is none', () => {
    const cut = PHOTO.slice(0, -6);
    expect(withoutMetadata(cut, 'image/jpeg')).toEqual(together(cut, new Uint8Array([0xff, 0xd9])));
    expect(withoutMetadata(together(PHOTO.subarray(0, 20), PHOTO), 'image/jpeg')).toBeNull();
    expect(withoutMetadata(PHOTO.slice(0, 200), 'image/jpeg')).toBeNull();
  });
});

test('a PNG loses texts, times and Exif, and what is behind its end', () => {
  const chunk = (name: string, data: string | Uint8Array) => {
    const body = Buffer.concat([Buffer.from(name), Buffer.from(data as string, 'latin1')]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(body.length - 4, 0);
    ends.writeUInt32BE(Bun.hash.crc32(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  const afterHead = 8 + 25;
  const tagged = together(
    PNG_PHOTO.subarray(0, afterHead),
    chunk('eXIf', exif(1)),
    chunk('tEXt', `Location\0${WHEREABOUTS}`),
    chunk('iTXt', `XML:com.adobe.xmp\0\0\0\0\0${WHEREABOUTS}`),
    chunk('zTXt', WHEREABOUTS),
    chunk('prVt', WHEREABOUTS),
    PNG_PHOTO.subarray(afterHead),
    new TextEncoder().encode(WHEREABOUTS),
  );
  expect(withoutMetadata(tagged, 'image/png')).toEqual(PNG_PHOTO);
  const kept = together(PNG_PHOTO.subarray(0, afterHead), chunk('gAMA', '\0\0\0\0'), PNG_PHOTO.subarray(afterHead));
  expect(withoutMetadata(kept, 'image/png')).toEqual(kept);
  expect(withoutMetadata(PNG_PHOTO.slice(0, -20), 'image/png')).toBeNull();
});

test('a WebP loses Exif and XMP, keeps how it is turned, and says what is in it', () => {
  const chunk = (name: string, data: Uint8Array) =>
    together(
      new TextEncoder().encode(name),
      new Uint8Array(new Uint32Array([data.length]).buffer),
      data,
      new Uint8Array(data.length % 2),
    );
  const tagged = (orientation: number) => {
    const text = new TextEncoder().encode(WHEREABOUTS);
    const whole = together(WEBP_PHOTO, chunk('EXIF', exif(orientation)), chunk('XMP ', text), chunk('wHer', text));
    new DataView(whole.buffer).setUint32(4, whole.length - 8, true);
    whole[20] = (whole[20] as number) | 0x0c;
    return together(whole, text);
  };
  expect(withoutMetadata(tagged(1), 'image/webp')).toEqual(WEBP_PHOTO);
  const turned = withoutMetadata(tagged(6), 'image/webp') as Uint8Array<ArrayBuffer>;
  expect(holds(turned, WHEREABOUTS)).toBe(false);
  expect([turned[20], turned.length]).toEqual([(WEBP_PHOTO[20] as number) | 0x08, WEBP_PHOTO.length + 34]);
  expect(new DataView(turned.buffer).getUint32(4, true)).toBe(turned.length - 8);
});

test('the smallest pictures and other files stay as they are, whatever is broken never throws', () => {
  expect(withoutMetadata(JPEG as Uint8Array<ArrayBuffer>, 'image/jpeg')).toEqual(JPEG as Uint8Array<ArrayBuffer>);
  expect(withoutMetadata(PNG as Uint8Array<ArrayBuffer>, 'image/png')).toEqual(PNG as Uint8Array<ArrayBuffer>);
  expect(withoutMetadata(WEBP as Uint8Array<ArrayBuffer>, 'image/webp')).not.toBeNull();
  const pdf = new TextEncoder().encode('%PDF-1.7');
  expect(withoutMetadata(pdf, 'application/pdf')).toBe(pdf);
  const pictures = [
    [taggedPhoto(6), 'image/jpeg'],
    [PNG_PHOTO, 'image/png'],
    [WEBP_PHOTO, 'image/webp'],
  ] as const;
  fc.assert(
    fc.property(
      fc.constantFrom(...pictures),
      fc.array(fc.tuple(fc.nat(2_000), fc.nat(255)), { maxLength: 12 }),
      fc.nat(2_000),
      ([picture, type], changes, end) => {
        const broken = picture.slice(0, end);
        for (const [at, value] of changes) if (at > 12 && at < broken.length) broken[at] = value;
        const stripped = withoutMetadata(broken, type);
        expect(stripped === null || stripped.length <= broken.length + 40).toBe(true);
      },
    ),
  );
});
