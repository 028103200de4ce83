import PDFDocument from 'pdfkit';
import type { TranscriptHead, TranscriptLine } from './transcript.ts';

const MARGIN = 56;
const GREY = '#5b6470';
const CUSTOMER = '#0b6b57';
const OTHERS = '#1f2937';
/** What the built-in fonts can draw besides Latin-1. */
const DRAWABLE = new Set('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ');

/**
 * The conversation on A4 pages. Texts are drawn as glyphs: nothing of them becomes a link, a form or an action. The
 * built-in fonts know the letters of western European languages; any other sign is drawn as its code point.
 */
export function drawTranscript(
  { title, facts }: TranscriptHead,
  lines: TranscriptLine[],
): Promise<Uint8Array<ArrayBuffer>> {
  const document = new PDFDocument({ size: 'A4', margin: MARGIN, info: { Title: title } });
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
  const chunks: Uint8Array[] = [];
  document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  document.on('end', () => resolve(Buffer.concat(chunks)));
  document.on('error', reject);
  document.font('Helvetica-Bold').fontSize(16).fillColor(OTHERS).text(drawable(title));
  document.moveDown(0.3).font('Helvetica').fontSize(9).fillColor(GREY);
  for (const fact of facts) document.text(drawable(fact));
  for (const { who, at, text, isCustomer } of lines) {
    document.moveDown(0.8).font('Helvetica-Bold').fontSize(10);
    document.fillColor(isCustomer ? CUSTOMER : OTHERS).text(drawable(who), { continued: true });
    document.font('Helvetica').fontSize(8).fillColor(GREY).text(`   ${at}`);
    document.fontSize(10).fillColor('#111111').text(drawable(text), { lineGap: 1 });
  }
  document.end();
  return promise;
}

function drawable(text: string): string {
  let drawn = '';
  for (const sign of text.replace(/\r\n?/g, '\n').replace(/\t/g, '    ').normalize('NFC')) {
    const code = sign.codePointAt(0) as number;
    const isKnown = sign === '\n' || (code >= 0x20 && code < 0x7f) || (code >= 0xa0 && code <= 0xff);
    if (isKnown || DRAWABLE.has(sign)) drawn += sign;
    else if (!/\p{C}/u.test(sign)) drawn += `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
  }
  return drawn;
}
