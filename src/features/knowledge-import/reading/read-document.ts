import { MAX_CONTENT_CHARS, MAX_TITLE_CHARS } from '../../knowledge/model.ts';
import { type DocumentKind, MAX_ARTICLES, type ReadArticle } from '../model.ts';
import { readCsv } from './csv.ts';
import { readDocx } from './docx.ts';
import { readHtml } from './html.ts';
import { kindOf } from './kind.ts';
import { type ReadingOptions, readMarkdown } from './markdown.ts';
import { readPdf } from './pdf.ts';
import { ReadFault } from './read-fault.ts';
import { decodeText } from './text.ts';

/**
 * The articles of a document. `name` is what its sender calls it. Errors: ReadFault.
 *
 * What it reads may be made to hang or to exhaust whoever reads it, so it belongs into a process of its own
 * (reader-process.ts).
 */
export async function readDocument(
  bytes: Uint8Array,
  name: string,
  options: ReadingOptions,
): Promise<{ kind: DocumentKind; articles: ReadArticle[] }> {
  if (bytes.length === 0) throw new ReadFault('empty');
  const kind = await kindOf(bytes, name);
  const articles = await read(kind, bytes, options);
  if (articles.length === 0) throw new ReadFault('no_text');
  if (articles.length > MAX_ARTICLES) throw new ReadFault('too_many_articles', { max: MAX_ARTICLES });
  const usual = kind === 'csv' ? '' : titleFrom(name);
  return { kind, articles: articles.map((one) => bounded({ ...one, title: one.title || usual })) };
}

function read(kind: DocumentKind, bytes: Uint8Array, options: ReadingOptions): ReadArticle[] | Promise<ReadArticle[]> {
  switch (kind) {
    case 'pdf':
      return readPdf(bytes, options);
    case 'docx':
      return readDocx(bytes, options);
    case 'html':
      return readHtml(decodeText(bytes), options);
    case 'csv':
      return readCsv(decodeText(bytes));
    case 'markdown':
      return readMarkdown(decodeText(bytes), options);
  }
}

/** Of what is too long for an article so much goes on that this is seen. */
const bounded = (article: ReadArticle): ReadArticle => ({
  ...article,
  title: article.title.slice(0, MAX_TITLE_CHARS + 1),
  content: article.content.slice(0, MAX_CONTENT_CHARS + 1),
});

/** `tarjeta_perdida.pdf` → `Tarjeta perdida`, where nothing better is known. */
function titleFrom(name: string): string {
  const words = name
    .replace(/\.[^.]*$/, '')
    .replace(/[_-]+/g, ' ')
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
