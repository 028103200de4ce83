import { plain } from '../../lib/text.ts';

/** ISO dates, both inclusive. */
export interface Period {
  from: string;
  to: string;
}

const MONTHS = [
  'enero|january|jan',
  'febrero|february|feb',
  'marzo|march',
  'abril|april|apr',
  'mayo|may',
  'junio|june|jun',
  'julio|july|jul',
  'agosto|august|aug',
  'septiembre|setiembre|september|sept|sep',
  'octubre|october|oct',
  'noviembre|november|nov',
  'diciembre|december|dec',
].map((names) => new RegExp(` (?:${names})(?= )`));
// "may" is also a verb, so in English it needs a preposition.
const MAY_AS_VERB = / may (?:i|we|you|be|have|the)(?= )/;

/** The days that a message speaks of, as seen from `today` (of UTC), or null when it names none. A named month is the latest one begun. */
export function periodNamed(text: string, today: Date): Period | null {
  const said = plain(text);
  const month = MONTHS.findIndex((pattern, index) => pattern.test(said) && !(index === 4 && MAY_AS_VERB.test(said)));
  if (month >= 0)
    return monthPeriod(month > today.getUTCMonth() ? today.getUTCFullYear() - 1 : today.getUTCFullYear(), month);
  if (/ (?:este mes|this month|lo que va del mes) /.test(said))
    return monthPeriod(today.getUTCFullYear(), today.getUTCMonth());
  if (/ (?:mes pasado|ultimo mes|last month) /.test(said))
    return monthPeriod(today.getUTCFullYear(), today.getUTCMonth() - 1);
  if (/ (?:hoy|today) /.test(said)) return lastDays(today, 0);
  if (/ (?:ayer|yesterday) /.test(said)) return lastDays(today, 1);
  if (/ (?:esta semana|semana pasada|ultima semana|this week|last week|past week) /.test(said))
    return lastDays(today, 13);
  const days = / (?:ultimos|last|past) (\d{1,3}) (?:dias|days) /.exec(said)?.[1];
  return days ? lastDays(today, Number(days)) : null;
}

function monthPeriod(year: number, month: number): Period {
  return { from: iso(new Date(Date.UTC(year, month, 1))), to: iso(new Date(Date.UTC(year, month + 1, 0))) };
}

function lastDays(today: Date, days: number): Period {
  const from = new Date(today);
  from.setUTCDate(from.getUTCDate() - days);
  return { from: iso(from), to: iso(today) };
}

const iso = (date: Date): string => date.toISOString().slice(0, 10);
