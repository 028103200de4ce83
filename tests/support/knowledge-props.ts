import type { Article, SafeHtml, State, Topic } from '../../src/features/knowledge/model.ts';

/** What the views of the knowledge base take; `html` is `text` as Markdown, cleaned as for a page. */
export function knowledgeProps(text: string, at: Date, html: SafeHtml): Record<string, unknown> {
  const article = (language: 'es' | 'en', state: State): Article => ({
    id: 1,
    slug: text,
    language,
    title: text,
    content: text,
    category: text,
    tags: [text],
    examples: [text],
    version: 3,
    isActive: true,
    status: 'IN_REVIEW',
    state,
    effectiveFrom: at,
    expiresAt: at,
    editorId: 1,
    editorName: text,
    liveVersion: 2,
    textAt: language === 'es' ? at : new Date(at.getTime() + 1_000),
    createdAt: at,
    updatedAt: at,
  });
  const topic: Topic = { slug: text, es: article('es', 'review'), en: article('en', 'live') };
  const typed = { title: text, content: text, examples: text, base: text, preview: html };
  const differences = (['title', 'content', 'category', 'effectiveFrom'] as const).map((field) => ({
    field,
    lines: [
      { kind: 'same', parts: [{ text, kind: 'same' }] },
      { kind: 'skipped', count: 4, parts: [] },
      { kind: 'added', parts: [{ text, kind: 'added' }] },
      {
        kind: 'changed',
        parts: [
          { text, kind: 'removed' },
          { text, kind: 'added' },
        ],
      },
    ],
  }));
  const version = {
    ...article('es', 'live'),
    restoredFrom: 1,
    submittedAt: at,
    submittedByName: text,
    returnedAt: at,
    returnedByName: text,
    returnReason: text,
    publishedAt: at,
    publishedByName: text,
    withdrawnAt: at,
    withdrawnByName: text,
  };
  const question = { text, language: 'es', conversationId: text, askedAt: at };
  const gap = { id: 1, spanish: 2, english: 1, firstSeen: at, lastSeen: at, slug: null, dismissedAt: null };
  const pages = { from: 1, to: 2, total: 3, previousPath: null, nextPath: '/panel/x' };
  const answered = {
    outcome: 'answer',
    text,
    confidence: 0.8,
    band: 'high',
    citations: [{ slug: text, title: text }],
    provider: text,
    model: text,
    checks: [text],
    passages: [{ slug: text, language: 'es', title: text, text, score: 0.4, version: 2 }],
    latencyMs: 1_200,
  };
  return {
    topic,
    article: topic.es,
    topicSight: { es: { version: 1, status: text }, en: { version: 3, status: text } },
    html,
    lang: 'es',
    topicForm: {
      es: typed,
      en: { ...typed, preview: null },
      category: text,
      tags: text,
      effectiveFrom: text,
      expiresAt: text,
      faults: { title_es: 'title', content_en: 'no_content', expires_at: 'expiry' },
      stale: { es: { from: 1, to: 3 } },
    },
    topicList: {
      topics: [topic, { slug: text, es: null, en: article('en', 'draft') }],
      tags: [text],
      inReview: 2,
      filter: { q: text, category: 'cards', language: 'older', state: '', tag: text },
      pages,
      path: '/panel/x',
      done: 'removed',
    },
    reviews: [
      { article: topic.es, against: 2, differences, isOwn: true },
      { article: topic.en, against: null, differences: [], isOwn: false },
    ],
    returned: version,
    rendered: { es: html, en: null },
    differences,
    version,
    versions: [version],
    olderPath: '/panel/x',
    against: 2,
    others: [1, 2],
    gaps: {
      gaps: [
        { ...gap, questions: [question, question] },
        { ...gap, questions: [question], slug: text },
        { ...gap, questions: [], dismissedAt: at },
      ],
      isDismissed: false,
      order: 'count',
      openCount: 3,
      pages,
      path: '/panel/x',
    },
    line: differences[0]?.lines[2],
    field: 'title',
    // The page takes what was asked, a part of it what was answered.
    trial: {
      ...answered,
      question: text,
      language: 'es',
      scope: 'topic',
      topic: { slug: text, title: text },
      fault: 'question',
      trial: answered,
    },
  };
}
