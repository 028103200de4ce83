import { fold, foldText } from '../../lib/text.ts';
import type { Piece } from '../passages.ts';
import type { RankedTopic } from '../retrieval.ts';
import type { Sentence } from '../topic.ts';
import { FACT_KINDS, type FactKind } from './fact-kinds.ts';

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
export function composeAnswer(question: string, { version, fit }: RankedTopic): string {
  const { pieces, sentences } = version;
  const facts = factsIn(sentences);
  const chosen = choose(valued(question, sentences, facts, fit()), facts);
  const lines: Line[] = [];
  for (const [index, sentence] of sentences.entries()) {
    if (!chosen.has(index)) continue;
    const line = lines.at(-1);
    const piece = pieces[sentence.piece] as Piece;
    if (line?.piece === piece) line.text += ` ${sentence.text}`;
    else lines.push({ piece, text: lineOf(piece, sentence.text, sentences[index - 1]?.piece !== sentence.piece) });
  }
  return layOut(lines);
}

interface Line {
  piece: Piece;
  text: string;
}

/** What is known of a sentence whatever the question: its length in words, and which kinds of facts it holds. */
interface Facts {
  words: number;
  kinds: ReadonlySet<FactKind>;
}

const known = new WeakMap<readonly Sentence[], Facts[]>();

function factsIn(sentences: readonly Sentence[]): Facts[] {
  const cached = known.get(sentences);
  if (cached) return cached;
  const facts = sentences.map(({ text }) => {
    const folded = foldText(text);
    return { words: text.split(/\s+/).length, kinds: new Set(FACT_KINDS.filter(({ given }) => given.test(folded))) };
  });
  known.set(sentences, facts);
  return facts;
}

interface Valued {
  index: number;
  value: number;
}

function valued(question: string, sentences: readonly Sentence[], facts: Facts[], fits: number[]): Valued[] {
  const asked = fold(question);
  const kinds = FACT_KINDS.filter((kind) => kind.asked.test(asked));
  const best = Math.max(...fits, 1);
  const ofPiece: number[] = [];
  for (const [index, { piece }] of sentences.entries()) {
    ofPiece[piece] = Math.max(ofPiece[piece] ?? 0, fits[index] as number);
  }
  return sentences.map(({ piece }, index) => {
    const fit = (fits[index] as number) / best;
    const neighbour = (ofPiece[piece] as number) / best;
    const held = kinds.filter((kind) => facts[index]?.kinds.has(kind)).length / Math.max(1, kinds.length);
    return { index, value: fit + NEIGHBOUR_SHARE * neighbour + FACT_BONUS * held * (UNMATCHED_SHARE + neighbour) };
  });
}

/** The places of the sentences that the answer is made of. */
function choose(candidates: Valued[], facts: Facts[]): Set<number> {
  const chosen = new Set<number>();
  candidates.sort((a, b) => b.value - a.value);
  const least = MINIMUM_SHARE * (candidates[0]?.value ?? 0);
  let used = 0;
  for (const { index, value } of candidates) {
    const length = facts[index]?.words ?? 0;
    if (chosen.size > 0 && (used + length > WORDS_PER_ANSWER || value < least)) continue;
    chosen.add(index);
    used += length;
  }
  return chosen;
}

/** A sentence from the middle of a piece carries the piece's label along. */
const lineOf = ({ heading }: Piece, text: string, opensPiece: boolean): string =>
  !opensPiece && heading && !text.startsWith('**') ? `**${heading}.** ${text}` : text;

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
