import { fileTypeFromBuffer } from 'file-type';
import { foldText } from '../../../lib/text.ts';
import type { DocumentKind } from '../model.ts';
import { columnOf, delimiterOf } from './columns.ts';
import { ReadFault } from './read-fault.ts';
import { decodeText } from './text.ts';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const HTML_START =
  /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->)[\s\S])*-->\s*)*<(?:!doctype\s+html|html|head|body|article|main|section|div|h[1-6]|p|ul|ol|table)\b/i;

/** Where a page has not begun by then, it is none. */
const START_CHARS = 5_000;

/**
 * What a file is, by its content; a name decides only whether a text that could be either is a table. Errors: type.
 */
export async function kindOf(bytes: Uint8Array, name: string): Promise<DocumentKind> {
  const known = (await fileTypeFromBuffer(bytes))?.mime;
  if (known === 'application/pdf') return 'pdf';
  if (known === DOCX) return 'docx';
  if (known !== undefined && known !== 'application/xml' && known !== 'text/html') throw new ReadFault('type');
  const text = decodeText(bytes);
  if (HTML_START.test(text.slice(0, START_CHARS))) return 'html';
  if (known !== undefined) throw new ReadFault('type');
  return isTable(text) || /\.csv$/i.test(name) ? 'csv' : 'markdown';
}

/** Its first row names a title and a content. */
function isTable(text: string): boolean {
  const first = text.slice(0, 10_000).split('\n', 1)[0] ?? '';
  const names = first.split(delimiterOf(first)).map((cell) => columnOf(foldText(cell)));
  return names.includes('title') && names.includes('content');
}
