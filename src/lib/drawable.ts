/** What the built-in fonts of PDF can draw besides Latin-1. */
const DRAWABLE = new Set('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ');

/** A text as the built-in fonts can draw it; any sign that they do not know becomes its code point. */
export function drawable(text: string): string {
  let drawn = '';
  for (const sign of text.replace(/\r\n?/g, '\n').replace(/\t/g, '    ').normalize('NFC')) {
    const code = sign.codePointAt(0) as number;
    const isKnown = sign === '\n' || (code >= 0x20 && code < 0x7f) || (code >= 0xa0 && code <= 0xff);
    if (isKnown || DRAWABLE.has(sign)) drawn += sign;
    else if (!/\p{C}/u.test(sign)) drawn += `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
  }
  return drawn;
}
