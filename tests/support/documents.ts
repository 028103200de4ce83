import { deflateRawSync } from 'node:zlib';
import { Document, HeadingLevel, Packer, Paragraph, Table, TableCell, TableRow, TextRun } from 'docx';
import PDFDocument from 'pdfkit';

/** A PDF as a program writes it: its headings are larger than its text. */
export function pdf(
  parts: { heading?: string; text?: string }[],
  options: PDFKit.PDFDocumentOptions = {},
): Promise<Uint8Array> {
  const document = new PDFDocument({ ...options, margin: 50 });
  for (const { heading, text } of parts) {
    if (heading) document.fontSize(20).text(heading).moveDown();
    if (text) document.fontSize(11).text(text).moveDown();
  }
  return finished(document);
}

/** A PDF of so many pages, of which none says anything. */
export function emptyPdf(pages: number): Promise<Uint8Array> {
  const document = new PDFDocument({ autoFirstPage: false });
  for (let at = 0; at < pages; at += 1) document.addPage({ size: [100, 100] });
  return finished(document);
}

function finished(document: PDFKit.PDFDocument): Promise<Uint8Array> {
  const { promise, resolve } = Promise.withResolvers<Uint8Array>();
  const parts: Buffer[] = [];
  document.on('data', (part: Buffer) => parts.push(part));
  document.on('end', () => resolve(new Uint8Array(Buffer.concat(parts))));
  document.end();
  return promise;
}

/** A Word document with a title, a heading, bold words, a list and a table. */
export async function docx(title: string, sections: { heading: string; text: string }[]): Promise<Uint8Array> {
  const cell = (text: string) => new TableCell({ children: [new Paragraph(text)] });
  const children = sections.flatMap(({ heading, text }) => [
    new Paragraph({ text: heading, heading: HeadingLevel.HEADING_1 }),
    new Paragraph({ children: [new TextRun({ text, bold: true }), new TextRun(' Y algo más.')] }),
    new Paragraph({ text: 'Primer punto', bullet: { level: 0 } }),
    new Table({
      rows: [
        new TableRow({ children: [cell('Plan'), cell('Costo')] }),
        new TableRow({ children: [cell('Oro'), cell('100')] }),
      ],
    }),
  ]);
  const document = new Document({
    sections: [{ children: [new Paragraph({ text: title, heading: HeadingLevel.TITLE }), ...children] }],
  });
  return new Uint8Array(await Packer.toBuffer(document));
}

/** An archive with these files; `claim` is the size that its list says a file has, where it lies. */
export function zip(files: { name: string; content: Uint8Array; claim?: number }[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const list: Uint8Array[] = [];
  let offset = 0;
  for (const { name, content, claim = content.length } of files) {
    const packed = deflateRawSync(content, { level: 9 });
    const title = new TextEncoder().encode(name);
    const crc = Bun.hash.crc32(content);
    const common = (view: DataView, at: number) => {
      view.setUint16(at, 20, true);
      view.setUint16(at + 4, 8, true);
      view.setUint32(at + 10, crc, true);
      view.setUint32(at + 14, packed.length, true);
      view.setUint32(at + 18, claim, true);
      view.setUint16(at + 22, title.length, true);
    };
    const local = new DataView(new ArrayBuffer(30));
    local.setUint32(0, 0x04034b50, true);
    common(local, 4);
    const entry = new DataView(new ArrayBuffer(46));
    entry.setUint32(0, 0x02014b50, true);
    entry.setUint16(4, 20, true);
    common(entry, 6);
    entry.setUint32(42, offset, true);
    parts.push(new Uint8Array(local.buffer), title, packed);
    list.push(new Uint8Array(entry.buffer), title);
    offset += 30 + title.length + packed.length;
  }
  const size = list.reduce((sum, { length }) => sum + length, 0);
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, files.length, true);
  end.setUint16(10, files.length, true);
  end.setUint32(12, size, true);
  end.setUint32(16, offset, true);
  return new Uint8Array(Buffer.concat([...parts, ...list, new Uint8Array(end.buffer)]));
}

const CONTENT_TYPES = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`;

/** What programs take for a Word document, and whose text is this XML. */
export const docxOf = (xml: string | Uint8Array, claim?: number): Uint8Array =>
  zip([
    { name: '[Content_Types].xml', content: new TextEncoder().encode(CONTENT_TYPES) },
    {
      name: '_rels/.rels',
      content: new TextEncoder().encode(
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
      ),
    },
    {
      name: 'word/document.xml',
      content: typeof xml === 'string' ? new TextEncoder().encode(xml) : xml,
      ...(claim !== undefined && { claim }),
    },
  ]);
