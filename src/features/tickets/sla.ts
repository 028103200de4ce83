import type { Context } from '../../context.ts';
import type { Sql } from '../../db/client.ts';
import { announceNotifications, notifyStaff, type Told } from '../notifications/service.ts';
import {
  type Clock,
  type ClockEvent,
  type ClockName,
  earliest,
  nextCheck,
  policyFor,
  runningClocks,
  settledClocks,
} from './service-levels.ts';
import {
  databaseTime,
  insertClockEvent,
  listDue,
  listPolicies,
  listTalkedAbout,
  listWorkedOn,
  lockFacts,
  type ReckonedTicket,
  saveClocks,
  saveFollowMark,
  takeFollowMark,
} from './sla-queries.ts';

const MAX_DUE = 500;
/** What was written in a transaction that ended late is found by looking back so far. */
const FOLLOW_BACK_MS = 10_000;

/**
 * Sets the clocks of a ticket by what has happened to it, and writes down what they have to say, each of it once. Called
 * after every change, and by the job when a moment has come. Tx: the caller's; then `announceNotifications`.
 */
export async function updateClocks(tx: Sql, ticketId: number, now: Date): Promise<Told> {
  const told: Told = { inApp: [], mails: 0 };
  const [ticket, policies] = await Promise.all([lockFacts(tx, ticketId), listPolicies(tx)]);
  if (!ticket) return told;
  const earlier = policies.find(({ id }) => id === ticket.policyId) ?? null;
  const policy = policyFor(policies, ticket);
  const note = (clock: ClockName, event: ClockEvent, dueAt: Date, at: Date) =>
    insertClockEvent(tx, { ticketId, clock, event, dueAt, at });
  let hasBreached = false;
  for (const { name, dueAt, at } of settledClocks(ticket, ticket, { earlier, policy })) {
    await note(name, at <= dueAt ? 'met' : 'breached', dueAt, at);
    hasBreached ||= at > dueAt;
  }
  const clocks = runningClocks(ticket, policy);
  for (const clock of clocks.filter(({ warnAt }) => warnAt <= now)) {
    const event = clock.dueAt <= now ? 'breached' : 'warned';
    hasBreached ||= event === 'breached';
    const isNews = await note(clock.name, event, clock.dueAt, now);
    if (isNews) add(told, await tellOf(tx, ticket, event, clock, now));
  }
  const dueOf = (name: ClockName) => clocks.find((clock) => clock.name === name)?.dueAt ?? null;
  const isWarned = clocks.some(({ warnAt }) => warnAt <= now);
  await saveClocks(tx, ticketId, {
    policyId: policy?.id ?? null,
    firstResponseDueAt: dueOf('first_response') ?? ticket.firstResponseDueAt,
    firstRespondedAt: ticket.firstReplyAt,
    nextResponseDueAt: dueOf('next_response'),
    resolutionDueAt: dueOf('resolution') ?? ticket.resolutionDueAt,
    slaDueAt: earliest(clocks.map(({ dueAt }) => dueAt)),
    slaCheckAt: nextCheck(clocks, now),
    slaWarnedAt: isWarned ? (ticket.slaWarnedAt ?? now) : null,
    hasBreached,
  });
  return told;
}

/**
 * What the clocks say now: follows what was said in chats since the last run, then lets those speak whose moment has
 * come. Answers how many tickets were looked at. Two runs at once tell nothing twice.
 */
export async function runClocks(ctx: Context, now = ctx.clock.now()): Promise<number> {
  const { sql } = ctx.db;
  const [mark, reached] = await Promise.all([takeFollowMark(sql), databaseTime(sql)]);
  // The first time, tickets from before there were clocks get theirs.
  const talkedAbout = mark.at
    ? await listTalkedAbout(sql, new Date(mark.at.getTime() - FOLLOW_BACK_MS))
    : await listWorkedOn(sql);
  const due = await listDue(sql, now, MAX_DUE);
  const ids = new Set([...talkedAbout, ...due]);
  for (const id of ids) {
    try {
      announceNotifications(ctx, await sql.begin((tx) => updateClocks(tx, id, now)));
    } catch (err) {
      // One that cannot be reckoned must not silence the others; it is looked at again with the next run.
      ctx.log.warn({ err, ticket: id }, 'the clocks of a ticket could not be set');
    }
  }
  await saveFollowMark(sql, reached, mark);
  return ids.size;
}

/** The one whose ticket it is and everybody who may reach any ticket. */
async function tellOf(tx: Sql, ticket: ReckonedTicket, event: ClockEvent, clock: Clock, now: Date): Promise<Told> {
  const told: Told = { inApp: [], mails: 0 };
  const { assigneeId } = ticket;
  const cause = {
    kind: event === 'breached' ? 'sla_breached' : 'sla_warning',
    conversationId: ticket.conversationId,
    ticketId: ticket.id,
    key: `${ticket.id}:${clock.name}:${clock.dueAt.getTime()}`,
    data: {
      reference: ticket.reference,
      subject: ticket.subject,
      ...(ticket.customerName && { customer: ticket.customerName }),
      minutes: Math.round(Math.abs(clock.dueAt.getTime() - now.getTime()) / 60_000),
    },
  } as const;
  // The key keeps a supervisor whose own ticket it is from hearing of it twice.
  if (assigneeId !== null) add(told, await notifyStaff(tx, { ...cause, to: [assigneeId] }, now));
  add(told, await notifyStaff(tx, { ...cause, to: { atLeast: 'SUPERVISOR' } }, now));
  return told;
}

function add(told: Told, more: Told): void {
  told.inApp.push(...more.inApp);
  told.mails += more.mails;
}
