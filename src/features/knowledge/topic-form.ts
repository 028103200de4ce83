import { t } from 'elysia';
import type { TopicFault } from '../../../views/knowledge/knowledge-texts.ts';
import type { TopicFormState, TypedText } from '../../../views/knowledge/topic-form.tsx';
import { AppError, invalid } from '../../lib/errors.ts';
import { LANGUAGES, type Language } from '../../lib/language.ts';
import { NO_MOMENT } from '../../lib/moments.ts';
import { fromLocalTime, toLocalTime } from '../../lib/zoned-time.ts';
import { renderMarkdown } from './markdown.ts';
import type { Article, Category, Topic } from './model.ts';
import type { TopicFields } from './topics.ts';

const MAX_TEXT = 200_000;
const Text = t.String({ maxLength: MAX_TEXT, default: '' });
const Line = t.String({ maxLength: 2_000, default: '' });
/** A version; empty where there was none. */
const Base = t.String({ maxLength: 10, pattern: '^\\d*$', default: '' });

export const TopicBody = t.Object({
  title_es: Line,
  title_en: Line,
  content_es: Text,
  content_en: Text,
  examples_es: Text,
  examples_en: Text,
  base_es: Base,
  base_en: Base,
  still_right_es: t.Optional(t.String({ maxLength: 10 })),
  still_right_en: t.Optional(t.String({ maxLength: 10 })),
  category: t.String({ maxLength: 60, default: 'general' }),
  tags: Line,
  effective_from: t.String({ maxLength: 40, default: '' }),
  expires_at: t.String({ maxLength: 40, default: '' }),
});
type TopicBody = typeof TopicBody.static;

/** The form of a topic as it stands, or an empty one. */
export async function formOf(topic: Topic | null, timeZone: string): Promise<TopicFormState> {
  const first = topic?.es ?? topic?.en ?? null;
  const [es, en] = await Promise.all(LANGUAGES.map((language) => storedText(topic?.[language] ?? null)));
  return {
    es: es as TypedText,
    en: en as TypedText,
    category: first?.category ?? 'general',
    tags: [...new Set([...(topic?.es?.tags ?? []), ...(topic?.en?.tags ?? [])])].join(', '),
    effectiveFrom: toLocalTime(first?.effectiveFrom ?? null, timeZone),
    expiresAt: toLocalTime(first?.expiresAt ?? null, timeZone),
    faults: {},
    stale: null,
  };
}

async function storedText(article: Article | null): Promise<TypedText> {
  return {
    title: article?.title ?? '',
    content: article?.content ?? '',
    examples: article?.examples.join('\n') ?? '',
    base: article ? String(article.version) : '',
    preview: article?.content ? await renderMarkdown(article.content) : null,
  };
}

/** The form with what was typed. */
export async function typedForm(body: TopicBody, faults: TopicFormState['faults'] = {}): Promise<TopicFormState> {
  const typed = async (language: Language): Promise<TypedText> => {
    const content = body[`content_${language}`];
    return {
      title: body[`title_${language}`],
      content,
      examples: body[`examples_${language}`],
      base: body[`base_${language}`],
      preview: content.trim() ? await renderMarkdown(content) : null,
    };
  };
  const [es, en] = await Promise.all([typed('es'), typed('en')]);
  const { category, tags, effective_from: effectiveFrom, expires_at: expiresAt } = body;
  return { es, en, category, tags, effectiveFrom, expiresAt, faults, stale: null };
}

/** Errors: invalid, where a date is none. */
export function fieldsOf(body: TopicBody, timeZone: string): TopicFields {
  const effectiveFrom = fromLocalTime(body.effective_from, timeZone);
  const expiresAt = fromLocalTime(body.expires_at, timeZone);
  const wrong = [
    ...(effectiveFrom === undefined ? [{ field: 'effective_from', message: NO_MOMENT }] : []),
    ...(expiresAt === undefined ? [{ field: 'expires_at', message: NO_MOMENT }] : []),
  ];
  if (effectiveFrom === undefined || expiresAt === undefined) throw invalid(wrong);
  const inLanguage = (language: Language) => ({
    title: body[`title_${language}`],
    content: body[`content_${language}`],
    examples: body[`examples_${language}`].split('\n'),
    base: body[`base_${language}`] === '' ? null : Number(body[`base_${language}`]),
    isStillRight: body[`still_right_${language}`] === 'on',
  });
  return {
    es: inLanguage('es'),
    en: inLanguage('en'),
    category: body.category as Category,
    tags: body.tags.split(','),
    effectiveFrom,
    expiresAt,
  };
}

/** What was wrong, for a person to read. Errors: the error itself, where it is of another kind. */
export function faultsOf(error: unknown): Record<string, TopicFault> {
  if (!(error instanceof AppError) || error.code !== 'invalid') throw error;
  return Object.fromEntries(error.fields.map(({ field, message }) => [field, faultOf(field, message)]));
}

function faultOf(field: string, message: string): TopicFault {
  if (field === 'title_es' && message.includes('one of the languages')) return 'no_title';
  if (field.startsWith('title')) return 'title';
  if (field.startsWith('content')) return message.includes('before the review') ? 'no_content' : 'content';
  if (field.startsWith('examples')) return 'examples';
  if (field === 'tags' || field === 'category') return field;
  if (message === NO_MOMENT) return 'date';
  return message.includes('future') ? 'past' : 'expiry';
}
