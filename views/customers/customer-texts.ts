import type { Language } from '../../src/lib/language.ts';
import { en } from './customer-texts-en.ts';
import { type CustomerTexts, es } from './customer-texts-es.ts';

export type { CustomerTexts } from './customer-texts-es.ts';

/** The words of the customers' pages. */
export const customerTexts: Record<Language, CustomerTexts> = { es, en };
