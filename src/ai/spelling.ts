import { remembering } from '../lib/remembering.ts';
import { trigrams } from '../lib/text.ts';

/** Two words that share fewer trigrams than this (Dice, 0 to 1) are two words, not a mistyped one. */
const SIMILARITY = 0.55;
const SHARED_TRIGRAMS = 3;
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
    let best: string | null = null;
    let similarity = SIMILARITY;
    for (const [place, candidate] of words.entries()) {
      const count = shared[place] as number;
      if (count < SHARED_TRIGRAMS || Math.abs(candidate.word.length - word.length) > LENGTH_DIFFERENCE) continue;
      const likeness = (2 * count) / (own.size + candidate.trigrams);
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
