import PDFDocument from 'pdfkit';
import { drawable } from '../../lib/drawable.ts';
import { numberPages } from '../../lib/numbered-pages.ts';
import type { TranscriptHead, TranscriptLine } from './transcript.ts';

const MARGIN = 56;
const GREY = '#5b6470';
const CUSTOMER = '#0b6b57';
const OTHERS = '#1f2937';
/** As the chat showed it; what a customer typed stays as it was typed. */
const BOLD = /\*\*([^*\n]+)\*\*/;

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
  document.font('Helvetica').fontSize(9).fillColor(GREY).text(drawable(bank));
  document.font('Helvetica-Bold').fontSize(16).fillColor(OTHERS).text(drawable(title));
  document.moveDown(0.3).font('Helvetica').fontSize(9).fillColor(GREY);
  for (const fact of facts) document.text(drawable(fact));
  for (const { who, at, text, isCustomer } of lines) {
    document.moveDown(0.8).font('Helvetica-Bold').fontSize(10);
    document.fillColor(isCustomer ? CUSTOMER : OTHERS).text(drawable(who), { continued: true });
    document.font('Helvetica').fontSize(8).fillColor(GREY).text(`   ${at}`);
    document.fontSize(10).fillColor('#111111');
    drawWords(document, isCustomer ? [text] : text.split(BOLD));
  }
  numberPages(document, { margin: MARGIN, colour: GREY, say: page });
  document.end();
  return promise;
}

/** Every second part is bold. */
function drawWords(document: PDFKit.PDFDocument, parts: readonly string[]): void {
  for (const [at, part] of parts.entries()) {
    document.font(at % 2 === 1 ? 'Helvetica-Bold' : 'Helvetica');
    document.text(drawable(part), { lineGap: 1, continued: at < parts.length - 1 });
  }
}
