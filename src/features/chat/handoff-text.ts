import type { Context } from '../../context.ts';
import type { Sql } from '../../db/client.ts';
import type { SettingsStore } from '../../db/settings.ts';
import type { Language } from '../../lib/language.ts';
import { addOpenTime } from '../tickets/business-hours.ts';
import type { Ticket } from '../tickets/model.ts';
import { policyFor } from '../tickets/service-levels.ts';
import { listPolicies } from '../tickets/sla-queries.ts';
import { say } from './texts.ts';

/** What a customer is told who is handed over to people, in the bank's words. */
export const handoffText = (settings: SettingsStore, language: Language, ticket: string): string =>
  say(settings.get('chat.handoff'), language, { ticket, bank: settings.get('bank.name') });

/** The text with the notice below it that nobody is there now, outside the hours in which such a ticket is worked on. */
export async function withHours(
  ctx: Context,
  sql: Sql,
  language: Language,
  text: string,
  ticket: Pick<Ticket, 'priority' | 'category'>,
): Promise<string> {
  const notice = ctx.settings.get('chat.closed')[language];
  if (notice.trim() === '' || (await isOpen(sql, ticket, ctx.clock.now()))) return text;
  const values = { bank: ctx.settings.get('bank.name'), phone: ctx.settings.get('bank.emergency_phone') };
  return `${text}\n\n${say(ctx.settings.get('chat.closed'), language, values)}`;
}

/** By the calendar of the ticket's policy; one that goes around the clock, or no policy, promises nothing to close. */
async function isOpen(sql: Sql, ticket: Pick<Ticket, 'priority' | 'category'>, now: Date): Promise<boolean> {
  const calendar = policyFor(await listPolicies(sql), ticket)?.calendar ?? null;
  return calendar === null || addOpenTime(calendar, now, 0)?.getTime() === now.getTime();
}
