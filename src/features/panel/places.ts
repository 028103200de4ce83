import { administrationTexts } from '../../../views/administration/administration-texts.ts';
import { SETTINGS_PATH, settingAnchor } from '../../../views/settings/paths.ts';
import { settingTexts } from '../../../views/settings/setting-texts.ts';
import {
  OTHER_PLACES,
  type OtherPlace,
  PLACE_WORDS,
  placeNames,
  SETTING_WORDS,
} from '../../../views/texts/place-words.ts';
import { shellTexts } from '../../../views/texts/shell-texts.ts';
import { SETTING_RULES, type SettingCategory, type SettingKey } from '../../db/setting-rules.ts';
import { LANGUAGES, type Language } from '../../lib/language.ts';
import { foldText } from '../../lib/text.ts';
import { ADMINISTRATION } from '../administration/model.ts';
import { type Action, may } from '../auth/model.ts';
import { DOCS_PATH } from '../openapi/model.ts';
import type { Role } from '../users/model.ts';
import { type FoundPlace, sectionsFor } from './model.ts';

/** Something in the panel that has an address of its own and is found by its words. */
interface Place {
  key: string;
  path: string;
  action: Action;
  /** The section whose icon it has. */
  icon: FoundPlace['icon'];
  title: Record<Language, string>;
  text: Record<Language, string>;
  /** Folded: its names in both languages, and all words that it is found by. */
  names: string[][];
  words: string[];
}

const OTHERS: Record<OtherPlace, { path: string; action: Action; icon: FoundPlace['icon'] }> = {
  ticketBoard: { path: '/panel/tickets/board', action: 'ticket.read', icon: 'tickets' },
  newTicket: { path: '/panel/tickets/new', action: 'ticket.create', icon: 'tickets' },
  newCustomer: { path: '/panel/customers/new', action: 'customer.create', icon: 'customers' },
  duplicates: { path: '/panel/customers/duplicates', action: 'customer.merge', icon: 'customers' },
  customerImport: { path: '/panel/customers/import', action: 'customer.import', icon: 'customers' },
  newArticle: { path: '/panel/knowledge/new', action: 'knowledge.write', icon: 'knowledge' },
  gaps: { path: '/panel/knowledge/gaps', action: 'knowledge.gaps', icon: 'knowledge' },
  trial: { path: '/panel/knowledge/try', action: 'knowledge.write', icon: 'knowledge' },
  knowledgeImport: { path: '/panel/knowledge/import', action: 'knowledge.write', icon: 'knowledge' },
  satisfaction: { path: '/panel/reports/satisfaction', action: 'satisfaction.read', icon: 'reports' },
  reportAi: { path: '/panel/reports/ai', action: 'analytics.any', icon: 'reports' },
  reportAgents: { path: '/panel/reports/agents', action: 'analytics.own', icon: 'reports' },
  preferences: { path: '/panel/notifications/preferences', action: 'notification.own', icon: 'notifications' },
  outbox: { path: '/panel/notifications/outbox', action: 'notification.any', icon: 'notifications' },
  account: { path: '/panel/account', action: 'availability.own', icon: 'person' },
  twoFactor: { path: '/panel/two-factor', action: 'availability.own', icon: 'person' },
  newPerson: { path: '/panel/users/new', action: 'user.manage', icon: 'administration' },
  apiDocs: { path: DOCS_PATH, action: 'availability.own', icon: 'source' },
};

/** Where the settings of a category stand. */
const SETTING_PAGES: Record<SettingCategory, string> = {
  bank: SETTINGS_PATH,
  texts: SETTINGS_PATH,
  languages: SETTINGS_PATH,
  desk: SETTINGS_PATH,
  retention: SETTINGS_PATH,
  security: SETTINGS_PATH,
  assistant: `${SETTINGS_PATH}/assistant`,
  deadlines: `${SETTINGS_PATH}/assistant`,
  budget: `${SETTINGS_PATH}/assistant`,
  limits: `${SETTINGS_PATH}/limits`,
  uploads: `${SETTINGS_PATH}/limits`,
  widget: `${SETTINGS_PATH}/widget`,
};

const wordsOf = (text: string): string[] => foldText(text).match(/[\p{L}\p{N}]+/gu) ?? [];

function place(
  fields: Pick<Place, 'key' | 'path' | 'action' | 'icon' | 'title' | 'text'>,
  synonyms: string | undefined,
): Place {
  const names = LANGUAGES.map((language) => wordsOf(fields.title[language]));
  const texts = LANGUAGES.flatMap((language) => wordsOf(fields.text[language]));
  return { ...fields, names, words: [...names.flat(), ...texts, ...wordsOf(synonyms ?? '')] };
}

const inBoth = (of: (language: Language) => string): Record<Language, string> => ({ es: of('es'), en: of('en') });
const NOTHING = { es: '', en: '' };

let pages: readonly Place[] | undefined;
let settings: readonly Place[] | undefined;

/** Put together when somebody searches for the first time. */
function allPages(): readonly Place[] {
  pages ??= [
    ...sectionsFor('ADMIN').map((section) =>
      place(
        { ...section, icon: section.key, title: inBoth((one) => shellTexts[one].sections[section.key]), text: NOTHING },
        PLACE_WORDS[section.key],
      ),
    ),
    ...ADMINISTRATION.map(({ key, path, action }) =>
      place(
        {
          key,
          path,
          action,
          icon: 'administration',
          title: inBoth((one) => administrationTexts[one].pages[key].name),
          text: inBoth((one) => administrationTexts[one].pages[key].lead),
        },
        PLACE_WORDS[key],
      ),
    ),
    ...OTHER_PLACES.map((key) =>
      place({ key, ...OTHERS[key], title: inBoth((one) => placeNames[one][key]), text: NOTHING }, PLACE_WORDS[key]),
    ),
  ];
  return pages;
}

function allSettings(): readonly Place[] {
  settings ??= Object.entries(SETTING_RULES).map(([name, { category }]) => {
    const key = name as SettingKey;
    return place(
      {
        key: name.replace(/\W/g, '-'),
        path: `${SETTING_PAGES[category]}#${settingAnchor(name)}`,
        action: 'setting.read',
        icon: 'administration',
        title: inBoth((one) => settingTexts[one].settings[key].name),
        text: inBoth((one) => settingTexts[one].settings[key].text),
      },
      `${name.replace(/[._]/g, ' ')} ${SETTING_WORDS[key] ?? ''}`,
    );
  });
  return settings;
}

/** Pages of the panel by their names and other words for them, in either language; the best first. */
export const findPages = (text: string, role: Role, language: Language, limit: number): FoundPlace[] =>
  find(allPages(), text, role, language, limit);

/** The sections of the person: what the search offers before anything is typed. */
export const sectionPages = ({ role, language }: { role: Role; language: Language }): FoundPlace[] =>
  sectionsFor(role).map(({ key, path }) => ({
    key,
    path,
    icon: key,
    title: shellTexts[language].sections[key],
    text: '',
  }));

/** The same of settings. */
export const findSettings = (text: string, role: Role, language: Language, limit: number): FoundPlace[] =>
  find(allSettings(), text, role, language, limit);

function find(all: readonly Place[], text: string, role: Role, language: Language, limit: number): FoundPlace[] {
  const typed = wordsOf(text);
  const ranked = all
    .filter(({ action }) => may(role, action))
    .map((one) => ({ one, rank: rankOf(one, typed) }))
    .filter(({ rank }) => rank > 0);
  ranked.sort((a, b) => b.rank - a.rank);
  return ranked.slice(0, limit).map(({ one }) => {
    const { key, path, icon } = one;
    return { key, path, icon, title: one.title[language], text: one.text[language] };
  });
}

/** 3: a name begins so. 2: all that was typed is in a name. 1: it is among the other words. 0: something is not there. */
function rankOf({ names, words }: Place, typed: readonly string[]): number {
  if (typed.length === 0) return 0;
  const isIn = (some: readonly string[]) => typed.every((word) => some.some((one) => one.startsWith(word)));
  if (names.some((name) => typed.every((word, at) => name[at]?.startsWith(word)))) return 3;
  if (names.some(isIn)) return 2;
  return isIn(words) ? 1 : 0;
}
