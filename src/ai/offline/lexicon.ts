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
  first: Pattern;
  /** Every part must be found; each is a run of neighbouring words. */
  parts: Pattern[][];
}

/** A word, or the beginning of one. */
interface Pattern {
  text: string;
  isPrefix: boolean;
}

/** What a word can begin. */
interface Beginning {
  /** The notions that it names by itself. */
  alone: string[];
  /** The wordings that go on with the words behind it, by the first letter of the next one. */
  runs: Map<string, Wording[]>;
  /** The wordings that go on anywhere. */
  broken: Wording[];
}

const CACHE_LIMIT = 10_000;
/** The fewest letters that a wording with a star begins with. */
const LETTERS_INDEXED = 3;
const NONE: readonly Wording[] = [];
const NOTHING: Beginning = { alone: [], runs: new Map(), broken: [] };

/** Finds the notions that a text names, from tables in the shape of `VOCABULARY`. */
export class Lexicon {
  readonly #byWord = new Map<string, Wording[]>();
  readonly #byLetters = new Map<string, Wording[]>();
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

  /** The notions of a question, also those whose parts stand apart. */
  find(words: readonly string[]): Notion[] {
    const found: Notion[] = [];
    for (let at = 0; at < words.length; at += 1) {
      const { alone, runs, broken } = this.#beginning(words[at] as string);
      for (const name of alone) found.push({ name, at: [at] });
      for (const wording of runsWith(runs, words[at + 1])) addIfThere(wording, words, at, found);
      for (const wording of broken) addIfThere(wording, words, at, found);
    }
    return found;
  }

  /** The names of the notions in an article, where parts that stand apart would seldom belong together. */
  namesIn(words: readonly string[]): string[] {
    const names: string[] = [];
    for (let at = 0; at < words.length; at += 1) {
      const { alone, runs } = this.#beginning(words[at] as string);
      for (const name of alone) names.push(name);
      for (const { notion, parts } of runsWith(runs, words[at + 1])) {
        if (startsAt(parts[0] as Pattern[], words, at)) names.push(notion);
      }
    }
    return names;
  }

  readonly #beginning: (word: string) => Beginning = remembering((word) => {
    const whole = this.#byWord.get(word) ?? NONE;
    const begun = this.#byLetters
      .get(word.slice(0, LETTERS_INDEXED))
      ?.filter(({ first }) => word.startsWith(first.text));
    return whole === NONE && !begun?.length ? NOTHING : sorted([...whole, ...(begun ?? NONE)]);
  }, CACHE_LIMIT);

  #add(notion: string, list: string): void {
    for (const text of list.split(',')) {
      const parts = text.split('&').map((part) => part.trim().split(/\s+/).map(patternOf));
      const first = parts[0]?.[0];
      if (!first?.text) continue;
      const index = first.isPrefix ? this.#byLetters : this.#byWord;
      const key = first.isPrefix ? first.text.slice(0, LETTERS_INDEXED) : first.text;
      const wordings = index.get(key) ?? [];
      index.set(key, wordings);
      wordings.push({ notion, first, parts });
      if (parts.length === 1 && parts[0]?.length === 1) this.#entries.add(first.text);
    }
  }
}

function patternOf(word: string): Pattern {
  const isPrefix = word.endsWith('*');
  return { text: isPrefix ? word.slice(0, -1) : word, isPrefix };
}

function sorted(wordings: Wording[]): Beginning {
  const beginning: Beginning = { alone: [], runs: new Map(), broken: [] };
  for (const wording of wordings) {
    const next = wording.parts[0]?.[1]?.text.charAt(0);
    if (wording.parts.length > 1) beginning.broken.push(wording);
    else if (next === undefined) beginning.alone.push(wording.notion);
    else beginning.runs.set(next, [...runsWith(beginning.runs, next), wording]);
  }
  return beginning;
}

const runsWith = (runs: Beginning['runs'], next: string | undefined): readonly Wording[] =>
  (next !== undefined && runs.size > 0 && runs.get(next.charAt(0))) || NONE;

function addIfThere({ notion, parts }: Wording, words: readonly string[], at: number, found: Notion[]): void {
  const positions: number[] = [];
  for (const part of parts) {
    const start = part === parts[0] ? (startsAt(part, words, at) ? at : -1) : placeOf(part, words);
    if (start < 0) return;
    for (let offset = 0; offset < part.length; offset += 1) positions.push(start + offset);
  }
  found.push({ name: notion, at: positions });
}

function placeOf(part: Pattern[], words: readonly string[]): number {
  for (let at = 0; at < words.length; at += 1) if (startsAt(part, words, at)) return at;
  return -1;
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
