import type { Context } from '../../context.ts';
import { addDays, dayIn } from './days.ts';
import { Figures } from './figures.ts';
import { calendarOf } from './measuring.ts';
import { midnightOf } from './now-queries.ts';
import { readMeasures, readSpan } from './reading-queries.ts';
import { spreadOf } from './reckoning.ts';

const HOUR_MS = 3_600_000;

/** What staff did and read within the last hours: the rest of the first day from the log itself, whole days as measured. */
export async function auditFigures(ctx: Context, hours: number) {
  const { sql } = ctx.db;
  const calendar = calendarOf(ctx);
  const { now, today, timeZone } = calendar;
  const since = new Date(now.getTime() - hours * HOUR_MS);
  const firstWhole = addDays(dayIn(timeZone, since), 1);
  const until = firstWhole > today ? now : await midnightOf(sql, firstWhole, timeZone);
  const [rest, whole] = await Promise.all([
    readSpan(sql, { from: since, until, now, timeZone }, ['audit']),
    firstWhole > today ? [] : readMeasures(sql, calendar, { from: firstWhole, to: today, measures: ['audit'] }),
  ]);
  const figures = new Figures([...rest, ...whole]);
  const failed = (dimension: string) => dimension.endsWith('/failure');
  return {
    hours,
    since: since.toISOString(),
    total: figures.amount('audit'),
    failures: figures.sumWhere('audit', failed).amount,
    by_action: spreadOf(figures, 'audit', (dimension) => dimension.split('/')[0] ?? ''),
    failures_by_action: Object.fromEntries(
      figures
        .dimensions('audit')
        .filter(failed)
        .map((dimension) => [dimension.split('/')[0] ?? '', figures.amount('audit', dimension)]),
    ),
  };
}
