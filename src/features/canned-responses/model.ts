import type { Language } from '../../lib/language.ts';

export const MAX_SHORTCUT_CHARS = 32;
export const MAX_TITLE_CHARS = 80;
export const MAX_TEXT_CHARS = 4_000;

/** What a text may name; it is filled in when the text is put into a reply. */
type Variable = 'customer' | 'agent' | 'bank' | 'ticket';

/** A text that agents put in by its shortcut. */
export interface CannedResponse {
  id: number;
  /** What is typed after the `/`, in lower case. */
  shortcut: string;
  title: string;
  /** At least one of the two is there. */
  textEs: string | null;
  textEn: string | null;
  /** Null: everybody has it. */
  ownerId: number | null;
  updatedAt: Date;
}

export type CannedFields = Pick<CannedResponse, 'shortcut' | 'title' | 'textEs' | 'textEn'> & { isShared: boolean };

/** What can be wrong with one, so that a page says it in the person's language. */
export type CannedFault = 'shortcut' | 'taken' | 'title' | 'text' | 'long_es' | 'long_en';

/** In the language, or in the other one where there is none. */
export const textIn = ({ textEs, textEn }: Pick<CannedResponse, 'textEs' | 'textEn'>, language: Language): string =>
  (language === 'es' ? (textEs ?? textEn) : (textEn ?? textEs)) ?? '';

/**
 * A text with its variables filled in. What is not known goes, with the space before it; anything else in braces stays as
 * it was written. A value is never read as a template itself.
 */
export const fillIn = (text: string, values: Record<Variable, string | null>): string =>
  text.replace(/( ?)\{(customer|agent|bank|ticket)\}/g, (_, space: string, name: Variable) => {
    const value = values[name];
    return value ? `${space}${value}` : '';
  });

/** Shape: the interface's canned response. */
export const toCannedView = (canned: CannedResponse) => ({
  id: canned.id,
  shortcut: canned.shortcut,
  title: canned.title,
  text_es: canned.textEs,
  text_en: canned.textEn,
  shared: canned.ownerId === null,
  updated_at: canned.updatedAt.toISOString(),
});
