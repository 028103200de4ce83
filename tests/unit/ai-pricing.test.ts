import { describe, expect, test } from 'bun:test';
import { CompletionBuilder } from '../../src/ai/completion-builder.ts';
import { costInMicros, PUBLIC_PRICES, tokensOf } from '../../src/ai/pricing.ts';
import { cutToTokens, estimateUsage, newestWithin, tokensIn } from '../../src/ai/token-window.ts';
import { TOOL_REQUEST } from '../support/questions.ts';

const usage = (promptTokens: number, completionTokens: number, rest = {}) => ({
  promptTokens,
  completionTokens,
  ...rest,
});

describe('costInMicros', () => {
  test('a price per million tokens is a micro-dollar per token', () => {
    expect(costInMicros([{ model: 'gpt-4.1-mini-2026', usage: usage(1_000, 100) }], PUBLIC_PRICES)).toBe(560);
    expect(costInMicros([{ model: 'claude-haiku-4-5', usage: usage(1_000, 100) }], PUBLIC_PRICES)).toBe(1_500);
  });

  test('tokens from and into the cache have their own prices', () => {
    const cached = usage(1_000, 0, { cachedTokens: 600, cacheWriteTokens: 200 });
    expect(costInMicros([{ model: 'claude-haiku-4-5', usage: cached }], PUBLIC_PRICES)).toBe(200 + 60 + 250);
    expect(costInMicros([{ model: 'x', usage: cached }], { x: { prompt: 1, completion: 1 } })).toBe(1_000);
  });

  test('all that was asked for is added, the longest name wins, a part is rounded up', () => {
    const prices = { m: { prompt: 1, completion: 1 }, 'm-large': { prompt: 10, completion: 10 } };
    const spent = [
      { model: 'm-small', usage: usage(1, 1) },
      { model: 'm-large-2', usage: usage(1, 1) },
    ];
    expect(costInMicros(spent, prices)).toBe(22);
    expect(costInMicros([{ model: 'm', usage: usage(1, 0) }], { m: { prompt: 0.3, completion: 1 } })).toBe(1);
    expect(tokensOf(spent)).toEqual({ promptTokens: 2, completionTokens: 2 });
  });

  test('a vendor that has no price costs nothing, and is told from none asked', () => {
    expect(costInMicros([], PUBLIC_PRICES)).toBeNull();
    expect(costInMicros([{ model: 'llama', usage: usage(5, 5) }], PUBLIC_PRICES)).toBe(0);
    expect(costInMicros([{ model: null, usage: usage(5, 5) }], PUBLIC_PRICES)).toBe(0);
    const broken = { m: { prompt: 'free', completion: 1 } } as never;
    expect(costInMicros([{ model: 'm', usage: usage(5, 5) }], broken)).toBe(0);
    expect(tokensOf([])).toBeNull();
  });
});

describe('token window', () => {
  test('counts four characters a token', () => {
    expect(tokensIn('')).toBe(1);
    expect(tokensIn('12345')).toBe(2);
    expect(cutToTokens('123456789', 2)).toBe('12345678…');
    expect(cutToTokens('12345678', 2)).toBe('12345678');
    expect(cutToTokens('1234567😀', 2).isWellFormed()).toBe(true);
  });

  test('takes whole numbers that can be stored, whatever a server counts', () => {
    const builder = new CompletionBuilder();
    builder.add({ type: 'text', text: 'OK' });
    builder.add({ type: 'usage', usage: { promptTokens: 12.5, completionTokens: -1, cachedTokens: 1e12 } });
    builder.add({ type: 'end', reason: 'done' });
    expect(builder.finish()?.usage).toEqual({ promptTokens: 13, completionTokens: 0, cachedTokens: 100_000_000 });
  });

  test('estimates what a vendor does not count, from all that went and came', () => {
    const completion = { text: 'x'.repeat(400), toolCalls: [], usage: null, model: null, isCut: false };
    const asked = { ...TOOL_REQUEST, system: 'y'.repeat(4_000) };
    const { promptTokens, completionTokens } = estimateUsage(asked, completion);
    expect(completionTokens).toBeWithin(100, 103);
    expect(promptTokens).toBeWithin(1_050, 1_300);
  });

  test('keeps the newest that fit, without a gap', () => {
    const texts = ['a'.repeat(4), 'b'.repeat(400), 'c'.repeat(8), 'd'.repeat(8)];
    const same = (text: string) => text;
    expect(newestWithin(texts, same, 4)).toEqual(texts.slice(2));
    expect(newestWithin(texts, same, 50)).toEqual(texts.slice(2));
    expect(newestWithin(texts, same, 1_000)).toEqual(texts);
    expect(newestWithin(texts, same, 1)).toEqual([]);
  });
});
