import PDFDocument from 'pdfkit';
import { drawable } from '../../lib/drawable.ts';
import type { TranscriptHead, TranscriptLine } from './transcript.ts';

const MARGIN = 56;
const GREY = '#5b6470';
const CUSTOMER = '#0b6b57';
const OTHERS = '#1f2937';

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
