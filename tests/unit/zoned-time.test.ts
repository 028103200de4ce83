import { describe, expect, test } from 'bun:test';
import { fromLocalTime, toLocalTime } from '../../src/lib/zoned-time.ts';

describe('a time as the clocks of a place show it', () => {
  test.each([
    ['2026-07-01T09:30', 'America/Mexico_City', '2026-07-01T15:30:00.000Z'],
    ['2026-01-15T09:30', 'Europe/Madrid', '2026-01-15T08:30:00.000Z'],
    ['2026-07-15T09:30', 'Europe/Madrid', '2026-07-15T07:30:00.000Z'],
    ['2026-03-29T03:30', 'Europe/Madrid', '2026-03-29T01:30:00.000Z'],
    ['2026-01-15T09:30', 'Asia/Kathmandu', '2026-01-15T03:45:00.000Z'],
    ['2026-01-15T00:00', 'UTC', '2026-01-15T00:00:00.000Z'],
  ])('%s in %s is %s', (text, timeZone, iso) => {
    expect(fromLocalTime(text, timeZone)?.toISOString()).toBe(iso);
    expect(toLocalTime(new Date(iso), timeZone)).toBe(text);
  });

  test('that is left out in spring is the one after it', () => {
    expect(fromLocalTime('2026-03-29T02:30', 'Europe/Madrid')?.toISOString()).toBe('2026-03-29T01:30:00.000Z');
  });

  test('is none in an empty field, and nothing in words', () => {
    expect(fromLocalTime('  ', 'UTC')).toBeNull();
    expect(toLocalTime(null, 'UTC')).toBe('');
    for (const text of ['tomorrow', '2026-13-40T10:00', '2026-01-01', '2026-01-01T25:00', '0000-01-01T10:00']) {
      expect([text, fromLocalTime(text, 'UTC')]).toEqual([text, undefined]);
    }
  });
});
