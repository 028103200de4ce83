import { NOTION_PREFIX, queryWords } from '../../ai/search-terms.ts';

/** From this likeness on, two questions are about the same thing. Units: cosine, 0 to 1. */
const ALIKE_FROM = 0.5;
/** A group is known by so many terms, the most frequent ones. */
const TERMS_KEPT = 40;
/** The Spanish stemmer leaves the plural of foreign words alone. Units: letters. */
const LONG_STEM = 4;
/** A question of more words is read by its beginning. */
const TERMS_READ = 30;

export interface Group {
  id: number;
  /** How often each term stands in its questions. */
  terms: Record<string, number>;
}

/** What a question is about: of each word the notions that both languages share, or else its stem. */
export function termsOf(question: string): string[] {
  const terms = queryWords(question).flatMap(({ terms: [stem = '', ...others] }) => {
    const notions = [stem, ...others].filter((term) => term.startsWith(NOTION_PREFIX));
    return notions.length > 0 ? notions : [stem.length > LONG_STEM ? stem.replace(/s$/, '') : stem];
  });
  return [...new Set(terms)].slice(0, TERMS_READ);
}

/**
 * Groups of questions that are alike, by the terms that they share: the rarer a shared one is in the knowledge base, the
 * more it says. A question joins the group that it is most like.
 */
export class Groups {
  readonly #groups = new Map<number, Group>();
  /** The groups that have a term. */
  readonly #having = new Map<string, Set<number>>();

  readonly #rarityOf: (term: string) => number;

  constructor(groups: readonly Group[], rarityOf: (term: string) => number) {
    this.#rarityOf = rarityOf;
    for (const group of groups) {
      this.#groups.set(group.id, group);
      for (const term of Object.keys(group.terms)) this.#note(term, group.id);
    }
  }

  /** The group that the question belongs to; null: it is like none of them. */
  closest(terms: readonly string[]): Group | null {
    const near = new Set(terms.flatMap((term) => [...(this.#having.get(term) ?? [])]));
    let best: { group: Group; likeness: number } | null = null;
    for (const id of near) {
      const group = this.#groups.get(id) as Group;
      const likeness = this.#likeness(terms, group);
      if (likeness >= ALIKE_FROM && likeness > (best?.likeness ?? 0)) best = { group, likeness };
    }
    return best?.group ?? null;
  }

  /** Puts a question into a group, which may be a new one. */
  join(group: Group, terms: readonly string[]): void {
    const counted = new Map(Object.entries(group.terms));
    for (const term of terms) counted.set(term, (counted.get(term) ?? 0) + 1);
    const kept = [...counted].sort(([, a], [, b]) => b - a).slice(0, TERMS_KEPT);
    group.terms = Object.fromEntries(kept);
    this.#groups.set(group.id, group);
    for (const term of terms) this.#note(term, group.id);
  }

  #note(term: string, id: number): void {
    const having = this.#having.get(term);
    if (having) having.add(id);
    else this.#having.set(term, new Set([id]));
  }

  /** The cosine between the question and the group, each term weighed by how rare it is. */
  #likeness(terms: readonly string[], group: Group): number {
    let shared = 0;
    let own = 0;
    let theirs = 0;
    for (const term of terms) {
      const weight = this.#rarityOf(term);
      own += weight * weight;
      // "Constructor" is a word, too.
      shared += weight * weight * (Object.hasOwn(group.terms, term) ? (group.terms[term] ?? 0) : 0);
    }
    for (const [term, count] of Object.entries(group.terms)) theirs += (this.#rarityOf(term) * count) ** 2;
    return shared / Math.sqrt(own * theirs || 1);
  }
}
