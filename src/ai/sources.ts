import type { Citation, Passage, Source } from './answer.ts';

/** The articles that the passages are from, each once with its best score, in the order of the passages. */
export function articlesOf(passages: Passage[], citations: Citation[]): Source[] {
  const articles = new Map<number, Source>();
  for (const { articleId, slug, score, version = null } of passages) {
    if (articles.has(articleId)) continue;
    const isCited = citations.some((citation) => citation.articleId === articleId);
    articles.set(articleId, { articleId, slug, version, score: Math.round(score * 1_000) / 1_000, isCited });
  }
  return [...articles.values()];
}
