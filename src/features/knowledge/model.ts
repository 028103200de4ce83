import {
  CATEGORIES,
  type Category,
  type Draft,
  type KnowledgeArticle,
  OUTCOMES,
  type Outcome,
} from '../../ai/answer.ts';
import type { Language } from '../../lib/language.ts';

export { CATEGORIES, type Category, OUTCOMES };

export const MAX_TITLE_CHARS = 200;
export const MAX_CONTENT_CHARS = 60_000;
export const MAX_EXAMPLES = 300;
export const MAX_EXAMPLE_CHARS = 500;
export const MAX_SLUG_CHARS = 80;
export const MAX_REASON_CHARS = 1_000;

export const STATUSES = ['DRAFT', 'IN_REVIEW', 'PUBLISHED'] as const;
/** How far the newest version is on its way to the assistant. */
export type Status = (typeof STATUSES)[number];

/**
 * What a text is to customers: `live`, the assistant answers from its newest version; `scheduled`, it will; `expired` and
 * `withdrawn`, it did; the others say what the newest version waits for.
 */
export const STATES = ['draft', 'review', 'live', 'scheduled', 'expired', 'withdrawn', 'removed'] as const;
export type State = (typeof STATES)[number];

export const LANGUAGE_FILTERS = ['es', 'en', 'missing_es', 'missing_en', 'older'] as const;
/** In a language, missing in one, or older in one than in the other. */
export type LanguageFilter = (typeof LANGUAGE_FILTERS)[number];

/** What is written about a topic in one language: its newest version. */
export interface Article extends KnowledgeArticle {
  /** False: it was removed. */
  isActive: boolean;
  status: Status;
  state: State;
  /** The assistant uses this version from then on; null: as soon as it is published. */
  effectiveFrom: Date | null;
  expiresAt: Date | null;
  editorId: number | null;
  editorName: string | null;
  /** The version that the assistant reads now; null where it reads none. */
  liveVersion: number | null;
  /** When title or text changed. */
  textAt: Date;
  createdAt: Date;
  updatedAt: Date;
}

/** What is written of an article. */
export interface ArticleFields {
  /** Shared by the languages of a topic; null: made from the title. */
  slug?: string | null;
  language: Language;
  title: string;
  /** Markdown. A draft may have none yet. */
  content: string;
  category: Category;
  tags: readonly string[];
  /** Questions that it answers, as customers put them. */
  examples: readonly string[];
  effectiveFrom: Date | null;
  expiresAt: Date | null;
}

/** What every version keeps. */
export type Words = Pick<
  Article,
  'title' | 'content' | 'category' | 'tags' | 'examples' | 'effectiveFrom' | 'expiresAt'
>;

export interface Version extends Words {
  version: number;
  editorId: number | null;
  editorName: string | null;
  /** The version whose words it brought back. */
  restoredFrom: number | null;
  createdAt: Date;
  submittedAt: Date | null;
  submittedByName: string | null;
  returnedAt: Date | null;
  returnedByName: string | null;
  returnReason: string | null;
  publishedAt: Date | null;
  publishedByName: string | null;
  withdrawnAt: Date | null;
  withdrawnByName: string | null;
}

/** A topic in the languages that it is written in. */
export interface Topic {
  slug: string;
  es: Article | null;
  en: Article | null;
}

/** Of a topic in two languages, the one whose text is older than what it translates. */
export function olderOf({ es, en }: Topic): Language | null {
  if (!es?.isActive || !en?.isActive || es.textAt.getTime() === en.textAt.getTime()) return null;
  return es.textAt < en.textAt ? 'es' : 'en';
}

/** Questions that are alike and that nothing answered. */
export interface Gap {
  id: number;
  /** The newest ones first, each wording once. */
  questions: GapQuestion[];
  spanish: number;
  english: number;
  firstSeen: Date;
  lastSeen: Date;
  /** The topic that somebody began to write about it. */
  slug: string | null;
  dismissedAt: Date | null;
}

export interface GapQuestion {
  text: string;
  language: Language;
  conversationId: string;
  askedAt: Date;
}

export interface GapCounts {
  groups: number;
  questions: number;
}

/** HTML that features/knowledge/markdown.ts has made and cleaned; nothing else may be called so. */
export type SafeHtml = string & { readonly isSafe: unique symbol };

export interface DiffLine {
  kind: 'same' | 'added' | 'removed' | 'changed' | 'skipped';
  /** Of skipped lines. */
  count?: number;
  parts: { text: string; kind: 'same' | 'added' | 'removed' }[];
}

export interface Difference {
  field: 'title' | 'content' | 'examples' | 'category' | 'tags' | 'effectiveFrom' | 'expiresAt';
  lines: DiffLine[];
}

/** Whether drafts are taken for published: none, those of a topic, all. */
export type TrialScope = { kind: 'published' } | { kind: 'topic'; slug: string } | { kind: 'drafts' };

/** How sure an answer is; null where none was given. */
export type Band = 'high' | 'medium' | 'low';

/** From this confidence on an answer counts as sure. The offline engine gives none below 0.45. */
const HIGH_FROM = 0.7;
const MEDIUM_FROM = 0.45;

export function bandOf({ outcome, confidence }: Pick<Draft, 'outcome' | 'confidence'>): Band | null {
  if (outcome !== 'answer' && outcome !== 'action') return null;
  if (confidence >= HIGH_FROM) return 'high';
  return confidence >= MEDIUM_FROM ? 'medium' : 'low';
}

/** What the assistant would answer, and what it found. */
export interface Trial {
  outcome: Outcome;
  text: string;
  /** 0 to 1. */
  confidence: number;
  band: Band | null;
  citations: { slug: string; title: string }[];
  /** Who answered. */
  provider: string;
  model: string | null;
  checks: string[];
  passages: { slug: string; language: Language; title: string; text: string; score: number; version: number | null }[];
  latencyMs: number;
}
