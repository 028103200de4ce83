import { describe, expect, test } from 'bun:test';
import { sentenceOf } from '../../src/db/setting-kinds.ts';
import { checkSetting, SETTING_KEYS, SETTING_RULES, type SettingKey } from '../../src/db/setting-rules.ts';

describe('checkSetting', () => {
  test.each(SETTING_KEYS)('%s takes its own default and neither nothing nor another kind', (key) => {
    const { usual } = SETTING_RULES[key];
    expect(checkSetting(key, usual)).toBeNull();
    for (const value of [null, undefined, { other: 1 }, typeof usual === 'string' ? 1 : 'text']) {
      const fault = checkSetting(key, value);
      if (!fault) throw new Error(`${key} takes ${JSON.stringify(value)}`);
      expect(sentenceOf(fault)).toStartWith('must ');
    }
  });

  const USABLE: [SettingKey, unknown][] = [
    ['ai.providers', ['anthropic', 'openai', 'mock']],
    ['ai.openai_model', 'gpt-4.1'],
    ['ai.temperature', 0],
    ['ai.temperature', 1],
    ['ai.prices', {}],
    ['ai.prices', { 'my-model': { prompt: 0, completion: 0.5, cached: 0, cacheWrite: 1 } }],
    ['ai.budget_per_day_tokens', 50_000],
    ['chat.quick_replies', { es: [], en: ['Hello'] }],
    ['chat.closed', { es: '', en: '' }],
    ['chat.handoff', { es: 'Caso {ticket} de {bank}', en: '{ticket}' }],
    ['chat.languages', ['en']],
    ['bank.emergency_phone', '+52 (55) 5000-0000'],
    ['bank.time_zone', 'Europe/Madrid'],
    ['limits.chat_start', '1/hour'],
    ['limits.staff', '2/second'],
    ['widget.colour', '#ABCDEF'],
    ['widget.colour_dark', ''],
  ];
  test.each(USABLE)('%s may be %j', (key, value) => expect(checkSetting(key, value)).toBeNull());

  const UNUSABLE: [SettingKey, unknown, string][] = [
    ['ai.providers', ['openai', 'openai'], 'twice'],
    ['ai.providers', ['gemini'], 'option'],
    ['ai.openai_model', 'two words', 'model'],
    ['ai.anthropic_model', 'x'.repeat(101), 'long'],
    ['ai.temperature', 1.1, 'number'],
    ['ai.temperature', Number.NaN, 'number'],
    ['ai.prices', { m: { prompt: 1 } }, 'prices'],
    ['ai.prices', { m: { prompt: -1, completion: 1 } }, 'prices'],
    ['ai.prices', { m: { prompt: '1', completion: 1 } }, 'prices'],
    ['ai.prices', { m: { prompt: 1, completion: 1, per: 'day' } }, 'prices'],
    ['ai.budget_per_day_usd', -1, 'number'],
    ['ai.budget_per_conversation_tokens', Number.POSITIVE_INFINITY, 'number'],
    ['desk.capacity', 2.5, 'number'],
    ['chat.quick_replies', { es: ['Hola'] }, 'kind'],
    ['chat.quick_replies', { es: ['Hola', 'Hola'], en: [] }, 'twice'],
    ['chat.quick_replies', { es: [], en: [''] }, 'empty'],
    ['chat.welcome', { es: 'Hola', en: ' ' }, 'empty'],
    ['chat.welcome', { es: 'Hola {name}', en: 'Hello' }, 'variable'],
    ['chat.handoff', { es: 'Te paso con una persona', en: '{ticket}' }, 'needed'],
    ['chat.languages', [], 'empty'],
    ['bank.country', 'mx', 'country'],
    ['bank.time_zone', 'Mexico/Somewhere', 'time_zone'],
    ['bank.emergency_phone', 'call us', 'phone'],
    ['limits.chat_start', '5 a minute', 'rate'],
    ['limits.chat_start', '0/minute', 'rate'],
    ['limits.staff', '10/hour', 'rate_low'],
    ['widget.colour', 'red', 'colour'],
    ['widget.mode', 'sepia', 'option'],
  ];
  test.each(UNUSABLE)('%s may not be %j (%s)', (key, value, code) => {
    expect(checkSetting(key, value)).toMatchObject({ code });
  });

  test('a text that is wrong in one language says in which', () => {
    const fault = checkSetting('chat.welcome', { es: 'Hola', en: '' });
    expect(fault).toEqual({ code: 'empty', language: 'en' });
    expect(fault && sentenceOf(fault)).toBe('must not be empty (en)');
  });
});
