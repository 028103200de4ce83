import type { Context } from '../../context.ts';
import type { Sql } from '../../db/client.ts';
import type { SettingsStore } from '../../db/settings.ts';
import type { Language } from '../../lib/language.ts';
import { addOpenTime } from '../tickets/business-hours.ts';
import { listCalendarSettings } from '../tickets/sla-settings-queries.ts';
import { say } from './texts.ts';

/** What a customer is told who is handed over to people, in the bank's words. */
export const handoffText = (settings: SettingsStore, language: Language, ticket: string): string =>
  say(settings.get('chat.handoff'), language, { ticket, bank: settings.get('bank.name') });

/** The text with the notice below it that nobody is there now, where the desk is outside its business hours. */
export async function withHours(ctx: Context, sql: Sql, language: Language, text: string): Promise<string> {
  const notice = ctx.settings.get('chat.closed')[language];
  if (notice.trim() === '' || (await isOpen(sql, ctx.clock.now()))) return text;
  const values = { bank: ctx.settings.get('bank.name'), phone: ctx.settings.get('bank.emergency_phone') };
  return `${text}\n\n${say(ctx.settings.get('chat.closed'), language, values)}`;
}

/** By the first of the calendars, which is the desk's own; without one it is always open. */
async function isOpen(sql: Sql, now: Date): Promise<boolean> {
  const [calendar] = await listCalendarSettings(sql);
  if (!calendar) return true;
  const { timeZone, hours, holidays } = calendar;
  const opensAt = addOpenTime({ timeZone, hours, holidays: new Set(holidays.map(({ day }) => day)) }, now, 0);
  return opensAt?.getTime() === now.getTime();
}
