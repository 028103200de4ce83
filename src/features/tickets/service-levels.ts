import { addOpenTime, type BusinessCalendar, takeOpenTime } from './business-hours.ts';
import { isWorkedOn, type Priority, type TicketStatus } from './model.ts';

export const CLOCKS = ['first_response', 'next_response', 'resolution', 'complaint'] as const;
export type ClockName = (typeof CLOCKS)[number];
export type ClockEvent = 'warned' | 'breached' | 'met';

/** What a ticket is owed. Units: minutes of open time; null owes nothing of the kind. */
export interface Policy {
  id: number;
  priority: Priority | null;
  category: string | null;
  /** Null runs around the clock. */
  calendar: BusinessCalendar | null;
  firstResponseMinutes: number | null;
  nextResponseMinutes: number | null;
  resolutionMinutes: number | null;
  warnPercent: number;
}

/** All that decides the clocks of a ticket: what happened, never what was reckoned before. */
export interface TicketFacts {
  status: TicketStatus;
  priority: Priority;
  category: string;
  createdAt: Date;
  /** When it last went back to work after it was resolved. */
  reopenedAt: Date | null;
  /** The first and the newest answer of a person to the customer. */
  firstReplyAt: Date | null;
  lastReplyAt: Date | null;
  /** Of the customer's first message after the newest answer. */
  owedSince: Date | null;
  /** What was asked after the first answer and has been answered by a person since a next response was last written down. */
  answered: { since: Date; at: Date }[];
  /** Whether the assistant answers the chat now: then people owe nothing in it. */
  isWithAssistant: boolean;
  resolvedAt: Date | null;
  complaintSince: Date | null;
  complaintDueAt: Date | null;
  isMerged: boolean;
}

/** As the ticket's row has them. */
export interface StoredClocks {
  firstRespondedAt: Date | null;
  firstResponseDueAt: Date | null;
  nextResponseDueAt: Date | null;
  resolutionDueAt: Date | null;
}

export interface Clock {
  name: ClockName;
  warnAt: Date;
  dueAt: Date;
}

/** A promise that was kept or not, with the moment that decided. */
export interface Settled {
  name: ClockName;
  dueAt: Date;
  at: Date;
}

const DEFAULT_WARN_PERCENT = 80;

/** The first policy that fits; they come in the order in which they are asked. */
export const policyFor = (policies: Policy[], { priority, category }: Pick<TicketFacts, 'priority' | 'category'>) =>
  policies.find(
    (policy) =>
      (policy.priority === null || policy.priority === priority) &&
      (policy.category === null || policy.category === category),
  ) ?? null;

/** The clocks that run. */
export function runningClocks(facts: TicketFacts, policy: Policy | null): Clock[] {
  if (facts.isMerged || !isWorkedOn(facts.status)) return [];
  const clocks: (Clock | null)[] = [complaintClock(facts, policy)];
  if (policy) {
    const { firstResponseMinutes, nextResponseMinutes, resolutionMinutes } = policy;
    if (!facts.firstReplyAt) clocks.push(clockOf('first_response', policy, facts.createdAt, firstResponseMinutes));
    else if (facts.owedSince && !facts.isWithAssistant)
      clocks.push(clockOf('next_response', policy, facts.owedSince, nextResponseMinutes));
    clocks.push(clockOf('resolution', policy, facts.reopenedAt ?? facts.createdAt, resolutionMinutes));
  }
  return clocks.filter((clock) => clock !== null);
}

/**
 * What the newest facts settle of the promises on the row. `earlier` is the policy under which the row's next response
 * was reckoned; a question that was answered before anybody reckoned is measured by the one in force, so that quick
 * answers count in the figures as slow ones do.
 */
export function settledClocks(
  facts: TicketFacts,
  stored: StoredClocks,
  { earlier, policy }: { earlier: Policy | null; policy: Policy | null },
): Settled[] {
  if (facts.isMerged) return [];
  const settled: Settled[] = [];
  const settle = (name: ClockName, dueAt: Date | null, at: Date | null) => {
    if (dueAt && at) settled.push({ name, dueAt, at });
  };
  if (!stored.firstRespondedAt) settle('first_response', stored.firstResponseDueAt, facts.firstReplyAt);
  const known = stored.nextResponseDueAt;
  const answer =
    known && facts.answered.find(({ since }) => nextResponseDue(earlier, since)?.getTime() === known.getTime());
  if (known && !isSameDebt(facts, known, earlier)) settle('next_response', known, answer?.at ?? facts.lastReplyAt);
  for (const { since, at } of facts.answered.filter((one) => one !== answer)) {
    settle('next_response', nextResponseDue(policy, since), at);
  }
  if (!isWorkedOn(facts.status)) {
    settle('resolution', stored.resolutionDueAt, facts.resolvedAt);
    settle('complaint', facts.complaintDueAt, facts.resolvedAt);
  }
  return settled;
}

/** When a clock next has something to say; null once all have spoken. */
export function nextCheck(clocks: Clock[], now: Date): Date | null {
  const moments = clocks.flatMap(({ warnAt, dueAt }) => [warnAt, dueAt]).filter((moment) => moment > now);
  return earliest(moments);
}

export const earliest = (moments: Date[]): Date | null =>
  moments.reduce<Date | null>((first, moment) => (first && first <= moment ? first : moment), null);

function isSameDebt({ owedSince }: TicketFacts, dueAt: Date, earlier: Policy | null): boolean {
  if (!owedSince || !earlier || earlier.nextResponseMinutes === null) return owedSince !== null;
  return nextResponseDue(earlier, owedSince)?.getTime() === dueAt.getTime();
}

function nextResponseDue(policy: Policy | null, since: Date): Date | null {
  if (!policy || policy.nextResponseMinutes === null) return null;
  return addOpenTime(policy.calendar, since, policy.nextResponseMinutes);
}

function clockOf(name: ClockName, policy: Policy, since: Date, minutes: number | null): Clock | null {
  const dueAt = minutes === null ? null : addOpenTime(policy.calendar, since, minutes);
  if (!dueAt || minutes === null) return null;
  const warnAt = takeOpenTime(policy.calendar, dueAt, (minutes * (100 - policy.warnPercent)) / 100) ?? dueAt;
  return { name, warnAt, dueAt };
}

/** The authority counts days of the calendar, open or not. */
function complaintClock({ complaintSince, complaintDueAt }: TicketFacts, policy: Policy | null): Clock | null {
  if (!complaintSince || !complaintDueAt) return null;
  const share = (100 - (policy?.warnPercent ?? DEFAULT_WARN_PERCENT)) / 100;
  const lead = Math.round((complaintDueAt.getTime() - complaintSince.getTime()) * share);
  return { name: 'complaint', warnAt: new Date(complaintDueAt.getTime() - lead), dueAt: complaintDueAt };
}
