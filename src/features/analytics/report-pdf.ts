import PDFDocument from 'pdfkit';
import { analyticsTexts } from '../../../views/analytics/analytics-texts.ts';
import { cellText, dayText, valueText } from '../../../views/analytics/values.ts';
import { drawable } from '../../lib/drawable.ts';
import { zoneText } from '../../lib/format.ts';
import type { Language } from '../../lib/language.ts';
import { numberPages } from '../../lib/numbered-pages.ts';
import type { FigureValue, Report, ReportTable } from './model.ts';

const MARGIN = 48;
const INK = '#16201d';
const GREY = '#53615b';
const LINE = '#dfe5e2';
const ACCENT = '#0b6b57';
const ROW_HEIGHT = 15;
/** Of a table: the rest is in its CSV. */
const MOST_ROWS = 120;
/** Columns that fit beside each other; hours of the day are drawn narrower. */
const NARROW_FROM = 12;

interface Head {
  title: string;
  bank: string;
  language: Language;
}

/** The report on A4 pages: every figure with what it counts, every table. Texts are drawn as glyphs and nothing else. */
export function drawReport(report: Report, { title, bank, language }: Head): Promise<Uint8Array<ArrayBuffer>> {
  const page = new PDFDocument({ size: 'A4', margin: MARGIN, bufferPages: true, info: { Title: drawable(title) } });
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
  const chunks: Uint8Array[] = [];
  page.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  page.on('end', () => resolve(Buffer.concat(chunks)));
  page.on('error', reject);
  drawHead(page, report, { title, bank, language });
  for (const figure of report.figures) drawFigure(page, figure, language);
  for (const table of report.tables) drawTable(page, table, language);
  numberPages(page, { margin: MARGIN, colour: GREY, say: analyticsTexts[language].page });
  page.end();
  return promise;
}

type Page = PDFKit.PDFDocument;

function drawHead(page: Page, { period, before, timeZone }: Report, { title, bank, language }: Head): void {
  const texts = analyticsTexts[language];
  const day = (one: string) => dayText(one, language, true);
  page.font('Helvetica').fontSize(9).fillColor(GREY).text(drawable(bank));
  page.font('Helvetica-Bold').fontSize(18).fillColor(INK).text(drawable(title));
  page.moveDown(0.2).font('Helvetica').fontSize(10).fillColor(INK);
  page.text(drawable(texts.range.period(day(period.from), day(period.to))));
  page.fillColor(GREY).fontSize(9);
  if (before) page.text(drawable(texts.range.comparedWith(day(before.from), day(before.to))));
  page.text(drawable(texts.zone(zoneText(timeZone)))).moveDown(0.8);
}

function drawFigure(page: Page, { name, definition, unit, value, before }: FigureValue, language: Language): void {
  const texts = analyticsTexts[language];
  const say = (one: number | null) => drawable(valueText(one, unit, language, texts.noFigure));
  keepTogether(page, 44);
  page
    .font('Helvetica-Bold')
    .fontSize(10)
    .fillColor(INK)
    .text(`${drawable(name[language])}: `, { continued: true });
  page.fillColor(ACCENT).text(say(value), { continued: before !== undefined });
  if (before !== undefined)
    page
      .font('Helvetica')
      .fillColor(GREY)
      .text(`   (${texts.before(say(before))})`);
  page.font('Helvetica').fontSize(8).fillColor(GREY).text(drawable(definition[language])).moveDown(0.5);
}

function drawTable(page: Page, table: ReportTable, language: Language): void {
  const texts = analyticsTexts[language];
  keepTogether(page, 90);
  page.x = MARGIN;
  page.moveDown(0.7).font('Helvetica-Bold').fontSize(12).fillColor(INK).text(drawable(table.name[language]));
  page.font('Helvetica').fontSize(8).fillColor(GREY).text(drawable(table.definition[language])).moveDown(0.4);
  if (table.rows.length === 0) {
    page.fontSize(9).text(drawable(texts.nothingIn));
    return;
  }
  const widths = widthsOf(page, table);
  const fontSize = table.columns.length > NARROW_FROM ? 6 : 8.5;
  const headings = table.columns.map(({ name }) => drawable(name[language]));
  drawRow(page, headings, widths, { fontSize, isHead: true });
  for (const cells of table.rows.slice(0, MOST_ROWS)) {
    if (page.y + ROW_HEIGHT > page.page.height - MARGIN) {
      page.addPage();
      drawRow(page, headings, widths, { fontSize, isHead: true });
    }
    const row = cells.map((cell, at) =>
      drawable(cellText(cell, table.columns[at]?.unit ?? null, language, texts.noFigure)),
    );
    drawRow(page, row, widths, { fontSize, isHead: false });
  }
  page.x = MARGIN;
}

/** The first column names the row and gets the room that the numbers leave. */
function widthsOf(page: Page, { columns }: ReportTable): number[] {
  const all = page.page.width - 2 * MARGIN;
  const first = columns.length > NARROW_FROM ? all * 0.11 : all * (columns.length > 4 ? 0.2 : 0.4);
  const others = (all - first) / Math.max(1, columns.length - 1);
  return columns.map((_, at) => (at === 0 ? first : others));
}

function drawRow(
  page: Page,
  cells: string[],
  widths: number[],
  { fontSize, isHead }: { fontSize: number; isHead: boolean },
): void {
  const top = page.y;
  let left = MARGIN;
  page
    .font(isHead ? 'Helvetica-Bold' : 'Helvetica')
    .fontSize(fontSize)
    .fillColor(isHead ? GREY : INK);
  for (const [at, cell] of cells.entries()) {
    const width = widths[at] ?? 0;
    page.text(cell, left, top, {
      width: width - 3,
      height: ROW_HEIGHT - 2,
      ellipsis: true,
      lineBreak: false,
      align: at === 0 ? 'left' : 'right',
    });
    left += width;
  }
  const bottom = top + ROW_HEIGHT - 3;
  page
    .moveTo(MARGIN, bottom)
    .lineTo(page.page.width - MARGIN, bottom)
    .lineWidth(0.5)
    .strokeColor(LINE)
    .stroke();
  page.x = MARGIN;
  page.y = top + ROW_HEIGHT;
}

function keepTogether(page: Page, height: number): void {
  if (page.y + height > page.page.height - MARGIN) page.addPage();
}
