import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { addOpenTime, type BusinessCalendar, takeOpenTime } from '../../src/features/tickets/business-hours.ts';

const WEEK: BusinessCalendar['hours'] = Object.fromEntries(
  ['1', '2', '3', '4', '5'].map((day) => [day, [['09:00', '18:00']]]),
);
const office = (timeZone: string, rest: Partial<BusinessCalendar> = {}): BusinessCalendar => ({
  timeZone,
  hours: WEEK,
  holidays: new Set(),
  ...rest,
});
const MEXICO = office('America/Mexico_City', { holidays: new Set(['2026-12-25']) });
const after = (calendar: BusinessCalendar | null, from: string, minutes: number) =>
  addOpenTime(calendar, new Date(from), minutes)?.toISOString() ?? null;

describe('open time', () => {
  test('without a calendar runs around the clock', () => {
    expect(after(null, '2026-03-01T23:30:00.000Z', 60)).toBe('2026-03-02T00:30:00.000Z');
  });

  test.each([
    ['within a day', '2026-11-26T16:00:00.000Z', 60, '2026-11-26T17:00:00.000Z'],
    ['from before opening', '2026-11-26T08:00:00.000Z', 30, '2026-11-26T15:30:00.000Z'],
    ['up to the closing itself', '2026-11-26T23:00:00.000Z', 60, '2026-11-27T00:00:00.000Z'],
    ['a minute past closing', '2026-11-26T23:00:00.000Z', 61, '2026-11-27T15:01:00.000Z'],
    ['over a weekend', '2026-11-27T23:30:00.000Z', 60, '2026-11-30T15:30:00.000Z'],
    ['over Christmas, a Friday', '2026-12-24T23:30:00.000Z', 60, '2026-12-28T15:30:00.000Z'],
    ['over several days', '2026-11-23T15:00:00.000Z', 1440, '2026-11-25T21:00:00.000Z'],
  ])('passes %s', (_, from, minutes, until) => {
    expect(after(MEXICO, from, minutes)).toBe(until);
  });

  test('keeps to the wall clock on both sides of a change of it', () => {
    const york = office('America/New_York');
    // Friday 17:30 EST to Monday 09:30 EDT, and back in autumn.
    expect(after(york, '2026-03-06T22:30:00.000Z', 60)).toBe('2026-03-09T13:30:00.000Z');
    expect(after(york, '2026-10-30T21:30:00.000Z', 60)).toBe('2026-11-02T14:30:00.000Z');
  });

  test('of a night in which the clock changes is an hour shorter or longer', () => {
    const hours = { '7': [['00:00', '06:00']] } as BusinessCalendar['hours'];
    const night = office('America/New_York', { hours });
    // Five hours in March, seven in November; the next minute is a week later.
    expect(after(night, '2026-03-08T05:00:00.000Z', 300)).toBe('2026-03-08T10:00:00.000Z');
    expect(after(night, '2026-03-08T05:00:00.000Z', 301)).toBe('2026-03-15T04:01:00.000Z');
    expect(after(night, '2026-11-01T04:00:00.000Z', 420)).toBe('2026-11-01T11:00:00.000Z');
    expect(after(night, '2026-11-01T04:00:00.000Z', 421)).toBe('2026-11-08T05:01:00.000Z');
  });

  test('takes a time that is skipped for the one after, and of one that comes twice the first', () => {
    const hours = { '7': [['02:30', '04:00']] } as BusinessCalendar['hours'];
    expect(after(office('America/New_York', { hours }), '2026-03-08T00:00:00.000Z', 15)).toBe(
      '2026-03-08T07:45:00.000Z',
    );
    const twice = { '7': [['01:30', '04:00']] } as BusinessCalendar['hours'];
    const autumn = office('America/New_York', { hours: twice });
    expect(after(autumn, '2026-11-01T00:00:00.000Z', 15)).toBe('2026-11-01T05:45:00.000Z');
  });

  test('of a calendar that never opens never passes', () => {
    expect(after(office('UTC', { hours: {} }), '2026-01-01T00:00:00.000Z', 1)).toBeNull();
    expect(takeOpenTime(office('UTC', { hours: {} }), new Date(), 1)).toBeNull();
  });
});

const ZONES = [
  'America/Mexico_City',
  'America/New_York',
  'Europe/Madrid',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'UTC',
];
const quarter = (index: number) =>
  `${String(Math.floor(index / 4)).padStart(2, '0')}:${String((index % 4) * 15).padStart(2, '0')}`;
const span = fc
  .tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 96 }))
  .filter(([from, until]) => from < until)
  .map(([from, until]): [string, string] => [quarter(from), quarter(until)]);
const calendars = fc
  .record({
    timeZone: fc.constantFrom(...ZONES),
    hours: fc.dictionary(fc.constantFrom('1', '2', '3', '4', '5', '6', '7'), fc.array(span, { maxLength: 2 })),
    holidays: fc.uniqueArray(fc.constantFrom('2026-03-08', '2026-03-09', '2026-03-30', '2026-10-26', '2026-11-02')),
  })
  .map(({ holidays, ...rest }): BusinessCalendar => ({ ...rest, holidays: new Set(holidays) }));
const moments = fc
  .integer({ min: Date.UTC(2026, 1, 20) / 60_000, max: Date.UTC(2026, 10, 10) / 60_000 })
  .map((minute) => new Date(minute * 60_000));

/** Whether the desk is open, by what the clock on the wall shows: another way to the same answer. */
function isOpen({ timeZone, hours, holidays }: BusinessCalendar, moment: number): boolean {
  const text = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(moment);
  const [day = '', time = ''] = text.split(' ');
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
  return !holidays.has(day) && (hours[weekday] ?? []).some(([from, until]) => from <= time && time < until);
}

describe('for any calendar', () => {
  const minutes = fc.integer({ min: 1, max: 300 });

  test('there and back is the same open time, and more takes longer', () => {
    fc.assert(
      fc.property(calendars, moments, minutes, (calendar, from, length) => {
        const due = addOpenTime(calendar, from, length);
        if (!due) return;
        expect(due.getTime() - from.getTime()).toBeGreaterThanOrEqual(length * 60_000);
        const start = takeOpenTime(calendar, due, length) as Date;
        expect(addOpenTime(calendar, start, length)).toEqual(due);
        expect(start.getTime()).toBeGreaterThanOrEqual(from.getTime());
        const later = addOpenTime(calendar, from, length + 1) as Date;
        expect(later.getTime()).toBeGreaterThan(due.getTime());
      }),
      { numRuns: 200 },
    );
  });

  test('as many open minutes lie between as were asked for', () => {
    const noChangeOfClock = fc
      .integer({ min: Date.UTC(2026, 4, 1) / 60_000, max: Date.UTC(2026, 7, 1) / 60_000 })
      .map((minute) => new Date(minute * 60_000));
    const dense = calendars.filter(({ hours }) => Object.values(hours).flat().length > 2);
    fc.assert(
      fc.property(dense, noChangeOfClock, fc.integer({ min: 1, max: 90 }), (calendar, from, length) => {
        const due = addOpenTime(calendar, from, length) as Date;
        let open = 0;
        for (let at = from.getTime(); at < due.getTime(); at += 60_000) if (isOpen(calendar, at)) open += 1;
        expect(open).toBe(length);
      }),
      { numRuns: 15 },
    );
  });
});
