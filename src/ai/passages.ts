/** A paragraph, list item or table row of an article, under the heading it stands below. */
export interface Piece {
  /** Empty where the article gives none. */
  heading: string;
  text: string;
}

const ITEM = /^\s*(?:[-*]|\d+\.)\s+/;
const BOLD_LINE = /^\*\*([^*]+?)[.:]?\*\*:?$/;
const LABEL = /^\*\*([^*]+?)[.:]?\*\*[.:]?\s+(?=\S)/;

/** Cuts Markdown into the pieces that can each answer a question, in order. */
export function splitIntoPieces(markdown: string): Piece[] {
  const pieces: Piece[] = [];
  let heading = '';
  for (const block of markdown.split(/\n\s*\n/)) {
    const lines = block.split('\n').filter((line) => line.trim());
    const first = lines[0]?.trim() ?? '';
    if (first.startsWith('|')) {
      pieces.push(...rowsOf(lines, heading));
    } else if (lines.some((line) => ITEM.test(line))) {
      heading = addList(lines, heading, pieces);
    } else if (lines.length === 1 && isHeading(first)) {
      heading = headingText(first);
    } else if (first) {
      const text = lines.map((line) => line.trim()).join(' ');
      heading = text.endsWith(':') ? headingText(splitIntoSentences(text).at(-1) ?? '') : '';
      pieces.push({ heading: LABEL.exec(text)?.[1] ?? '', text });
    }
  }
  return pieces.filter(({ text }) => /\w/.test(text));
}

/** The sentences of a piece. A bold label stays with the sentence that it opens. */
export const splitIntoSentences = (text: string): string[] =>
  text.split(/(?<=[.!?])\s+(?=[\p{Lu}¿¡"*\d])/u).filter(Boolean);

const isHeading = (line: string): boolean =>
  BOLD_LINE.test(line) || line.startsWith('#') || (line.endsWith(':') && line.length < 70);

const headingText = (line: string): string =>
  line
    .replace(/^#+\s*/, '')
    .replaceAll('**', '')
    .replace(/[.:]$/, '');

function addList(lines: string[], heading: string, pieces: Piece[]): string {
  let current = heading;
  for (const line of lines) {
    if (ITEM.test(line)) pieces.push({ heading: current, text: line.replace(ITEM, '').trim() });
    else if (isHeading(line.trim())) current = headingText(line.trim());
    else pieces.push({ heading: current, text: line.trim() });
  }
  return current;
}

/** `| Plazo | Tasa |` above `| 28 días | 7.10% |` reads `28 días: 7.10%`; with more columns each value is named. */
function rowsOf(lines: string[], heading: string): Piece[] {
  const rows = lines.map(cellsOf).filter((cells) => !cells.every((cell) => /^:?-+:?$/.test(cell)));
  const [head, ...body] = rows;
  if (!head || body.length === 0) return [];
  return body.map((cells) => {
    const [name, ...values] = cells;
    const named = values.map((value, index) => (head.length > 2 ? `${head[index + 1]} ${value}` : value));
    const columns = head.length > 2 ? head[0] : head.join(', ');
    return { heading: heading || (columns ?? ''), text: `${name}: ${named.join('; ')}` };
  });
}

const cellsOf = (line: string): string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());
