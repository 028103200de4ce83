import { remembering } from '../../lib/remembering.ts';
import { VOCABULARY } from './vocabulary.ts';
import { CHANNEL_VOCABULARY } from './vocabulary-channels.ts';
import { SERVICE_VOCABULARY } from './vocabulary-services.ts';

/** A notion found in a text and the positions of the words that named it. */
export interface Notion {
  name: string;
  at: number[];
}

interface Wording {
  notion: string;
  /** Every part must be found; each is a run of neighbouring words. */
  parts: Pattern[][];
}

/** A word, or the beginning of one. */
interface Pattern {
  text: string;
  isPrefix: boolean;
}

const CACHE_LIMIT = 10_000;
const NONE: readonly Wording[] = [];

/** Finds the notions that a text names, from tables in the shape of `VOCABULARY`. */
export class Lexicon {
  readonly #byWord = new Map<string, Wording[]>();
  readonly #byPrefix = new Map<string, Wording[]>();
  readonly #entries = new Set<string>();
  #longestPrefix = 0;

  constructor(...tables: string[]) {
    for (const line of tables.join('\n').split('\n')) {
      const colon = line.indexOf(':');
      if (colon > 0) this.#add(line.slice(0, colon).trim(), line.slice(colon + 1));
    }
  }

  /** The single words of the tables, the stars removed: what a mistyped word may have meant. */
  get entries(): ReadonlySet<string> {
    return this.#entries;
  }

  /** `allowsGaps` also tries the wordings whose parts may stand apart; they suit a question, not an article. */
  find(words: readonly string[], allowsGaps: boolean): Notion[] {
    const found: Notion[] = [];
    for (let at = 0; at < words.length; at += 1) {
      for (const { notion, parts } of this.#beginningWith(words[at] as string)) {
        if (parts.length > 1 && !allowsGaps) continue;
        const positions = positionsOf(parts, words, at);
        if (positions) found.push({ name: notion, at: positions });
      }
    }
    return found;
  }

  /** The wordings whose first word is this one or a beginning of it. */
  readonly #beginningWith: (word: string) => readonly Wording[] = remembering((word) => {
    const wordings = [...(this.#byWord.get(word) ?? NONE)];
    for (let end = 2; end <= Math.min(word.length, this.#longestPrefix); end += 1) {
      wordings.push(...(this.#byPrefix.get(word.slice(0, end)) ?? NONE));
    }
    return wordings.length > 0 ? wordings : NONE;
  }, CACHE_LIMIT);

  #add(notion: string, list: string): void {
    for (const text of list.split(',')) {
      const parts = text.split('&').map((part) => part.trim().split(/\s+/).map(patternOf));
      const first = parts[0]?.[0];
      if (!first?.text) continue;
      const index = first.isPrefix ? this.#byPrefix : this.#byWord;
      const wordings = index.get(first.text);
      if (wordings) wordings.push({ notion, parts });
      else index.set(first.text, [{ notion, parts }]);
      if (first.isPrefix) this.#longestPrefix = Math.max(this.#longestPrefix, first.text.length);
      if (parts.length === 1 && parts[0]?.length === 1) this.#entries.add(first.text);
    }
  }
}

function patternOf(word: string): Pattern {
  const isPrefix = word.endsWith('*');
  return { text: isPrefix ? word.slice(0, -1) : word, isPrefix };
}

function positionsOf([first, ...others]: Pattern[][], words: readonly string[], at: number): number[] | null {
  if (!first || !startsAt(first, words, at)) return null;
  const positions = first.map((_, offset) => at + offset);
  for (const part of others) {
    const start = words.findIndex((_, place) => startsAt(part, words, place));
    if (start < 0) return null;
    for (let offset = 0; offset < part.length; offset += 1) positions.push(start + offset);
  }
  return positions;
}

function startsAt(part: Pattern[], words: readonly string[], at: number): boolean {
  for (let offset = 0; offset < part.length; offset += 1) {
    const { text, isPrefix } = part[offset] as Pattern;
    const word = words[at + offset];
    if (word === undefined || !(isPrefix ? word.startsWith(text) : word === text)) return false;
  }
  return true;
}

export const bankingLexicon = new Lexicon(VOCABULARY, SERVICE_VOCABULARY, CHANNEL_VOCABULARY);
