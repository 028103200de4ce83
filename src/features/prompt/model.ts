import type { Language } from '../../lib/language.ts';

export const MAX_TEXT_CHARS = 8_000;
export const MAX_NOTE_CHARS = 300;

/** The bank's own instructions to models, as one version has them. */
export interface PromptVersion {
  /** Its number. */
  id: number;
  texts: Record<Language, string>;
  note: string | null;
  authorName: string;
  createdAt: Date;
  isActive: boolean;
  /** The last time that it was put into use. */
  activatedBy: string | null;
  activatedAt: Date | null;
}

export interface PromptFields {
  texts: Record<Language, string>;
  note: string;
}

/** What can be wrong with a version, so that a page says it in the person's language. */
export type PromptFault = 'empty' | 'long_es' | 'long_en' | 'long_note' | 'same';

export type { DiffLine, Trial } from '../knowledge/model.ts';
