const MAX_NAME_CHARS = 120;
/** The extensions that fit each type that is taken; the first one is added where none fits. */
const EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
  'application/pdf': ['pdf'],
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/webp': ['webp'],
};
/** What Windows takes for a device, whatever extension follows. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/** How browsers write quotes and line breaks into a form. */
const FORM_ESCAPES = /%(?:22|0d|0a)/gi;

/**
 * A name to show and to save under: the last part of a path, without what could steer a terminal, a path or the
 * direction of writing, and ending as its type does. A picture that was called a program or a page is saved as a picture.
 */
export function shownName(name: string, type: string): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .replace(FORM_ESCAPES, '')
    .replace(/[\p{C}\p{Zl}\p{Zp}<>:"|?*%]/gu, '')
    .replace(/^[\s.]+|[\s.]+$/g, '')
    .replace(DEVICE, '_$1');
  const [first = '', ...others] = EXTENSIONS[type] ?? [];
  const [, stem = clean, extension = ''] = /^(.*)\.([^.]*)$/.exec(clean) ?? [];
  const fits = [first, ...others].includes(extension.toLowerCase());
  const base = [...(fits ? stem : clean)].slice(0, MAX_NAME_CHARS - 5).join('');
  return `${base || 'file'}.${fits ? extension : first}`;
}
