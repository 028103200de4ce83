import { getDocumentProxy } from 'unpdf';
import { MAX_PDF_PAGES, type ReadArticle } from '../model.ts';
import { NOTHING_SAID } from './front-matter.ts';
import { articlesOf, type ReadingOptions } from './markdown.ts';
import { ReadFault } from './read-fault.ts';

/** A line of text, and how large it is set. Units: points. */
interface Line {
  text: string;
  height: number;
  /** From the line before it, in heights of a line; 0 on a new page. */
  gap: number;
}

/** Set so much larger than the text, a short line is a heading. */
const HEADING_RATIO = 1.18;
const MAX_HEADING_CHARS = 120;
/** Between the lines of a paragraph there is less. */
const PARAGRAPH_GAP = 1.7;
const BULLET = /^[•●▪◦‣·–-]\s+/;

/** An article, or several, of a PDF with text in it. Errors: damaged, encrypted, too_many_pages, no_text. */
export async function readPdf(bytes: Uint8Array, options: ReadingOptions): Promise<ReadArticle[]> {
  const document = await open(bytes);
  if (document.numPages > MAX_PDF_PAGES) throw new ReadFault('too_many_pages', { max: MAX_PDF_PAGES });
  const lines: Line[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    lines.push(...linesOf(items as TextItem[]));
    page.cleanup();
  }
  if (!lines.some(({ text }) => /\p{L}/u.test(text))) throw new ReadFault('no_text');
  const articles = articlesOf(toMarkdown(lines), NOTHING_SAID, options);
  const title = await titleOf(document);
  return articles.map((one) => ({ ...one, title: one.title || title, line: null }));
}

type PdfDocument = Awaited<ReturnType<typeof getDocumentProxy>>;

async function open(bytes: Uint8Array): Promise<PdfDocument> {
  try {
    return await getDocumentProxy(bytes, { disableFontFace: true, verbosity: 0 });
  } catch (error) {
    throw new ReadFault((error as Error).name === 'PasswordException' ? 'encrypted' : 'damaged');
  }
}

async function titleOf(document: PdfDocument): Promise<string> {
  const metadata = await document.getMetadata().catch(() => null);
  const title = (metadata?.info as { Title?: unknown } | undefined)?.Title;
  return typeof title === 'string' ? title.trim() : '';
}

interface TextItem {
  str?: string;
  height?: number;
  hasEOL?: boolean;
  transform?: number[];
}

function linesOf(items: readonly TextItem[]): Line[] {
  const lines: Line[] = [];
  let text = '';
  let height = 0;
  let y: number | null = null;
  let lastY: number | null = null;
  const flush = () => {
    const line = text.replace(/\s+/g, ' ').trim();
    if (line) {
      const gap = lastY === null || y === null || height === 0 ? 0 : Math.abs(lastY - y) / height;
      lines.push({ text: line, height, gap });
      lastY = y;
    }
    text = '';
    height = 0;
  };
  for (const item of items) {
    const at: number | null = item.transform?.[5] ?? y;
    // Not every writer says where a line ends.
    if (text && at !== null && y !== null && Math.abs(at - y) > (height || 1) * 0.6) flush();
    text += item.str ?? '';
    height = Math.max(height, item.height ?? 0);
    if (item.str?.trim()) y = at;
    if (item.hasEOL) flush();
  }
  flush();
  return lines;
}

/** Paragraphs by the gaps between lines, headings by their size, lists by their bullets. */
function toMarkdown(lines: readonly Line[]): string {
  const usual = median(lines.map(({ height, text }) => ({ value: height, weight: text.length })));
  const sizes = [...new Set(lines.map(({ height }) => Math.round(height)))].filter(
    (one) => one > usual * HEADING_RATIO,
  );
  sizes.sort((a, b) => b - a);
  const parts: string[] = [];
  for (const { text, height, gap } of lines) {
    const level = sizes.indexOf(Math.round(height));
    const last = parts.at(-1);
    if (level >= 0 && text.length <= MAX_HEADING_CHARS) parts.push(`${'#'.repeat(Math.min(6, level + 1))} ${text}`);
    else if (BULLET.test(text)) parts.push(text.replace(BULLET, '- '));
    else if (last === undefined || last.startsWith('#') || (gap > PARAGRAPH_GAP && gap !== 0)) parts.push(text);
    else parts[parts.length - 1] = last.endsWith('-') ? `${last.slice(0, -1)}${text}` : `${last} ${text}`;
  }
  return parts.reduce((all, part, at) => {
    const isList = part.startsWith('- ') && parts[at - 1]?.startsWith('- ');
    return at === 0 ? part : `${all}${isList ? '\n' : '\n\n'}${part}`;
  }, '');
}

/** Of what most of the text is set in. */
function median(sizes: { value: number; weight: number }[]): number {
  const sorted = [...sizes].sort((a, b) => a.value - b.value);
  const half = sorted.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let seen = 0;
  for (const { value, weight } of sorted) {
    seen += weight;
    if (seen >= half) return value;
  }
  return 0;
}
