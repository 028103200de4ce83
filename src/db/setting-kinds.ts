import type { Price } from '../ai/pricing.ts';
import { parseRate, perMinuteOf } from '../config/rate-limits.ts';
import { LANGUAGES } from '../lib/language.ts';
import { timeZoneNames } from '../lib/time-zones.ts';

export type Unit = 'minutes' | 'seconds' | 'hours' | 'days' | 'conversations' | 'usd' | 'tokens' | 'megabytes';

/** What a setting's value may be: what checks it and what its field in the panel is made from. */
export type SettingForm =
  /** `isRequired`: not empty. `pattern`: what else it must look like. */
  | { kind: 'text'; most: number; isRequired: boolean; pattern?: keyof typeof PATTERNS }
  /** A text for each language. `variables` may stand in braces; `needed` must. */
  | { kind: 'texts'; most: number; isRequired: boolean; variables: readonly string[]; needed?: string }
  /** Short texts for each language, in their order. */
  | { kind: 'lists'; most: number; mostChars: number }
  /** `hasNever`: 0 too, which is without end. */
  | { kind: 'number'; least: number; most: number; isWhole: boolean; unit: Unit | null; hasNever?: true }
  | { kind: 'switch' }
  | { kind: 'choice'; options: readonly string[] }
  /** Some of the options, each at most once; in an order that counts, unless it is a set. */
  | { kind: 'order'; options: readonly string[]; isRequired: boolean; isSet?: true }
  /** `#rrggbb`. */
  | { kind: 'colour'; isRequired: boolean }
  /** `N/second`, `N/minute`, `N/hour`. */
  | { kind: 'rate'; leastPerMinute: number }
  /** Prices by the beginning of a model's name. */
  | { kind: 'prices' };

/** Why a value cannot be that of a setting. `language` names the text that is meant, where there is one for each. */
export type SettingFault = { language?: string } & (
  | { code: 'kind'; form: SettingForm }
  | { code: 'empty' }
  | { code: 'long'; most: number }
  | { code: 'many'; most: number }
  | { code: keyof typeof PATTERNS }
  | { code: 'number'; least: number; most: number; isWhole: boolean }
  | { code: 'option'; options: readonly string[] }
  | { code: 'twice' }
  | { code: 'colour' }
  | { code: 'rate' }
  | { code: 'rate_low'; least: number }
  | { code: 'variable'; name: string; variables: readonly string[] }
  | { code: 'needed'; name: string }
  | { code: 'prices'; most: number }
);

const MAX_PRICES = 200;
const MAX_PRICE = 10_000;
const PRICE_PARTS = ['prompt', 'completion', 'cached', 'cacheWrite'] as const satisfies (keyof Price)[];
const COLOUR = /^#[0-9a-f]{6}$/i;

const PATTERNS = {
  phone: (text: string) => /^[\d\s+()*#-]{3,}$/.test(text),
  model: (text: string) => /^[\x21-\x7e]*$/.test(text),
  country: (text: string) => /^[A-Z]{2}$/.test(text),
  time_zone: (text: string) => timeZoneNames(null).includes(text),
};

/** What is wrong with the value, or null. */
export function checkForm(form: SettingForm, value: unknown): SettingFault | null {
  const wrongKind: SettingFault = { code: 'kind', form };
  switch (form.kind) {
    case 'text':
      return typeof value === 'string' ? textFault(form, value) : wrongKind;
    case 'texts':
      return isByLanguage(value, (one) => typeof one === 'string')
        ? firstOf(value as Record<string, string>, (text) => textsFault(form, text))
        : wrongKind;
    case 'lists':
      return isByLanguage(value, (one) => Array.isArray(one) && one.every((text) => typeof text === 'string'))
        ? firstOf(value as Record<string, string[]>, (list) => listFault(form, list))
        : wrongKind;
    case 'number':
      return typeof value === 'number' ? numberFault(form, value) : wrongKind;
    case 'switch':
      return typeof value === 'boolean' ? null : wrongKind;
    case 'choice':
      if (typeof value !== 'string') return wrongKind;
      return form.options.includes(value) ? null : { code: 'option', options: form.options };
    case 'order':
      return Array.isArray(value) ? orderFault(form, value) : wrongKind;
    case 'colour':
      if (typeof value !== 'string') return wrongKind;
      return COLOUR.test(value) || (value === '' && !form.isRequired) ? null : { code: 'colour' };
    case 'rate':
      return typeof value === 'string' ? rateFault(form, value) : wrongKind;
    case 'prices':
      return isPrices(value) ? null : { code: 'prices', most: MAX_PRICE };
  }
}

function textFault(form: SettingForm & { kind: 'text' }, text: string): SettingFault | null {
  if (text.length > form.most) return { code: 'long', most: form.most };
  if (text.trim() === '') return form.isRequired ? { code: 'empty' } : null;
  return form.pattern && !PATTERNS[form.pattern](text) ? { code: form.pattern } : null;
}

function textsFault(form: SettingForm & { kind: 'texts' }, text: string): SettingFault | null {
  if (text.length > form.most) return { code: 'long', most: form.most };
  if (text.trim() === '') return form.isRequired ? { code: 'empty' } : null;
  const strange = [...text.matchAll(/\{(\w*)\}/g)].find(([, name = '']) => !form.variables.includes(name));
  if (strange) return { code: 'variable', name: strange[0], variables: form.variables };
  const isMissing = form.needed !== undefined && !text.includes(`{${form.needed}}`);
  return isMissing ? { code: 'needed', name: `{${form.needed}}` } : null;
}

function listFault(form: SettingForm & { kind: 'lists' }, list: string[]): SettingFault | null {
  if (list.length > form.most) return { code: 'many', most: form.most };
  if (list.some((text) => text.trim() === '')) return { code: 'empty' };
  if (list.some((text) => text.length > form.mostChars)) return { code: 'long', most: form.mostChars };
  return new Set(list).size < list.length ? { code: 'twice' } : null;
}

function numberFault(
  { least, most, isWhole, hasNever }: SettingForm & { kind: 'number' },
  value: number,
): SettingFault | null {
  if (hasNever && value === 0) return null;
  const fits = value >= least && value <= most && (!isWhole || Number.isInteger(value));
  return fits ? null : { code: 'number', least, most, isWhole };
}

function orderFault(form: SettingForm & { kind: 'order' }, value: unknown[]): SettingFault | null {
  if (!value.every((one) => (form.options as readonly unknown[]).includes(one)))
    return { code: 'option', options: form.options };
  if (new Set(value).size < value.length) return { code: 'twice' };
  return form.isRequired && value.length === 0 ? { code: 'empty' } : null;
}

function rateFault({ leastPerMinute }: SettingForm & { kind: 'rate' }, value: string): SettingFault | null {
  if (parseRate(value) === null) return { code: 'rate' };
  return perMinuteOf(value) < leastPerMinute ? { code: 'rate_low', least: leastPerMinute } : null;
}

const isByLanguage = (value: unknown, isRight: (one: unknown) => boolean): boolean =>
  isObject(value) &&
  Object.keys(value).length === LANGUAGES.length &&
  LANGUAGES.every((language) => Object.hasOwn(value, language) && isRight(value[language]));

function firstOf<One>(values: Record<string, One>, faultOf: (one: One) => SettingFault | null): SettingFault | null {
  for (const language of LANGUAGES) {
    const fault = faultOf(values[language] as One);
    if (fault) return { ...fault, language };
  }
  return null;
}

const isPrices = (value: unknown): boolean =>
  isObject(value) && Object.keys(value).length <= MAX_PRICES && Object.values(value).every(isPrice);

function isPrice(value: unknown): boolean {
  if (!isObject(value)) return false;
  const parts = Object.entries(value);
  const isKnown = parts.every(([part]) => (PRICE_PARTS as readonly string[]).includes(part));
  const isAmount = parts.every(([, one]) => typeof one === 'number' && one >= 0 && one <= MAX_PRICE);
  return isKnown && isAmount && Object.hasOwn(value, 'prompt') && Object.hasOwn(value, 'completion');
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The fault as the end of an English sentence that begins with the setting's name, for the interface and the log. */
export function sentenceOf(fault: SettingFault): string {
  const of = fault.language ? ` (${fault.language})` : '';
  return `must ${requirementOf(fault)}${of}`;
}

function requirementOf(fault: SettingFault): string {
  switch (fault.code) {
    case 'kind':
      return `be ${shapeOf(fault.form)}`;
    case 'empty':
      return 'not be empty';
    case 'long':
      return `have at most ${fault.most} characters`;
    case 'many':
      return `have at most ${fault.most} entries`;
    case 'phone':
      return 'be a telephone number';
    case 'model':
      return `be the vendor's name of a model, or empty for the environment's`;
    case 'country':
      return 'be two capital letters of ISO 3166, such as MX';
    case 'time_zone':
      return 'be a time zone of the IANA list, such as America/Mexico_City';
    case 'number':
      return `be a ${fault.isWhole ? 'whole ' : ''}number from ${fault.least} to ${fault.most}`;
    case 'option':
      return `be of ${fault.options.join(', ')}`;
    case 'twice':
      return 'name nothing twice';
    case 'colour':
      return 'be a colour such as #0b6b57';
    case 'rate':
      return 'be "N/second", "N/minute" or "N/hour"';
    case 'rate_low':
      return `let at least ${fault.least} a minute pass`;
    case 'variable':
      return fault.variables.length > 0
        ? `hold no other variable than ${fault.variables.map((name) => `{${name}}`).join(', ')}`
        : 'hold no variable in braces';
    case 'needed':
      return `hold ${fault.name}`;
    case 'prices':
      return `give each model's prompt and completion, and may give its cached and cacheWrite, from 0 to ${fault.most}`;
  }
}

const SHAPES: Record<SettingForm['kind'], string> = {
  text: 'a text',
  texts: 'an object with a text for es and one for en',
  lists: 'an object with a list of texts for es and one for en',
  number: 'a number',
  switch: 'true or false',
  choice: 'a text',
  order: 'a list',
  colour: 'a colour such as #0b6b57',
  rate: '"N/second", "N/minute" or "N/hour"',
  prices: 'an object of prices by model',
};

const shapeOf = ({ kind }: SettingForm): string => SHAPES[kind];
