import { trigramSimilarity, trigrams } from '../lib/text.ts';

/** Two words that share fewer trigrams than this are two words, not a mistyped one. */
const SIMILARITY = 0.55;
const SHARED_TRIGRAMS = 3;
const SHORTEST_KNOWN = 4;
const SHORTEST_MISTYPED = 5;
const LENGTH_DIFFERENCE = 2;
const CACHE_LIMIT = 5_000;

/** Finds the known word that a mistyped one was meant to be. */
export class Spelling {
  readonly #byTrigram = new Map<string, string[]>();
  readonly #cache = new Map<string, string | null>();

  constructor(known: Iterable<string>) {
    for (const word of new Set(known)) {
      if (word.length < SHORTEST_KNOWN || !/^[a-z]+$/.test(word)) continue;
      for (const trigram of trigrams(word)) {
        const words = this.#byTrigram.get(trigram);
        if (words) words.push(word);
        else this.#byTrigram.set(trigram, [word]);
      }
    }
  }

  /** Null when nothing comes close. The first letter is taken as right. */
  closest(word: string): string | null {
    if (word.length < SHORTEST_MISTYPED || /\d/.test(word)) return null;
    const cached = this.#cache.get(word);
    if (cached !== undefined) return cached;
    if (this.#cache.size >= CACHE_LIMIT) this.#cache.clear();
    const found = this.#find(word);
    this.#cache.set(word, found);
    return found;
  }

  #find(word: string): string | null {
    const shared = new Map<string, number>();
    for (const trigram of trigrams(word)) {
      for (const candidate of this.#byTrigram.get(trigram) ?? []) {
        shared.set(candidate, (shared.get(candidate) ?? 0) + 1);
      }
    }
    let best: string | null = null;
    let similarity = SIMILARITY;
    for (const [candidate, count] of shared) {
      if (count < SHARED_TRIGRAMS || candidate[0] !== word[0]) continue;
      if (Math.abs(candidate.length - word.length) > LENGTH_DIFFERENCE) continue;
      const own = trigramSimilarity(word, candidate);
      if (own > similarity) [best, similarity] = [candidate, own];
    }
    return best;
  }
}
