import { convertToHtml, images } from 'mammoth';
import type { ReadArticle } from '../model.ts';
import { NOTHING_SAID } from './front-matter.ts';
import { toMarkdown } from './html.ts';
import { articlesOf, type ReadingOptions } from './markdown.ts';
import { ReadFault } from './read-fault.ts';
import { checkArchive } from './zip.ts';

/** The style of a document's title in the languages that the word processors are used in here. */
const STYLES = ['Title', 'Título', 'Titulo', 'Puesto'].map((name) => `p[style-name='${name}'] => h1:fresh`);

/** An article, or several, of a Word document. Errors: damaged, too_large, too_deep. */
export async function readDocx(bytes: Uint8Array, options: ReadingOptions): Promise<ReadArticle[]> {
  checkArchive(bytes);
  const html = await toHtml(bytes);
  return articlesOf(toMarkdown(html), NOTHING_SAID, options).map((one) => ({ ...one, line: null }));
}

async function toHtml(bytes: Uint8Array): Promise<string> {
  const nothing = images.imgElement(async () => ({ src: '' }));
  try {
    const made = await convertToHtml(
      { buffer: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) },
      { styleMap: STYLES, convertImage: nothing, externalFileAccess: false },
    );
    return made.value;
  } catch (error) {
    if (error instanceof RangeError) throw new ReadFault('too_deep');
    throw new ReadFault('damaged');
  }
}
