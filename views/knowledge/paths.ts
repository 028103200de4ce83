import type { Language } from '../../src/lib/language.ts';

export const KNOWLEDGE_PATH = '/panel/knowledge';
export const NEW_PATH = `${KNOWLEDGE_PATH}/new`;
export const GAPS_PATH = `${KNOWLEDGE_PATH}/gaps`;
export const TRIAL_PATH = `${KNOWLEDGE_PATH}/try`;
export const IMPORT_PATH = `${KNOWLEDGE_PATH}/import`;
export const previewPath = (language: Language): string => `${KNOWLEDGE_PATH}/preview/${language}`;

export const topicPath = (slug: string): string => `${KNOWLEDGE_PATH}/${encodeURIComponent(slug)}`;
export const topicDeedPath = (slug: string, deed: string): string => `${topicPath(slug)}/${deed}`;
export const newsPath = (
  slug: string,
  sight: Partial<Record<Language, { version: number; status: string }>>,
): string => {
  const seen = Object.entries(sight).map(([language, { version, status }]): [string, string] => [
    language,
    `${version}.${status}`,
  ]);
  return `${topicPath(slug)}/news?${new URLSearchParams(seen)}`;
};
export const versionsPath = (slug: string, language: Language): string => `${topicPath(slug)}/versions/${language}`;
export const versionPath = (slug: string, language: Language, version: number, against?: number): string =>
  `${versionsPath(slug, language)}/${version}${against === undefined ? '' : `?against=${against}`}`;
export const tryTopicPath = (slug: string): string => `${TRIAL_PATH}?topic=${encodeURIComponent(slug)}`;
export const gapDeedPath = (id: number, deed: 'dismiss' | 'restore' | 'article'): string =>
  `${GAPS_PATH}/${id}/${deed}`;
