import { describe, expect, test } from 'bun:test';
import { differencesOf, linesBetween } from '../../src/features/knowledge/differences.ts';
import type { Words } from '../../src/features/knowledge/model.ts';

const words = (change: Partial<Words> = {}): Words => ({
  title: 'Tarjeta perdida',
  content: 'Uno.\nDos.\nTres.\nCuatro.\nCinco.\nSeis.\nSiete.\nOcho.',
  category: 'cards',
  tags: ['tarjeta'],
  examples: ['perdí mi tarjeta'],
  effectiveFrom: null,
  expiresAt: null,
  ...change,
});

const told = async (before: Words | null, after: Words) =>
  (await differencesOf(before, after)).map(({ field, lines }) => [
    field,
    lines.map(
      ({ kind, count, parts }) => count ?? `${kind}: ${parts.map(({ text, kind }) => `${sign[kind]}${text}`).join('')}`,
    ),
  ]);
const sign = { same: '', added: '+', removed: '-' };

describe('the differences between two versions', () => {
  test('are none where both say the same', async () => {
    expect(await differencesOf(words(), words())).toEqual([]);
  });

  test('are marked word by word in a changed line, with two lines around it and the rest left out', async () => {
    const after = words({ content: 'Uno.\nDos.\nTres.\nCuatro mil.\nCinco.\nSeis.\nSiete.\nOcho.' });
    expect(await told(words(), after)).toEqual([
      [
        'content',
        ['same: Uno.', 'same: Dos.', 'same: Tres.', 'changed: Cuatro+ mil.', 'same: Cinco.', 'same: Seis.', 2],
      ],
    ]);
  });

  test('name every field, and show what came and what went', async () => {
    const after = words({
      title: 'Tarjeta robada',
      examples: ['perdí mi tarjeta', 'me robaron la tarjeta'],
      category: 'security',
      tags: ['robo', 'tarjeta'],
      expiresAt: new Date('2030-01-01T00:00:00Z'),
    });
    expect(await told(words(), after)).toEqual([
      ['title', ['changed: Tarjeta -perdida+robada']],
      ['examples', ['same: perdí mi tarjeta', 'added: +me robaron la tarjeta']],
      ['category', ['changed: -cards+security']],
      ['tags', ['changed: +robo, tarjeta']],
      ['expiresAt', ['added: +2030-01-01T00:00:00.000Z']],
    ]);
  });

  test('of a first version are all of it', async () => {
    const [title] = await told(null, words());
    expect(title).toEqual(['title', ['added: +Tarjeta perdida']]);
  });

  test('of a text that was written anew are told at once, and as that', async () => {
    const written = (mark: string, between: string) =>
      Array.from({ length: 4_000 }, (_, at) => `${mark}${at}`).join(between);
    for (const between of [' ', '\n']) {
      const [before, after] = [written('a', between), written('b', between)];
      const since = performance.now();
      expect(await linesBetween(before, after)).toEqual([
        {
          kind: 'changed',
          parts: [
            { text: before, kind: 'removed' },
            { text: after, kind: 'added' },
          ],
        },
      ]);
      expect((await linesBetween('', after)).every(({ kind }) => kind === 'added')).toBe(true);
      expect(performance.now() - since).toBeLessThan(3_000);
    }
  });
});
