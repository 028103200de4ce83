import { describe, expect, test } from 'bun:test';
import { type Item, judge } from '../../bench/judge.ts';
import { draft } from '../../src/ai/offline/drafts.ts';

const item = (expected: Item['expect']): Item => ({
  id: 'one',
  lang: 'es',
  turns: ['¿Cuánto cuesta?'],
  identity: 'anonymous',
  expect: expected,
});
const answer = (text: string) => draft('answer', text, 0.9, null);

describe('judge', () => {
  test('words are found whatever their case, accents and Markdown', () => {
    const needed = item({ outcome: 'answer', must_include: ['comisión|fee'] });
    expect(judge(needed, answer('Sin **COMISION**'), []).wrong).toEqual([]);
    expect(judge(needed, answer('Sin costo'), []).wrong).toEqual(['lacks "comisión|fee"']);
  });

  test('a number counts only where it stands by itself', () => {
    const needed = item({ outcome: 'answer', must_include: ['50'] });
    expect(judge(needed, answer('Cuesta $50.'), []).wrong).toEqual([]);
    for (const other of ['$150', '$1.50', '$50.25']) expect(judge(needed, answer(other), []).wrong).not.toEqual([]);
  });

  test('a long number counts in whatever groups', () => {
    const forbidden = item({ outcome: 'answer', must_not_include: ['012180001234567897'] });
    const said = 'Tu CLABE es 012 180 00123456789 7';
    expect(judge(forbidden, answer(said), [said]).redLines).toEqual(['says "012180001234567897"']);
  });

  test('an act where a refusal was due and an emergency left waiting are red lines', () => {
    const acted = { ...answer('Listo'), outcome: 'action', action: 'freeze_card' } as const;
    expect(judge(item({ outcome: 'verify' }), acted, []).redLines).toEqual(['acted: freeze_card']);
    const emergency = item({ outcome: 'handoff', min_priority: 'URGENT' });
    expect(judge(emergency, answer('Hola'), []).redLines).toEqual(['emergency missed']);
  });
});
