/** A paragraph, list item or table row of an article, under the heading it stands below. */
export interface Piece {
  /** Empty where the article gives none. */
  heading: string;
  text: string;
  /** Of a list or table. */
  isItem?: true;
  /** What the columns of the piece's table are called: searched, not shown. */
  columns?: string;
  /** The place of the numbered list that the piece is a step of. */
  steps?: number;
}

const ITEM = /^\s*(?:[-*]|\d+\.)\s+/;
/** Without an empty line between them, as many people write. */
const HEADING_ABOVE_TEXT = /^(#{1,6}[ \t].*)\n(?=[^\n])/gm;
const NUMBERED = /^\s*\d+\.\s/;
const BOLD_LINE = /^\*\*([^*]+?)[.:]?\*\*:?$/;
const LABEL = /^\*\*([^*]+?)[.:]?\*\*[.:]?\s+(?=\S)/;
/** Names of columns that say nothing about what stands below them. */
const EMPTY_NAME = /^(?:condici[oó]n(?:es)?|detalles?|valor|descripci[oó]n|terms?|details?|value|description)$/iu;
const SENTENCE_END = /(?<=[.!?])\s+(?=[\p{Lu}¿¡"*\d])/u;
const ABBREVIATION =
  /(?:^|[\s(*])(?:av|avda|blvd|calz|c|col|no|núm|num|art|tel|ext|ej|sr|sra|srta|dr|dra|lic|ing|mr|mrs|ms|st|ave|apt|p\.\s?ej|e\.g|i\.e|s\.\s?a)\.$/iu;

/** Cuts Markdown into the pieces that can each answer a question, in order. */
export function splitIntoPieces(markdown: string): Piece[] {
  const pieces: Piece[] = [];
  let heading = '';
  for (const [place, block] of markdown
    .replace(HEADING_ABOVE_TEXT, '$1\n\n')
    .split(/\n\s*\n/)
    .entries()) {
    const lines = block.split('\n').filter((line) => line.trim());
    const first = lines[0]?.trim() ?? '';
    if (first.startsWith('|')) {
      pieces.push(...rowsOf(lines, heading));
    } else if (lines.some((line) => ITEM.test(line))) {
      heading = addList(lines, heading, place, pieces);
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

/** The sentences of a piece. A bold label stays with the sentence that it opens, a full stop of an abbreviation inside. */
export function splitIntoSentences(text: string): string[] {
  const sentences: string[] = [];
  for (const part of text.split(SENTENCE_END)) {
    const before = sentences.at(-1);
    if (before !== undefined && ABBREVIATION.test(before)) sentences[sentences.length - 1] = `${before} ${part}`;
    else if (part) sentences.push(part);
  }
  return sentences;
}

const isHeading = (line: string): boolean =>
  BOLD_LINE.test(line) || line.startsWith('#') || (line.endsWith(':') && line.length < 70);

const headingText = (line: string): string =>
  line
    .replace(/^#+\s*/, '')
    .replaceAll('**', '')
    .replace(/[.:]$/, '');

function addList(lines: string[], heading: string, place: number, pieces: Piece[]): string {
  let current = heading;
  for (const line of lines) {
    const steps = NUMBERED.test(line) ? { steps: place } : {};
    if (ITEM.test(line)) pieces.push({ heading: current, text: line.replace(ITEM, '').trim(), isItem: true, ...steps });
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
  const named = head.length > 2 || EMPTY_NAME.test(head[1] ?? '') ? '' : (head[1] ?? '');
  return body.map(([name, ...values]) => {
    const told = values.map((value, index) => (head.length > 2 ? `${head[index + 1]} ${value}` : value));
    return { heading: heading || named, text: `${name}: ${told.join('; ')}`, isItem: true, columns: head.join(', ') };
  });
}

const cellsOf = (line: string): string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());
