/** Pictures of twelve by eight pixels as a browser makes them, and what cameras and programs write beside such. */
const of = (base64: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(base64, 'base64'));

export const PHOTO = of(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/4gHYSUNDX1BST0ZJTEUAAQEAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABhY3NwAAAAAA' +
    'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' +
    'AAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAABUAAAABRyVFJDAAABZAAAAChnVFJDAA' +
    'ABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1' +
    'AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9YWVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAP' +
    'KnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADb/' +
    '2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi' +
    '9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAAIAAwDASIAAhEBAxEB/8QAFgABAQEA' +
    'AAAAAAAAAAAAAAAAAAMG/8QAHxAAAQIGAwAAAAAAAAAAAAAAAAIRAQUSExXhYmOi/8QAFAEBAAAAAAAAAAAAAAAAAAAABP/EAB4RAAEDBAMAAA' +
    'AAAAAAAAAAAAEAAgMEBRFRIaHR/9oADAMBAAIRAxEAPwDLrmFCIqtO3LRLL9HvQAy5UUEMobG3Axs7KYy51RHL+h4v/9k=',
);

export const WEBP_PHOTO = of(
  'UklGRmACAABXRUJQVlA4WAoAAAAwAAAACwAABwAASUNDUMgBAAAAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABhY3NwAAAAAA' +
    'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' +
    'AAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAABUAAAABRyVFJDAAABZAAAAChnVFJDAA' +
    'ABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1' +
    'AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9YWVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAP' +
    'KnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADZB' +
    'TFBIGQAAAAEPMP8REUIhG0nQGizS+lN9dxAR/Q/zCx8AVlA4IFAAAABQAgCdASoMAAgAAsBMJbACdDKbv0ABgOcZ2QAA/uLV9xBx6Bf+Zi3vAf' +
    'P36eJ0ZS5g4cb7//Sw9Y38nfwH//4jJ/wm2Z/6PP9U1cGWygAAAA==',
);

export const PNG_PHOTO = of(
  'iVBORw0KGgoAAAANSUhEUgAAAAwAAAAICAYAAADN5B7xAAAAKUlEQVR4AbzOsQ0AAAgCwcf9d8YBtKHhkytJGIMTQ1hhIMwPiatwibAFAAD//y' +
    'WpwAQAAAAGSURBVAMAtJweBXRQOGcAAAAASUVORK5CYII=',
);

/** Stands wherever a camera would say where it was. */
export const WHEREABOUTS = '19.4326N 99.1332W';

/** Exif that says how the picture is turned (1 to 8) and where it was taken, little-endian as cameras write it. */
export function exif(orientation: number): Uint8Array {
  const place = Buffer.from(WHEREABOUTS.padEnd(20, '\0'));
  const entry = (tag: number, type: number, count: number, value: number) => {
    const bytes = Buffer.alloc(12);
    bytes.writeUInt16LE(tag, 0);
    bytes.writeUInt16LE(type, 2);
    bytes.writeUInt32LE(count, 4);
    bytes.writeUInt32LE(value, 8);
    return bytes;
  };
  const head = Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0, 3, 0]);
  const entries = [entry(0x010f, 2, 20, 50), entry(0x0112, 3, 1, orientation), entry(0x8825, 4, 1, 50)];
  return new Uint8Array(Buffer.concat([head, ...entries, Buffer.alloc(4), place]));
}

/** A segment of a JPEG. */
export const segment = (marker: number, ...data: (string | Uint8Array)[]): Uint8Array => {
  const body = Buffer.concat(data.map((part) => Buffer.from(part as string, 'latin1')));
  return new Uint8Array([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 0xff, ...body]);
};

/** The photo with everything that a camera and two programs left in it, and another one behind it. */
export const taggedPhoto = (orientation: number): Uint8Array<ArrayBuffer> =>
  together(
    PHOTO.subarray(0, 2),
    segment(0xe1, 'Exif\0\0', exif(orientation)),
    segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', `<x:xmpmeta>${WHEREABOUTS}</x:xmpmeta>`),
    segment(0xe2, 'MPF\0', WHEREABOUTS),
    segment(0xed, 'Photoshop 3.0\0', WHEREABOUTS),
    segment(0xfe, WHEREABOUTS),
    PHOTO.subarray(2),
    PHOTO.subarray(0, 2),
    segment(0xe1, 'Exif\0\0', exif(1)),
    PHOTO.subarray(2),
  );

export const together = (...parts: Uint8Array[]): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.concat(parts));
