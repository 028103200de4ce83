import { describe, expect, test } from 'bun:test';
import { checkSetting, SETTING_KEYS, SETTING_RULES } from '../../src/db/setting-rules.ts';
import { readValue, typedOf } from '../../src/features/settings/form.ts';
import { settingTexts } from '../../views/settings/setting-texts.ts';
import { valueText } from '../../views/settings/value-text.ts';

describe('the fields of a setting', () => {
  test.each(SETTING_KEYS)('%s comes back from its fields as it went in', (key) => {
    const { form, usual } = SETTING_RULES[key];
    const typed = typedOf(key, form, usual);
    expect(Object.keys(typed).every((name) => name === key || name.startsWith(`${key}.`))).toBe(true);
    expect(readValue(key, form, typed)).toEqual(usual);
  });

  test.each(SETTING_KEYS)('%s has a name, an explanation and a default in words, in both languages', (key) => {
    const { form, usual } = SETTING_RULES[key];
    for (const language of ['es', 'en'] as const) {
      const { name, text } = settingTexts[language].settings[key];
      expect(name.length).toBeGreaterThan(1);
      expect(text.length).toBeGreaterThan(5);
      expect(valueText(form, usual, language)).not.toMatch(/undefined|NaN|\[object/);
    }
  });

  const read = (key: (typeof SETTING_KEYS)[number], typed: Record<string, string>) =>
    readValue(key, SETTING_RULES[key].form, typed);

  test('a number may have a comma, and nothing is none', () => {
    expect(read('ai.temperature', { 'ai.temperature': ' 0,7 ' })).toBe(0.7);
    expect(read('ai.temperature', { 'ai.temperature': '' })).toBeNaN();
    expect(checkSetting('ai.temperature', read('ai.temperature', { 'ai.temperature': 'hot' }))).toMatchObject({
      code: 'number',
    });
  });

  test('a box that was not ticked is no, and a set keeps the order of its options', () => {
    expect(read('desk.auto_assign', {})).toBe(false);
    const typed = { 'auth.two_factor_roles.ADMIN': 'on', 'auth.two_factor_roles.AGENT': 'on' };
    expect(read('auth.two_factor_roles', typed)).toEqual(['AGENT', 'ADMIN']);
  });

  test('an order leaves out the places where nothing was chosen', () => {
    expect(read('ai.providers', { 'ai.providers.0': '', 'ai.providers.1': 'anthropic' })).toEqual(['anthropic']);
  });

  test('lines are trimmed, and empty ones are none', () => {
    const typed = { 'chat.quick_replies.es': ' Uno \r\n\r\nDos', 'chat.quick_replies.en': '' };
    expect(read('chat.quick_replies', typed)).toEqual({ es: ['Uno', 'Dos'], en: [] });
  });

  test('a row of prices without a model is none; what is left out of one is not there; what is no number is refused', () => {
    const typed = {
      'ai.prices.0.model': 'gpt-x',
      'ai.prices.0.prompt': '1,5',
      'ai.prices.0.completion': '2',
      'ai.prices.1.model': '',
      'ai.prices.1.prompt': '9',
    };
    expect(read('ai.prices', typed)).toEqual({ 'gpt-x': { prompt: 1.5, completion: 2 } });
    const wrong = read('ai.prices', { ...typed, 'ai.prices.0.prompt': 'cheap' });
    expect(checkSetting('ai.prices', wrong)).toMatchObject({ code: 'prices' });
  });
});
