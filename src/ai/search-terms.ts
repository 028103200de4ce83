import { stemmer as stemEnglish } from '@orama/stemmers/english';
import { stemmer as stemSpanish } from '@orama/stemmers/spanish';
import type { Language } from '../lib/language.ts';
import { words } from '../lib/text.ts';
import { bankingLexicon } from './offline/lexicon.ts';
import { STOP_WORDS } from './offline/stop-words.ts';

/** One word of a question and every index term that would satisfy it. */
export interface QueryWord {
  word: string;
  terms: string[];
}

const STEM = { es: stemSpanish, en: stemEnglish } as const;
const CACHE_LIMIT = 20_000;
/** A question of more words is searched by its beginning. */
const WORDS_READ = 150;
const stems = new Map<string, string>();

/** Marks the terms that stand for a notion of the lexicon instead of a word. */
export const NOTION_PREFIX = '@';

function stem(word: string, language: Language): string {
  const key = language + word;
  const known = stems.get(key);
  if (known !== undefined) return known;
  if (stems.size >= CACHE_LIMIT) stems.clear();
  const found = /^\d/.test(word) ? word : STEM[language](word);
  stems.set(key, found);
  return found;
}

/** The index terms of an article's text: stems in its own language, and notions. */
export function documentTerms(text: string, language: Language): string[] {
  const all = words(text);
  const terms = all.filter((word) => !STOP_WORDS.has(word)).map((word) => stem(word, language));
  for (const notion of bankingLexicon.find(all, false)) terms.push(NOTION_PREFIX + notion.name);
  return terms;
}

/** The words of a question that carry meaning, in order, with their terms. Words that only form a notion count too. */
export function queryWords(text: string): QueryWord[] {
  const all = words(text).slice(0, WORDS_READ);
  const terms = all.map((word) => (STOP_WORDS.has(word) ? [] : [...new Set([stem(word, 'es'), stem(word, 'en')])]));
  for (const notion of bankingLexicon.find(all, true)) {
    const term = NOTION_PREFIX + notion.name;
    for (const at of notion.at) if (!terms[at]?.includes(term)) terms[at]?.push(term);
  }
  return all.map((word, at) => ({ word, terms: terms[at] ?? [] })).filter((entry) => entry.terms.length > 0);
}
