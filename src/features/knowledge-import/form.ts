import { invalid } from '../../lib/errors.ts';
import { isLanguage } from '../../lib/language.ts';
import { CATEGORIES } from '../knowledge/model.ts';
import { DUPLICATE_RULES } from './model.ts';
import type { ImportOptions } from './service.ts';

/** The language that a text's words are in. */
const AUTOMATIC = 'auto';

interface ImportFields {
  on_duplicate?: string | undefined;
  split?: boolean | undefined;
  category?: string | undefined;
  language?: string | undefined;
}

/** What a form says about an import. Errors: invalid. */
export function optionsOf({ on_duplicate, split = false, category, language }: ImportFields): ImportOptions {
  const rule = DUPLICATE_RULES.find((one) => one === (on_duplicate || 'VERSION').toUpperCase());
  const known = CATEGORIES.find((one) => one === (category || 'general').toLowerCase());
  const asked = (language || AUTOMATIC).toLowerCase();
  const chosen = asked === AUTOMATIC ? null : asked;
  const wrong = [
    !rule && { field: 'on_duplicate', message: `must be one of ${DUPLICATE_RULES.join(', ')}` },
    !known && { field: 'category', message: `must be one of ${CATEGORIES.join(', ')}` },
    chosen !== null && !isLanguage(chosen) && { field: 'language', message: `must be es, en or ${AUTOMATIC}` },
  ].filter((one) => one !== false);
  if (!rule || !known || (chosen !== null && !isLanguage(chosen))) throw invalid(wrong);
  return { onDuplicate: rule, category: known, language: chosen, isSplit: split };
}
