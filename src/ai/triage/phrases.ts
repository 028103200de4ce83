/** A place in a text where a phrase was found. */
export interface PhraseMatch {
  index: number;
  text: string;
}

interface Alternative {
  /** Sticky: tried only where its first word stands. */
  here: RegExp;
}

interface Head {
  word: string;
  isPrefix: boolean;
}

const LONGEST_PREFIX = 14;
/** One message and the one before it are compared with every set of phrases. */
const TEXTS_REMEMBERED = 4;

// The beginnings of all phrases of all sets, so that a text is cut into its possible starts once and not once a set.
const knownWords = new Set<string>();
const knownPrefixes = new Set<string>();
const remembered = new Map<string, Start[]>();

/** A place where the first word of some phrase stands. */
interface Start extends Head {
  at: number;
}

function startsIn(text: string): Start[] {
  const known = remembered.get(text);
  if (known) return known;
  const starts: Start[] = [];
  for (let at = text.indexOf(' '); at >= 0 && at < text.length - 1; at = text.indexOf(' ', at + 1)) {
    const end = text.indexOf(' ', at + 1);
    const word = text.slice(at + 1, end < 0 ? undefined : end);
    if (knownWords.has(word)) starts.push({ at, word, isPrefix: false });
    for (let length = 2; length <= Math.min(word.length, LONGEST_PREFIX); length += 1) {
      const prefix = word.slice(0, length);
      if (knownPrefixes.has(prefix)) starts.push({ at, word: prefix, isPrefix: true });
    }
  }
  if (remembered.size >= TEXTS_REMEMBERED) remembered.delete(remembered.keys().next().value as string);
  remembered.set(text, starts);
  return starts;
}

/**
 * Many patterns of whole words, indexed by the word that each begins with, so that a text is compared with the few that
 * can match instead of with all. Texts have the shape of `sentences`.
 */
export class Phrases {
  readonly #byWord = new Map<string, Alternative[]>();
  readonly #byPrefix = new Map<string, Alternative[]>();
  /** Those that do not begin with a word known beforehand. */
  readonly #anywhere: RegExp[] = [];

  constructor(alternatives: string[]) {
    // What was remembered was cut without the words of this set.
    remembered.clear();
    for (const alternative of alternatives) {
      const source = alternative.replaceAll(' ~ ', '(?: [^ |]+){0,6}? ');
      const heads = headsOf(source);
      if (heads) this.#add(heads, { here: new RegExp(` (?:${source})(?= )`, 'y') });
      else this.#anywhere.push(new RegExp(` (?:${source})(?= )`, 'g'));
    }
  }

  test(text: string): boolean {
    return !this.matches(text).next().done;
  }

  *matches(text: string): Generator<PhraseMatch> {
    for (const { at, word, isPrefix } of startsIn(text)) {
      const alternatives = (isPrefix ? this.#byPrefix : this.#byWord).get(word);
      if (alternatives) yield* this.#matchesAt(alternatives, text, at);
    }
    for (const pattern of this.#anywhere) {
      for (const match of text.matchAll(pattern)) yield { index: match.index, text: match[0] };
    }
  }

  *#matchesAt(alternatives: Alternative[], text: string, at: number): Generator<PhraseMatch> {
    for (const { here } of alternatives) {
      here.lastIndex = at;
      const match = here.exec(text);
      if (match) yield { index: at, text: match[0] };
    }
  }

  #add(heads: Head[], alternative: Alternative): void {
    for (const { word, isPrefix } of heads) {
      const index = isPrefix ? this.#byPrefix : this.#byWord;
      (isPrefix ? knownPrefixes : knownWords).add(word);
      const known = index.get(word);
      if (!known) index.set(word, [alternative]);
      else if (!known.includes(alternative)) known.push(alternative);
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
