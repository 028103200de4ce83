import type { Piece } from '../passages.ts';
import type { Version } from '../topic.ts';

/** A longer heading is a sentence that leads to a list, and not needed above a single item of it. */
const LABEL_WORDS = 7;

/** What is told of one piece. */
interface Line {
  piece: Piece;
  text: string;
}

/** Writes the chosen sentences as paragraphs and short lists, in the article's order, each under its heading. */
export function layOut(version: Version, chosen: ReadonlySet<number>): string {
  const blocks: string[] = [];
  let items: Line[] = [];
  const endList = () => {
    if (items.length > 0) blocks.push(listOf(items, version.article.title));
    items = [];
  };
  for (const line of linesOf(version, chosen)) {
    if (!isItem(line)) {
      endList();
      blocks.push(line.text);
      continue;
    }
    if (items[0] && items[0].piece.heading !== line.piece.heading) endList();
    items.push(line);
  }
  endList();
  return blocks.join('\n\n');
}

/** Shape: one line a piece. A sentence from the middle of a labelled paragraph carries the label along. */
function linesOf({ sentences, pieces }: Version, chosen: ReadonlySet<number>): Line[] {
  const lines: Line[] = [];
  for (const [index, { text, piece: place }] of sentences.entries()) {
    if (!chosen.has(index)) continue;
    const piece = pieces[place] as Piece;
    const line = lines.at(-1);
    if (line?.piece === piece) line.text += ` ${text}`;
    else {
      const isOpening = sentences[index - 1]?.piece !== place;
      lines.push({ piece, text: isOpening || isItem({ piece, text }) ? text : `${labelOf(piece)}${text}` });
    }
  }
  return lines;
}

const isItem = ({ piece }: Line): boolean => piece.isItem === true;

const labelOf = ({ heading }: Piece): string => (heading ? `**${heading}${/[.?!]$/.test(heading) ? '' : '.'}** ` : '');

function listOf(items: Line[], title: string): string {
  const [first, ...others] = items;
  if (!first) return '';
  const heading = first.piece.heading || title;
  const isLabel = heading.split(/\s+/).length <= LABEL_WORDS;
  const last = items.at(-1) as Line;
  last.text = last.text.replace(/[,;](?:\s+(?:y|e|o|and|or))?$/, '');
  if (others.length === 0) return isLabel ? `**${heading}:** ${first.text}` : first.text;
  const lines = items.map(({ piece, text }, index) =>
    piece.steps === undefined ? `- ${text}` : `${index + 1}. ${text}`,
  );
  return [isLabel ? `**${heading}**` : `${heading}:`, ...lines].join('\n');
}
