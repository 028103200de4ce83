import type { SettingCategory, SettingFault, SettingKey, Unit } from '../../src/features/settings/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { en } from './setting-texts-en.ts';
import { es } from './setting-texts-es.ts';

/** Every word about the settings that the program knows. */
export interface SettingTexts {
  /** The name of each, and what it does. */
  settings: Record<SettingKey, { name: string; text: string }>;
  categories: Record<SettingCategory, { title: string; text: string }>;
  /** Behind a number of it. */
  units: Record<Unit, string>;
  /** What the words of lists of choices mean. */
  options: Record<string, string>;
  languages: Record<Language, string>;
  fault: (fault: SettingFault) => string;
}

export const settingTexts: Record<Language, SettingTexts> = { es, en };
