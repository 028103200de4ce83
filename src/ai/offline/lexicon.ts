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
  parts: string[][];
}

/** Finds the notions that a text names, from tables in the shape of `VOCABULARY`. */
export class Lexicon {
  readonly #byWord = new Map<string, Wording[]>();
  readonly #byPrefix = new Map<string, Wording[]>();
  readonly #entries = new Set<string>();

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
      const word = words[at] as string;
      this.#try(this.#byWord.get(word), words, at, allowsGaps, found);
      for (let end = 2; end <= word.length; end += 1) {
        this.#try(this.#byPrefix.get(word.slice(0, end)), words, at, allowsGaps, found);
      }
    }
    return found;
  }

  #try(wordings: Wording[] | undefined, words: readonly string[], at: number, allowsGaps: boolean, found: Notion[]) {
    for (const wording of wordings ?? []) {
      if (wording.parts.length > 1 && !allowsGaps) continue;
      const positions = positionsOf(wording.parts, words, at);
      if (positions) found.push({ name: wording.notion, at: positions });
    }
  }

  #add(notion: string, list: string): void {
    for (const text of list.split(',')) {
      const parts = text.split('&').map((part) => part.trim().split(/\s+/));
      const first = parts[0]?.[0];
      if (!first) continue;
      const index = first.endsWith('*') ? this.#byPrefix : this.#byWord;
      const key = first.replace('*', '');
      const wordings = index.get(key) ?? [];
      wordings.push({ notion, parts });
      index.set(key, wordings);
      if (parts.length === 1 && parts[0]?.length === 1) this.#entries.add(key);
    }
  }
}

function positionsOf(parts: string[][], words: readonly string[], at: number): number[] | null {
  const positions: number[] = [];
  for (const [index, part] of parts.entries()) {
    const start =
      index === 0 ? (startsAt(part, words, at) ? at : -1) : words.findIndex((_, i) => startsAt(part, words, i));
    if (start < 0) return null;
    for (let offset = 0; offset < part.length; offset += 1) positions.push(start + offset);
  }
  return positions;
}

function startsAt(part: string[], words: readonly string[], at: number): boolean {
  return part.every((pattern, offset) => {
    const word = words[at + offset];
    if (word === undefined) return false;
    return pattern.endsWith('*') ? word.startsWith(pattern.slice(0, -1)) : word === pattern;
  });
}

export const bankingLexicon = new Lexicon(VOCABULARY, SERVICE_VOCABULARY, CHANNEL_VOCABULARY);
