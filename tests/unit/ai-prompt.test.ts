import { describe, expect, test } from 'bun:test';
import { createAnswerers } from '../../src/ai/answerers.ts';
import { buildMessages, buildSystemPrompt } from '../../src/ai/prompt.ts';
import { askQuestion, repeatText } from '../support/questions.ts';

describe('prompt', () => {
  test('the system prompt is the same for every conversation of a bank', () => {
    expect(buildSystemPrompt('Banco A')).toBe(buildSystemPrompt('Banco A'));
    expect(buildSystemPrompt('Banco A')).toContain('Banco A');
  });

  test('the customer speaks first, and the newest exchanges are kept', () => {
    const history = Array.from({ length: 40 }, (_, index) => ({
      role: index % 2 === 0 ? ('assistant' as const) : ('customer' as const),
      content: `n${index} ${'x'.repeat(5000)}`,
    }));
    const messages = buildMessages(askQuestion({ history }));
    expect(messages[0]?.role).toBe('user');
    expect(messages.length).toBeLessThanOrEqual(13);
    expect(JSON.stringify(messages)).toContain('n39');
    expect(JSON.stringify(messages).length).toBeLessThan(25_000);
  });

  test('language and identity stand in the context', () => {
    const last = buildMessages(askQuestion({ language: 'en', level: 0, passages: [] })).at(-1);
    expect(JSON.stringify(last)).toContain('reply language: English\\ncustomer: not verified');
  });
});

describe('createAnswerers', () => {
  const settings = { apiKey: 'k', model: 'm', baseUrl: null };
  const namesOf = (provider: 'openai' | 'anthropic' | 'mock', fallback: ('openai' | 'anthropic' | 'mock')[]) =>
    createAnswerers({ provider, fallback, openai: settings, anthropic: settings }, repeatText('Hola.')).map(
      ({ name }) => name,
    );

  test('keeps the order, each once, the offline engine last', () => {
    expect(namesOf('openai', ['anthropic', 'openai', 'mock'])).toEqual(['openai', 'anthropic', 'mock']);
    expect(namesOf('anthropic', [])).toEqual(['anthropic', 'mock']);
    expect(namesOf('mock', ['openai'])).toEqual(['mock']);
  });
});
