import { remembering } from '../lib/remembering.ts';
import { trigrams } from '../lib/text.ts';

/** Two words that share fewer trigrams than this (Dice, 0 to 1) are two words, not a mistyped one, but for slips. */
const SIMILARITY = 0.55;
const SHARED_TRIGRAMS = 2;
/** Slips of the finger that a word may hold: one, and in a long word two. Each changes at most so many trigrams. */
const LONG_WORD = 9;
const TRIGRAMS_OF_SLIP = 4;
const SHORTEST_KNOWN = 4;
const SHORTEST_MISTYPED = 5;
const LENGTH_DIFFERENCE = 2;
const CACHE_LIMIT = 5_000;

/** The known words of one first letter, and by trigram the places of those that have it. */
interface Shelf {
  words: { word: string; trigrams: number }[];
  byTrigram: Map<string, number[]>;
}

/** Finds the known word that a mistyped one was meant to be. The first letter is taken as right. */
export class Spelling {
  readonly #listKnown: () => ReadonlySet<string>;
  #known: ReadonlySet<string> | null = null;
  readonly #shelves = new Map<string, Shelf>();

  /** `listKnown` is called once, when the first mistyped word comes. */
  constructor(listKnown: () => ReadonlySet<string>) {
    this.#listKnown = listKnown;
  }

  /** Null when nothing comes close. */
  readonly closest: (word: string) => string | null = remembering((word) => this.#find(word), CACHE_LIMIT);

  #find(word: string): string | null {
    if (word.length < SHORTEST_MISTYPED || !/^[a-z]\D*$/.test(word)) return null;
    const { words, byTrigram } = this.#shelf(word.charAt(0));
    const own = trigrams(word);
    const shared = new Uint8Array(words.length);
    for (const trigram of own) {
      for (const place of byTrigram.get(trigram) ?? []) shared[place] = (shared[place] as number) + 1;
    }
    const slipsAllowed = word.length < LONG_WORD ? 1 : 2;
    const sharedAfterSlips = own.size - TRIGRAMS_OF_SLIP * slipsAllowed;
    let best: string | null = null;
    let similarity = SIMILARITY;
    for (const [place, candidate] of words.entries()) {
      const count = shared[place] as number;
      if (count < SHARED_TRIGRAMS || Math.abs(candidate.word.length - word.length) > LENGTH_DIFFERENCE) continue;
      const slips = count < sharedAfterSlips ? Infinity : slipsBetween(word, candidate.word);
      const likeness = slips <= slipsAllowed ? 1 - slips / word.length : (2 * count) / (own.size + candidate.trigrams);
      if (likeness > similarity) [best, similarity] = [candidate.word, likeness];
    }
    return best;
  }

  /** Filled at its first use: most first letters are never mistyped about. */
  #shelf(letter: string): Shelf {
    const filled = this.#shelves.get(letter);
    if (filled) return filled;
    const shelf: Shelf = { words: [], byTrigram: new Map() };
    this.#shelves.set(letter, shelf);
    this.#known ??= this.#listKnown();
    for (const word of this.#known) {
      if (word.length < SHORTEST_KNOWN || !word.startsWith(letter) || !/^[a-z]+$/.test(word)) continue;
      const grams = trigrams(word);
      for (const gram of grams) {
        const places = shelf.byTrigram.get(gram);
        if (places) places.push(shelf.words.length);
        else shelf.byTrigram.set(gram, [shelf.words.length]);
      }
      shelf.words.push({ word, trigrams: grams.size });
    }
    return shelf;
  }
}

/**
 * How many letters were left out, added, changed or swapped with the next one between two words.
 * Source: F. J. Damerau, "A technique for computer detection and correction of spelling errors", CACM 7 (1964); each
 * place is touched once.
 */
function slipsBetween(one: string, other: string): number {
  let before: number[] = [];
  let above = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let at = 1; at <= other.length; at += 1) {
      const isSame = one[row - 1] === other[at - 1];
      const least = Math.min(
        (above[at] as number) + 1,
        (current[at - 1] as number) + 1,
        (above[at - 1] as number) + (isSame ? 0 : 1),
      );
      const isSwapped = row > 1 && at > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1];
      current.push(isSwapped ? Math.min(least, (before[at - 2] as number) + 1) : least);
    }
    [before, above] = [above, current];
  }
  return above[other.length] as number;
}
