import { fold, foldText } from '../../lib/text.ts';
import type { RankedTopic } from '../retrieval.ts';
import type { Sentence, Version } from '../topic.ts';
import { FACT_KINDS, type FactKind, STEPS_ASKED, severalAsked } from './fact-kinds.ts';
import { layOut } from './lay-out.ts';

/** Units: words. What an answer to one thing asked may take, to several, and what it never exceeds. */
const WORDS_FOR_ONE = 58;
const WORDS_FOR_SEVERAL = 83;
const MOST_WORDS = 84;
/** How much a sentence gains for holding the kind of fact that was asked, against the fit of the best sentence. */
const FACT_BONUS = 0.9;
/** How much the fit of its piece's best sentence counts for a sentence. */
const NEIGHBOUR_SHARE = 0.5;
/** A sentence worth less than this share of the best one is left out; more is, where the best one is clear. */
const MINIMUM_SHARE = 0.2;
const CLEAR_SHARE = 0.35;
/** The fit, against the best one's, from which a sentence with the facts asked for is clearly the answer. */
const CLEAR_FIT = 0.6;
/** What the mark and the heading of a list take for each of its items. */
const MARK_WORDS = 2;
/** Of two sentences that say as much the shorter one comes first. Units: words. */
const USUAL_WORDS = 12;
const LENGTH_POWER = 0.1;

/**
 * Puts together the sentences of an article that hold what was asked, in the article's order and in its own words, so
 * that every figure is the article's. The less one sentence stands out, the more of the likely ones are told.
 */
export function composeAnswer(question: string, { version, fit }: RankedTopic): string {
  const facts = factsIn(version);
  const asked = fold(question);
  const candidates = valued(asked, version.sentences, facts, fit());
  const isClear = candidates[0]?.isClear === true && !severalAsked(asked);
  const chosen = choose(
    candidates,
    facts,
    isClear ? WORDS_FOR_ONE : WORDS_FOR_SEVERAL,
    isClear ? CLEAR_SHARE : MINIMUM_SHARE,
  );
  if (STEPS_ASKED.test(asked)) addSteps(chosen, candidates[0]?.index ?? 0, version, facts);
  return layOut(version, chosen);
}

/** What is known of a sentence whatever the question. */
interface Facts {
  /** Its length as it is laid out. */
  words: number;
  kinds: ReadonlySet<FactKind>;
  /** It only leads to a list. */
  isLead: boolean;
  /** It cannot be understood without the sentence before it. */
  leans: boolean;
}

const LEANS =
  /^\W*(?:desde (?:ese|entonces)|pasad[oa]s? (?:ese|esa)|despues|luego|es[oea]s?|est[eoa]s?|si no|de lo contrario|en ese caso|ahi|ambos|ademas|tambien|pero|y|it|they|this|that|these|those|after that|then|otherwise|if not|in that case|both|also|but|and|there|from that)\b|\b(?:es[ea]|dich[oa]|that|this) (?:monto|plazo|cantidad|limite|tope|fecha|amount|limit|date|sum|period)\b/;

const known = new WeakMap<Version, Facts[]>();

function factsIn(version: Version): Facts[] {
  const cached = known.get(version);
  if (cached) return cached;
  const { sentences, pieces } = version;
  const facts = sentences.map(({ text, piece }, index) => {
    const folded = foldText(text);
    return {
      words: wordsOf(text) + (pieces[piece]?.isItem ? MARK_WORDS : 0),
      kinds: new Set(FACT_KINDS.filter(({ given }) => given.test(folded))),
      isLead: text.endsWith(':'),
      leans: sentences[index - 1]?.piece === piece && LEANS.test(folded),
    };
  });
  known.set(version, facts);
  return facts;
}

const wordsOf = (text: string): number => text.split(/\s+/).length;

interface Valued {
  index: number;
  value: number;
  /** It fits the question best, and holds what is asked for. */
  isClear: boolean;
}

/** The sentences that may be told, best first. */
function valued(asked: string, sentences: readonly Sentence[], facts: Facts[], fits: number[]): Valued[] {
  const kinds = FACT_KINDS.filter((kind) => kind.asked.test(asked));
  const best = Math.max(...fits, 1);
  const ofPiece: number[] = [];
  for (const [index, { piece }] of sentences.entries()) {
    ofPiece[piece] = Math.max(ofPiece[piece] ?? 0, fits[index] as number);
  }
  const candidates = sentences.map(({ piece }, index) => {
    const fit = (fits[index] as number) / best;
    const neighbour = (ofPiece[piece] as number) / best;
    const held = kinds.filter((kind) => facts[index]?.kinds.has(kind)).length / Math.max(1, kinds.length);
    const value = fit + NEIGHBOUR_SHARE * neighbour + FACT_BONUS * held * (1 + neighbour);
    const share = ((facts[index]?.words ?? USUAL_WORDS) / USUAL_WORDS) ** -LENGTH_POWER;
    return { index, value: facts[index]?.isLead ? 0 : value * share, isClear: held === 1 && fit >= CLEAR_FIT };
  });
  return candidates.sort((a, b) => b.value - a.value);
}

/** The places of the sentences that the answer is made of. */
function choose(candidates: Valued[], facts: Facts[], budget: number, share: number): Set<number> {
  const chosen = new Set<number>();
  const least = share * (candidates[0]?.value ?? 0);
  let used = 0;
  for (const { index, value } of candidates) {
    if (chosen.has(index)) continue;
    const group = facts[index]?.leans && !chosen.has(index - 1) ? [index - 1, index] : [index];
    const length = group.reduce((sum, place) => sum + (facts[place]?.words ?? 0), 0);
    const isFirst = chosen.size === 0;
    if (!isFirst && (value < least || used + length > budget)) continue;
    for (const place of isFirst && length > MOST_WORDS ? [index] : group) chosen.add(place);
    used += length;
  }
  return chosen;
}

/** Adds the whole numbered list that the best sentence is a step of, if it is not too long to be read in a chat. */
function addSteps(chosen: Set<number>, best: number, { sentences, pieces }: Version, facts: Facts[]): void {
  const list = pieces[sentences[best]?.piece ?? 0]?.steps;
  if (list === undefined) return;
  const steps = [...sentences.keys()].filter((index) => pieces[sentences[index]?.piece ?? 0]?.steps === list);
  const length = steps.reduce((sum, index) => sum + (facts[index]?.words ?? 0), 0);
  if (length > MOST_WORDS) return;
  chosen.clear();
  for (const index of steps) chosen.add(index);
}
