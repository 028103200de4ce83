import { stemmer as stemEnglish } from '@orama/stemmers/english';
import { stemmer as stemSpanish } from '@orama/stemmers/spanish';
import type { Language } from '../lib/language.ts';
import { remembering } from '../lib/remembering.ts';
import { words } from '../lib/text.ts';
import { bankingLexicon } from './offline/lexicon.ts';
import { STOP_WORDS } from './offline/stop-words.ts';

/** One word of a question and every index term that would satisfy it. */
export interface QueryWord {
  word: string;
  terms: string[];
}

const CACHE_LIMIT = 10_000;
/** A question of more words is searched by its beginning. */
const WORDS_READ = 150;

/** Marks the terms that stand for a notion of the lexicon instead of a word. */
export const NOTION_PREFIX = '@';

const termOfNotion = remembering((name) => NOTION_PREFIX + name, CACHE_LIMIT);

/** The stem of a word; null for a word too common to be searched. */
const STEM: Record<Language, (word: string) => string | null> = {
  es: remembering((word) => stemOf(word, stemSpanish), CACHE_LIMIT),
  en: remembering((word) => stemOf(word, stemEnglish), CACHE_LIMIT),
};

function stemOf(word: string, stemmer: (word: string) => string): string | null {
  if (STOP_WORDS.has(word)) return null;
  return /^\d/.test(word) ? word : stemmer(word);
}

/** The index terms of an article's words: stems in its own language, and notions. */
export function documentTerms(all: readonly string[], language: Language): string[] {
  const terms: string[] = [];
  const stem = STEM[language];
  for (const word of all) {
    const term = stem(word);
    if (term !== null) terms.push(term);
  }
  for (const name of bankingLexicon.namesIn(all)) terms.push(termOfNotion(name));
  return terms;
}

/** The words of a question that carry meaning, in order, with their terms. Words that only form a notion count too. */
export const queryWords: (question: string) => readonly QueryWord[] = remembering((question) => {
  const all = words(question).slice(0, WORDS_READ);
  const entries: QueryWord[] = all.map((word) => ({ word, terms: [...stemsOf(word)] }));
  for (const { name, at } of bankingLexicon.find(all)) {
    const term = termOfNotion(name);
    for (const place of at) {
      const terms = entries[place]?.terms;
      if (terms && !terms.includes(term)) terms.push(term);
    }
  }
  return entries.filter(({ terms }) => terms.length > 0);
});

const stemsOf: (word: string) => readonly string[] = remembering((word) => {
  const spanish = STEM.es(word);
  const english = STEM.en(word);
  if (spanish === null || english === null) return [];
  return spanish === english ? [spanish] : [spanish, english];
}, CACHE_LIMIT);
