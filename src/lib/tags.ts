import { invalid } from './errors.ts';

export const MAX_TAGS = 20;
export const MAX_TAG_CHARS = 40;

/** Lower case, each once, in their order. Errors: invalid (too many, too long). */
export function cleanTags(tags: readonly string[]): string[] {
  const clean = [...new Set(tags.map((tag) => tag.trim().toLowerCase()).filter(Boolean))].sort();
  if (clean.length > MAX_TAGS) throw invalid([{ field: 'tags', message: `must be at most ${MAX_TAGS}` }]);
  if (clean.some((tag) => tag.length > MAX_TAG_CHARS)) {
    throw invalid([{ field: 'tags', message: `must have at most ${MAX_TAG_CHARS} characters each` }]);
  }
  return clean;
}
