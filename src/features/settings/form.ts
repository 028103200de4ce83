import type { Price, Prices } from '../../ai/pricing.ts';
import type { SettingForm } from '../../db/setting-kinds.ts';
import { LANGUAGES } from '../../lib/language.ts';
import { PRICE_COLUMNS, type Typed } from './model.ts';

/** Rows of the table of prices that are there to be filled in. */
const BLANK_PRICES = 2;
const MAX_PRICE_ROWS = 202;

/** What the fields of a setting hold for the value: the field is called as the setting, or as it and a part of it. */
export function typedOf(key: string, form: SettingForm, value: unknown): Typed {
  switch (form.kind) {
    case 'texts':
      return byLanguage(key, value as Record<string, string>, (text) => text);
    case 'lists':
      return byLanguage(key, value as Record<string, string[]>, (list) => list.join('\n'));
    case 'switch':
      return value === true ? { [key]: 'on' } : {};
    case 'order':
      return form.isSet
        ? Object.fromEntries((value as string[]).map((option) => [`${key}.${option}`, 'on']))
        : Object.fromEntries(form.options.map((_, at) => [`${key}.${at}`, (value as string[])[at] ?? '']));
    case 'rate': {
      const [points = '', per = 'minute'] = (value as string).split('/');
      return { [`${key}.points`]: points, [`${key}.per`]: per };
    }
    case 'prices':
      return pricesTyped(key, value as Prices);
    default:
      return { [key]: String(value) };
  }
}

/** The value that the fields hold, right or wrong; the rules say which. */
export function readValue(key: string, form: SettingForm, typed: Typed): unknown {
  const text = (name: string): string => (typed[name] ?? '').replaceAll('\r\n', '\n').trim();
  switch (form.kind) {
    case 'texts':
      return Object.fromEntries(LANGUAGES.map((language) => [language, text(`${key}.${language}`)]));
    case 'lists':
      return Object.fromEntries(LANGUAGES.map((language) => [language, linesOf(text(`${key}.${language}`))]));
    case 'number':
      return numberOf(text(key));
    case 'switch':
      return typed[key] === 'on';
    case 'order':
      return form.isSet
        ? form.options.filter((option) => typed[`${key}.${option}`] === 'on')
        : form.options.map((_, at) => text(`${key}.${at}`)).filter((option) => option !== '');
    case 'rate':
      return `${text(`${key}.points`)}/${text(`${key}.per`)}`;
    case 'prices':
      return pricesOf(key, text);
    default:
      return text(key);
  }
}

const byLanguage = <One>(key: string, value: Record<string, One>, textOf: (one: One) => string): Typed =>
  Object.fromEntries(LANGUAGES.map((language) => [`${key}.${language}`, textOf(value[language] as One)]));

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Nothing is no number, and neither is what is none. A comma is taken for a point. */
const numberOf = (text: string): number => (text === '' ? Number.NaN : Number(text.replace(',', '.')));

function pricesTyped(key: string, prices: Prices): Typed {
  const rows = [...Object.entries(prices), ...Array.from({ length: BLANK_PRICES }, () => ['', {}] as const)];
  return Object.fromEntries(
    rows.flatMap(([model, price], at) => [
      [`${key}.${at}.model`, model],
      ...PRICE_COLUMNS.map((part) => [`${key}.${at}.${part}`, String((price as Partial<Price>)[part] ?? '')]),
    ]),
  );
}

/** A row without a model is none; a price that is left out is not there. */
function pricesOf(key: string, text: (name: string) => string): Record<string, Record<string, number>> {
  const rows = Array.from({ length: MAX_PRICE_ROWS }, (_, at) => ({
    model: text(`${key}.${at}.model`),
    parts: PRICE_COLUMNS.map((part) => [part, text(`${key}.${at}.${part}`)] as const),
  }));
  return Object.fromEntries(
    rows
      .filter(({ model }) => model !== '')
      .map(({ model, parts }) => [
        model,
        Object.fromEntries(
          parts.filter(([, amount]) => amount !== '').map(([part, amount]) => [part, numberOf(amount)]),
        ),
      ]),
  );
}
