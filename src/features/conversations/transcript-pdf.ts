import PDFDocument from 'pdfkit';
import { drawable } from '../../lib/drawable.ts';
import { numberPages } from '../../lib/numbered-pages.ts';
import type { TranscriptHead, TranscriptLine } from './transcript.ts';

const MARGIN = 56;
const GREY = '#5b6470';
const CUSTOMER = '#0b6b57';
const OTHERS = '#1f2937';
/** As the chat showed it; what a customer typed stays as it was typed. The same as in views/components/rich-text.tsx. */
const EMPHASIS = /\*\*([^*\n]+)\*\*|\*([^\s*][^*\n]*)\*/;
/** Of the plain words, and of the groups above. */
const FONTS = ['Helvetica', 'Helvetica-Bold', 'Helvetica-Oblique'] as const;

/**
 * The conversation on A4 pages. Texts are drawn as glyphs: nothing of them becomes a link, a form or an action. The
 * built-in fonts know the letters of western European languages; any other sign is drawn as its code point.
 */
export function drawTranscript(
  { title, bank, facts, page }: TranscriptHead,
  lines: TranscriptLine[],
): Promise<Uint8Array<ArrayBuffer>> {
  const document = new PDFDocument({ size: 'A4', margin: MARGIN, bufferPages: true, info: { Title: title } });
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
  const chunks: Uint8Array[] = [];
  document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  document.on('end', () => resolve(Buffer.concat(chunks)));
  document.on('error', reject);
  document.font('Helvetica').fontSize(9).fillColor(GREY).text(drawable(bank)).moveDown(0.2);
  document.font('Helvetica-Bold').fontSize(16).fillColor(OTHERS).text(drawable(title));
  document.moveDown(0.3).font('Helvetica').fontSize(9).fillColor(GREY);
  for (const fact of facts) document.text(drawable(fact));
  for (const { who, at, text, isCustomer } of lines) {
    document.moveDown(0.8).font('Helvetica-Bold').fontSize(10);
    document.fillColor(isCustomer ? CUSTOMER : OTHERS).text(drawable(who), { continued: true });
    document.font('Helvetica').fontSize(8).fillColor(GREY).text(`   ${at}`).moveDown(0.25);
    document.fontSize(10).fillColor('#111111');
    drawWords(document, isCustomer ? [text] : text.split(EMPHASIS));
  }
  numberPages(document, { margin: MARGIN, colour: GREY, say: page });
  document.end();
  return promise;
}

/** Parts as `EMPHASIS` splits them. */
function drawWords(document: PDFKit.PDFDocument, parts: readonly (string | undefined)[]): void {
  for (const [at, part] of parts.entries()) {
    const isLast = at === parts.length - 1;
    if (part || isLast)
      document.font(FONTS[at % 3] as string).text(drawable(part ?? ''), { lineGap: 1, continued: !isLast });
  }
}
