import type { Band, Category, Difference, LanguageFilter, State } from '../../src/features/knowledge/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { en } from './knowledge-texts-en.ts';
import { es } from './knowledge-texts-es.ts';

type Confirmation = { title: string; text: string; action: string };

export type KnowledgeTab = 'articles' | 'gaps' | 'try' | 'import';
export type TopicDone =
  | 'saved'
  | 'begun'
  | 'submitted'
  | 'published'
  | 'returned'
  | 'withdrawn'
  | 'removed'
  | 'restored'
  | 'rolled_back';
export type TopicFault =
  | 'title'
  | 'no_title'
  | 'content'
  | 'no_content'
  | 'examples'
  | 'tags'
  | 'category'
  | 'date'
  | 'expiry'
  | 'past';

export interface KnowledgeTexts {
  title: string;
  lead: string;
  tabs: Record<KnowledgeTab, string>;
  tabsLabel: string;
  add: string;
  addTitle: string;
  languages: Record<Language, string>;
  categories: Record<Category, string>;
  states: Record<State, string>;
  stateHints: Record<State, string>;
  missing: string;
  older: string;
  olderHint: (other: string) => string;
  liveIs: (version: string) => string;
  version: (version: string) => string;
  list: {
    search: string;
    category: string;
    language: string;
    state: string;
    tag: string;
    article: string;
    changed: string;
    by: string;
    inReview: (count: string) => string;
    languageFilters: Record<LanguageFilter, string>;
    empty: { title: string; text: string };
    none: { title: string; text: string };
  };
  topic: {
    shared: string;
    category: string;
    tags: string;
    tagsHint: string;
    effectiveFrom: string;
    effectiveHint: string;
    expiresAt: string;
    expiresHint: string;
    name: string;
    content: string;
    contentHint: string;
    examples: string;
    examplesHint: string;
    preview: string;
    previewEmpty: string;
    isStillRight: string;
    isStillRightHint: (other: string) => string;
    save: string;
    saveNew: string;
    submit: string;
    publish: string;
    returnIt: string;
    withdraw: string;
    remove: string;
    restore: string;
    versions: (language: string) => string;
    tryIt: string;
    more: string;
    changedBy: (name: string) => string;
    changedBySystem: string;
    absent: (language: string) => string;
    reason: string;
    returnedBy: (name: string) => string;
    confirm: Record<'withdraw' | 'remove' | 'publish', Confirmation>;
  };
  review: {
    title: string;
    lead: string;
    own: string;
    ownPart: (language: string) => string;
    firstVersion: string;
    againstLive: (version: string) => string;
  };
  news: {
    version: (name: string, version: string, language: string) => string;
    state: (language: string, state: string) => string;
    see: string;
  };
  stale: { title: string; text: string; overwrite: string; see: string; discard: string };
  done: Record<TopicDone, string>;
  faults: Record<TopicFault, string>;
  refusals: Record<
    'stale' | 'taken' | 'own' | 'not_draft' | 'not_in_review' | 'not_published' | 'same' | 'removed',
    string
  >;
  history: {
    title: (title: string) => string;
    newest: string;
    live: string;
    by: string;
    when: string;
    what: string;
    version: string;
    written: string;
    restoredFrom: (version: string) => string;
    submitted: (name: string) => string;
    returned: (name: string) => string;
    published: (name: string) => string;
    withdrawn: (name: string) => string;
    byNobody: string;
    compare: (before: string, after: string) => string;
    against: string;
    first: string;
    same: string;
    skipped: (count: string) => string;
    rollBack: string;
    rollBackConfirm: (version: string) => Confirmation;
    fields: Record<Difference['field'], string>;
    older: string;
    added: string;
    removed: string;
  };
  trial: {
    lead: string;
    question: string;
    language: string;
    scope: string;
    published: string;
    drafts: string;
    topic: (title: string) => string;
    ask: string;
    scopeHint: string;
    answer: string;
    outcomes: Record<'answer' | 'action' | 'verify' | 'handoff' | 'refuse' | 'unsure', string>;
    bands: Record<Band, string>;
    confidence: (share: string) => string;
    by: (provider: string) => string;
    took: (ms: string) => string;
    cites: string;
    passages: string;
    noPassages: string;
    score: string;
    nothingStored: string;
    faults: { question: string; unavailable: string };
  };
  gaps: {
    lead: string;
    open: string;
    dismissedTab: string;
    order: { label: string; count: string; recent: string };
    asked: (count: string) => string;
    lastSeen: string;
    wordings: string;
    conversation: string;
    write: string;
    goOn: string;
    dismiss: string;
    restore: string;
    dismissed: string;
    restored: string;
    empty: { title: string; text: string };
    emptyDismissed: { title: string; text: string };
  };
}

export const knowledgeTexts: Record<Language, KnowledgeTexts> = { es, en };
