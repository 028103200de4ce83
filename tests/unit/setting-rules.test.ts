import { describe, expect, test } from 'bun:test';
import { faultOf } from '../../src/db/setting-rules.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../src/db/settings.ts';

const KEYS = Object.keys(DEFAULT_SETTINGS) as (keyof Settings)[];
const fault = (key: keyof Settings, value: unknown) => faultOf(key, value, DEFAULT_SETTINGS[key]);

describe('faultOf', () => {
  test.each(KEYS)('%s takes its own default and neither nothing nor another kind', (key) => {
    expect(fault(key, DEFAULT_SETTINGS[key])).toBeNull();
    for (const value of [null, undefined, { other: 1 }, typeof DEFAULT_SETTINGS[key] === 'string' ? 1 : 'text']) {
      expect(fault(key, value)).toStartWith('must ');
    }
  });

  const USABLE: [keyof Settings, unknown][] = [
    ['ai.providers', ['anthropic', 'openai', 'mock']],
    ['ai.openai_model', 'gpt-4.1'],
    ['ai.temperature', 0],
    ['ai.temperature', 1],
    ['ai.prices', {}],
    ['ai.prices', { 'my-model': { prompt: 0, completion: 0.5, cached: 0, cacheWrite: 1 } }],
    ['ai.budget_per_day_tokens', 50_000],
    ['chat.quick_replies', { es: [], en: ['Hello'] }],
  ];
  test.each(USABLE)('%s may be %j', (key, value) => expect(fault(key, value)).toBeNull());

  const UNUSABLE: [keyof Settings, unknown][] = [
    ['ai.providers', ['openai', 'openai']],
    ['ai.providers', ['gemini']],
    ['ai.openai_model', 'two words'],
    ['ai.anthropic_model', 'x'.repeat(101)],
    ['ai.temperature', 1.1],
    ['ai.temperature', Number.NaN],
    ['ai.prices', { m: { prompt: 1 } }],
    ['ai.prices', { m: { prompt: -1, completion: 1 } }],
    ['ai.prices', { m: { prompt: '1', completion: 1 } }],
    ['ai.prices', { m: { prompt: 1, completion: 1, per: 'day' } }],
    ['ai.budget_per_day_usd', -1],
    ['ai.budget_per_conversation_tokens', Number.POSITIVE_INFINITY],
    ['chat.quick_replies', { es: ['Hola'] }],
    ['chat.features', { attachments: 'yes', feedback: true, escalation: true }],
  ];
  test.each(UNUSABLE)('%s may not be %j', (key, value) => expect(fault(key, value)).toStartWith('must '));
});
