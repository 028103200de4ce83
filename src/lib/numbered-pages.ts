/** Room above the edge of the paper, within the margin. Units: points. */
const ABOVE_EDGE = 30;

/** Writes below each page of a buffered document which of all it is. Call it last. */
export function numberPages(
  document: PDFKit.PDFDocument,
  { margin, colour, say }: { margin: number; colour: string; say: (page: number, pages: number) => string },
): void {
  const { start, count } = document.bufferedPageRange();
  for (let at = start; at < start + count; at++) {
    document.switchToPage(at);
    // Below the margin a text would begin another page.
    document.page.margins.bottom = 0;
    document.font('Helvetica').fontSize(8).fillColor(colour);
    document.text(say(at + 1, count), margin, document.page.height - ABOVE_EDGE, {
      align: 'right',
      lineBreak: false,
      width: document.page.width - 2 * margin,
    });
  }
}
