import { remembering } from '../../lib/remembering.ts';

/** A place in a text where a phrase was found. */
export interface PhraseMatch {
  index: number;
  text: string;
}

interface Head {
  word: string;
  isPrefix: boolean;
}

/** Patterns of one set, sticky: tried only where a word stands that they can begin with. */
interface Entry {
  phrases: Phrases;
  patterns: RegExp[];
}

const LONGEST_PREFIX = 14;
const CACHE_LIMIT = 10_000;

// The beginnings of all phrases of all sets, so that a text is looked through once and not once a set.
const byWord = new Map<string, Entry[]>();
const byPrefix = new Map<string, Entry[]>();

/** A place in a text, and the patterns of one set that may match there. */
interface Start {
  at: number;
  patterns: RegExp[];
}

const NOWHERE: readonly Start[] = [];

let entriesOf = remembering(findEntries, CACHE_LIMIT);
let startsIn = remembering(findStarts);

function findEntries(word: string): readonly Entry[] {
  const found = [byWord.get(word)];
  for (let length = 2; length <= Math.min(word.length, LONGEST_PREFIX); length += 1) {
    found.push(byPrefix.get(word.slice(0, length)));
  }
  return found.flatMap((entries) => entries ?? []);
}

function findStarts(text: string): Map<Phrases, Start[]> {
  const starts = new Map<Phrases, Start[]>();
  for (let at = text.indexOf(' '); at >= 0 && at < text.length - 1; at = text.indexOf(' ', at + 1)) {
    const end = text.indexOf(' ', at + 1);
    for (const { phrases, patterns } of entriesOf(text.slice(at + 1, end < 0 ? undefined : end))) {
      const own = starts.get(phrases);
      if (own) own.push({ at, patterns });
      else starts.set(phrases, [{ at, patterns }]);
    }
  }
  return starts;
}

/**
 * Many patterns of whole words, indexed by the word that each begins with, so that a text is compared with the few that
 * can match instead of with all. Texts have the shape of `sentences`.
 */
export class Phrases {
  /** Those that do not begin with a word known beforehand. */
  readonly #anywhere: RegExp[] = [];

  constructor(alternatives: string[]) {
    // What was remembered was found without the patterns of this set.
    entriesOf = remembering(findEntries, CACHE_LIMIT);
    startsIn = remembering(findStarts);
    for (const alternative of alternatives) {
      const source = alternative.replaceAll(' ~ ', '(?: [^ |]+){0,6}? ');
      const heads = headsOf(source);
      if (heads) this.#add(heads, new RegExp(` (?:${source})(?= )`, 'y'));
      else this.#anywhere.push(new RegExp(` (?:${source})(?= )`, 'g'));
    }
  }

  test(text: string): boolean {
    for (const { at, patterns } of startsIn(text).get(this) ?? NOWHERE) {
      for (const pattern of patterns) {
        pattern.lastIndex = at;
        if (pattern.test(text)) return true;
      }
    }
    return this.#anywhere.some((pattern) => text.search(pattern) >= 0);
  }

  matches(text: string): PhraseMatch[] {
    const found: PhraseMatch[] = [];
    for (const { at, patterns } of startsIn(text).get(this) ?? NOWHERE) {
      for (const pattern of patterns) {
        pattern.lastIndex = at;
        const match = pattern.exec(text);
        if (match) found.push({ index: at, text: match[0] });
      }
    }
    for (const pattern of this.#anywhere) {
      for (const match of text.matchAll(pattern)) found.push({ index: match.index, text: match[0] });
    }
    return found;
  }

  #add(heads: Head[], pattern: RegExp): void {
    for (const { word, isPrefix } of heads) {
      const index = isPrefix ? byPrefix : byWord;
      const entries = index.get(word) ?? [];
      index.set(word, entries);
      const own = entries.find(({ phrases }) => phrases === this);
      if (!own) entries.push({ phrases: this, patterns: [pattern] });
      else if (!own.patterns.includes(pattern)) own.patterns.push(pattern);
    }
  }
}

/** The words, or beginnings of words, that a match of the pattern can begin with; null when the pattern does not say. */
function headsOf(source: string): Head[] | null {
  if (!source.startsWith('(?:')) return literalHead(source);
  const end = closingOf(source);
  const rest = source.slice(end + 1);
  const isOptional = /^(?:\?|\*|\{0)/.test(rest);
  const after = rest.replace(/^(?:[?*+]|\{[\d,]+\})\??/, '');
  const heads: Head[] = [];
  const starts = topLevelAlternatives(source.slice(3, end)).map((inner) => inner + after);
  for (const start of isOptional ? [...starts, after] : starts) {
    const own = headsOf(start.replace(/^ /, ''));
    if (!own) return null;
    heads.push(...own);
  }
  return heads;
}

function literalHead(source: string): Head[] | null {
  const literal = /^[a-z0-9]+/.exec(source)?.[0] ?? '';
  const next = source[literal.length];
  // What a quantifier follows may be missing.
  const certain = next !== undefined && '?*{'.includes(next) ? literal.slice(0, -1) : literal;
  const isWhole = next === undefined || next === ' ' || source.startsWith('(?: ', literal.length);
  if (certain.length < (isWhole ? 1 : 2) || certain.length > LONGEST_PREFIX)
    return isWhole && certain ? [{ word: certain, isPrefix: false }] : null;
  return [{ word: certain, isPrefix: !isWhole }];
}

function closingOf(source: string): number {
  let depth = 0;
  for (let at = 0; at < source.length; at += 1) {
    if (source[at] === '(') depth += 1;
    else if (source[at] === ')') depth -= 1;
    if (depth === 0 && at > 0) return at;
  }
  throw new Error(`Unbalanced pattern: ${source}`);
}

function topLevelAlternatives(inner: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at <= inner.length; at += 1) {
    if (inner[at] === '(') depth += 1;
    else if (inner[at] === ')') depth -= 1;
    else if (at === inner.length || (inner[at] === '|' && depth === 0)) {
      parts.push(inner.slice(from, at));
      from = at + 1;
    }
  }
  return parts;
}
