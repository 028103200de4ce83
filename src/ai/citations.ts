import type { Citation, Passage } from './answer.ts';

const SLUG = '[a-z0-9]+(?:-[a-z0-9]+)*';
const MARKER = new RegExp(`[ \\t\\u00a0]*\\[(${SLUG}(?:\\s*[,;]\\s*${SLUG})*)\\](?!\\()`, 'g');

/** Takes the `[slug]` markers out of a text. Shape: the text as it is shown, and the slugs in their order. */
export function takeCitations(text: string): { shown: string; slugs: string[] } {
  const slugs: string[] = [];
  const shown = text.replace(MARKER, (_marker, list: string) => {
    slugs.push(...list.split(/\s*[,;]\s*/));
    return '';
  });
  return { shown, slugs };
}

/** The passages' articles that the slugs name, each once; a slug that names none is dropped. */
export function citationsOf(slugs: string[], passages: Passage[]): Citation[] {
  const cited = new Map<string, Citation>();
  for (const slug of slugs) {
    const passage = passages.find((candidate) => candidate.slug === slug);
    if (passage) cited.set(slug, { articleId: passage.articleId, slug, title: passage.title });
  }
  return [...cited.values()];
}
