import { knowledgeTexts } from '../../../views/knowledge/knowledge-texts.ts';
import { detectLanguage } from '../../ai/language-detection.ts';
import { isLanguage, LANGUAGES, type Language } from '../../lib/language.ts';
import { MAX_TAG_CHARS, MAX_TAGS } from '../../lib/tags.ts';
import { foldText } from '../../lib/text.ts';
import {
  type ArticleFields,
  CATEGORIES,
  type Category,
  MAX_CONTENT_CHARS,
  MAX_EXAMPLE_CHARS,
  MAX_EXAMPLES,
  MAX_SLUG_CHARS,
  MAX_TITLE_CHARS,
} from '../knowledge/model.ts';
import { RESERVED_SLUGS } from '../knowledge/writing.ts';
import { type Fault, type FaultCode, MAX_FAULTS, type ReadArticle } from './model.ts';

/** What holds for articles that say nothing about it. */
export interface Defaults {
  category: Category;
  /** Null: found out by the words. */
  language: Language | null;
}

export type Draft = ArticleFields & { slug: string | null; isCategoryGiven: boolean };

/** Of each category its key and its names, as people read them. */
const CATEGORY_WORDS: ReadonlyMap<string, Category> = new Map(
  CATEGORIES.flatMap((key) =>
    [key, key.replaceAll('_', ' '), ...LANGUAGES.map((language) => knowledgeTexts[language].categories[key])].map(
      (word) => [foldText(word), key] as const,
    ),
  ),
);

/** Names of the languages, in both. */
const LANGUAGE_WORDS: ReadonlyMap<string, Language> = new Map([
  ['espanol', 'es'],
  ['spanish', 'es'],
  ['castellano', 'es'],
  ['ingles', 'en'],
  ['english', 'en'],
]);
/** The beginning of a text tells its language. */
const LANGUAGE_CHARS = 2_000;
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** What was read as drafts, or everything that is wrong with it, up to a bound. */
export function toDrafts(articles: readonly ReadArticle[], defaults: Defaults): { drafts: Draft[]; faults: Fault[] } {
  const drafts = articles.map((article) => toDraft(article, defaults));
  const faults = articles.flatMap((article, at) => faultsOf(article, drafts[at] as Draft));
  return { drafts, faults: faults.slice(0, MAX_FAULTS) };
}

/** The places of articles that come twice: of the second and later ones, among all drafts of an import. */
export function twicesOf(drafts: readonly Draft[]): number[] {
  const seen = new Set<string>();
  return drafts.flatMap(({ slug, title, language }, at) => {
    const keys = [`${language} title ${foldText(title)}`, ...(slug ? [`${language} slug ${slug}`] : [])];
    const isTwice = keys.some((key) => seen.has(key));
    for (const key of keys) seen.add(key);
    return isTwice ? [at] : [];
  });
}

function toDraft(article: ReadArticle, defaults: Defaults): Draft {
  const words = [article.title, ...article.examples, article.content].join('\n').slice(0, LANGUAGE_CHARS);
  const category = article.category?.trim() ?? defaults.category;
  return {
    slug: article.slug?.trim().toLowerCase() || null,
    title: article.title.replace(/\s+/g, ' ').trim(),
    content: article.content,
    language: languageOf(article.language) ?? defaults.language ?? detectLanguage(words, 'es'),
    // What is no category is a fault, and the draft is not used.
    category: CATEGORY_WORDS.get(foldText(category)) ?? (category as Category),
    isCategoryGiven: article.category !== null,
    tags: article.tags.map((tag) => tag.trim().toLowerCase()),
    examples: article.examples,
    effectiveFrom: null,
    expiresAt: null,
  };
}

/** `es`, `ES-mx` or `Español`; null for nothing and for what is none of ours. */
function languageOf(text: string | null): Language | null {
  const word = foldText(text ?? '').trim();
  const short = word.split(/[-_]/, 1)[0];
  return isLanguage(short) ? short : (LANGUAGE_WORDS.get(word) ?? null);
}

function faultsOf(article: ReadArticle, draft: Draft): Fault[] {
  const where = {
    ...(article.line !== null && { line: article.line }),
    ...(draft.title && { part: shortened(draft.title) }),
  };
  const rules: [boolean, FaultCode, Pick<Fault, 'max' | 'value'>?][] = [
    [draft.title === '', 'no_title'],
    [draft.title.length > MAX_TITLE_CHARS, 'long_title', { max: MAX_TITLE_CHARS }],
    [draft.content === '', 'no_content'],
    [draft.content.length > MAX_CONTENT_CHARS, 'long_content', { max: MAX_CONTENT_CHARS }],
    [!(CATEGORIES as readonly string[]).includes(draft.category), 'category', { value: shortened(article.category) }],
    [
      Boolean(article.language?.trim()) && languageOf(article.language) === null,
      'language',
      { value: shortened(article.language) },
    ],
    [
      draft.slug !== null &&
        (!SLUG.test(draft.slug) || draft.slug.length > MAX_SLUG_CHARS || RESERVED_SLUGS.includes(draft.slug)),
      'slug',
      { value: shortened(draft.slug) },
    ],
    [new Set(draft.tags).size > MAX_TAGS, 'too_many_tags', { max: MAX_TAGS }],
    [draft.tags.some(({ length }) => length > MAX_TAG_CHARS), 'long_tag', { max: MAX_TAG_CHARS }],
    [draft.examples.length > MAX_EXAMPLES, 'too_many_examples', { max: MAX_EXAMPLES }],
    [draft.examples.some(({ length }) => length > MAX_EXAMPLE_CHARS), 'long_example', { max: MAX_EXAMPLE_CHARS }],
  ];
  return rules.filter(([is]) => is).map(([, code, more]) => ({ code, ...where, ...more }));
}

const SHOWN_CHARS = 60;
const shortened = (text: string | null): string =>
  text === null || text.length <= SHOWN_CHARS ? (text ?? '') : `${text.slice(0, SHOWN_CHARS)}…`;
