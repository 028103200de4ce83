import { fold } from '../../lib/text.ts';
import type { Piece } from '../passages.ts';
import type { RankedTopic } from '../retrieval.ts';
import type { RankedSentence } from '../topic.ts';
import { FACT_KINDS } from './fact-kinds.ts';

/** What a person reads in a chat bubble without scrolling. */
const WORDS_PER_ANSWER = 88;
/** How much a sentence gains for holding the kind of fact that was asked, against the fit of the best sentence. */
const FACT_BONUS = 0.9;
/** How much of the bonus a sentence keeps whose piece shares no word with the question. */
const UNMATCHED_SHARE = 1;
/** How much the fit of its piece's best sentence counts for a sentence. */
const NEIGHBOUR_SHARE = 0.5;
const MINIMUM_SHARE = 0.1;

/**
 * Puts together the sentences of an article that hold what was asked, at most some ninety words, in the article's order
 * and in its own words, so that every figure is the article's.
 */
export function composeAnswer(question: string, { pieces, sentences }: RankedTopic): string {
  const all = sentences();
  const chosen = choose(valued(question, all));
  const lines: Line[] = [];
  for (const [index, piece] of pieces.entries()) {
    const own = all.filter((sentence) => sentence.piece === index);
    const kept = own.filter((sentence) => chosen.has(sentence));
    if (kept.length > 0) lines.push({ piece, text: lineOf(piece, kept, kept[0] === own[0]) });
  }
  return layOut(lines);
}

interface Line {
  piece: Piece;
  text: string;
}

interface Valued {
  sentence: RankedSentence;
  value: number;
}

function valued(question: string, sentences: RankedSentence[]): Valued[] {
  const asked = fold(question);
  const kinds = FACT_KINDS.filter((kind) => kind.asked.test(asked));
  const best = Math.max(...sentences.map(({ score }) => score), 1);
  const ofPiece = new Map<number, number>();
  for (const { piece, score } of sentences) ofPiece.set(piece, Math.max(ofPiece.get(piece) ?? 0, score));
  return sentences.map((sentence) => {
    const text = fold(sentence.text);
    const fit = sentence.score / best;
    const neighbour = (ofPiece.get(sentence.piece) ?? 0) / best;
    const facts = kinds.filter((kind) => kind.given.test(text)).length / Math.max(1, kinds.length);
    return { sentence, value: fit + NEIGHBOUR_SHARE * neighbour + FACT_BONUS * facts * (UNMATCHED_SHARE + neighbour) };
  });
}

function choose(candidates: Valued[]): Set<RankedSentence> {
  const chosen = new Set<RankedSentence>();
  const ordered = [...candidates].sort((a, b) => b.value - a.value);
  const least = MINIMUM_SHARE * (ordered[0]?.value ?? 0);
  let used = 0;
  for (const { sentence, value } of ordered) {
    const length = sentence.text.split(/\s+/).length;
    if (chosen.size > 0 && (used + length > WORDS_PER_ANSWER || value < least)) continue;
    chosen.add(sentence);
    used += length;
  }
  return chosen;
}

/** A sentence from the middle of a piece carries the piece's label along. */
function lineOf(piece: Piece, kept: RankedSentence[], opensPiece: boolean): string {
  const text = kept.map((sentence) => sentence.text).join(' ');
  return !opensPiece && piece.heading && !text.startsWith('**') ? `**${piece.heading}.** ${text}` : text;
}

/** Pieces under one heading become a list below it; a paragraph that only leads to a list stays away. */
function layOut(lines: Line[]): string {
  const out: string[] = [];
  let heading = '';
  const shown = lines.filter(({ text }) => lines.length === 1 || !text.endsWith(':'));
  for (const { piece, text } of shown) {
    const isItem = piece.heading !== '' && !text.startsWith(`**${piece.heading}`);
    if (isItem && piece.heading !== heading) out.push(`${out.length > 0 ? '\n' : ''}**${piece.heading}**`);
    heading = isItem ? piece.heading : '';
    out.push(isItem || shown.length > 3 ? `- ${text}` : `${out.length > 0 ? '\n' : ''}${text}`);
  }
  return out.join('\n').trim();
}
