import type { TicketStatus } from '../tickets/model.ts';
import {
  type Clock,
  type ClockEvent,
  type ClockName,
  earliest,
  nextCheck,
  type Policy,
  policyFor,
  runningClocks,
  type StoredClocks,
  settledClocks,
  type TicketFacts,
} from '../tickets/service-levels.ts';
import type { DemoTicket } from './model.ts';

interface SpokenClock {
  clock: ClockName;
  event: ClockEvent;
  dueAt: Date;
  at: Date;
}

export interface ToldClocks extends StoredClocks {
  policyId: number | null;
  slaDueAt: Date | null;
  slaCheckAt: Date | null;
  slaWarnedAt: Date | null;
  hasBreached: boolean;
  events: SpokenClock[];
}

/**
 * What the clocks of a ticket said until `now`, and how they stand then: reckoned at every moment at which something
 * happened or a clock was due to speak, by the same rules as those of live tickets.
 */
export function runThrough(ticket: DemoTicket, policies: Policy[], now: Date): ToldClocks {
  const deeds = momentsOf(ticket).filter((at) => at <= now);
  let told: ToldClocks = {
    ...{ policyId: null, firstRespondedAt: null, firstResponseDueAt: null, nextResponseDueAt: null },
    ...{ resolutionDueAt: null, slaDueAt: null, slaCheckAt: null, slaWarnedAt: null, hasBreached: false, events: [] },
  };
  let at: Date | null = ticket.createdAt;
  while (at !== null && at <= now) {
    told = reckon(ticket, policies, told, at);
    const reached: Date = at;
    at = earliest([...deeds, ...(told.slaCheckAt ? [told.slaCheckAt] : [])].filter((moment) => moment > reached));
  }
  return told;
}

function reckon(ticket: DemoTicket, policies: Policy[], before: ToldClocks, at: Date): ToldClocks {
  const facts = factsAt(ticket, at);
  const earlier = policies.find(({ id }) => id === before.policyId) ?? null;
  const policy = policyFor(policies, facts);
  const events = [...before.events];
  const speak = (clock: ClockName, event: ClockEvent, dueAt: Date, when: Date) => {
    const isOld = events.some(
      (one) =>
        one.clock === clock &&
        one.dueAt.getTime() === dueAt.getTime() &&
        (one.event === event || one.event !== 'warned'),
    );
    if (!isOld) events.push({ clock, event, dueAt, at: when });
  };
  for (const { name, dueAt, at: when } of settledClocks(facts, before, { earlier, policy })) {
    speak(name, when <= dueAt ? 'met' : 'breached', dueAt, when);
  }
  const clocks = runningClocks(facts, policy);
  const warned = clocks.filter(({ warnAt }) => warnAt <= at);
  for (const { name, dueAt } of warned) speak(name, dueAt <= at ? 'breached' : 'warned', dueAt, at);
  const dueOf = (name: Clock['name']) => clocks.find((clock) => clock.name === name)?.dueAt ?? null;
  return {
    policyId: policy?.id ?? null,
    firstResponseDueAt: dueOf('first_response') ?? before.firstResponseDueAt,
    firstRespondedAt: facts.firstReplyAt,
    nextResponseDueAt: dueOf('next_response'),
    resolutionDueAt: dueOf('resolution') ?? before.resolutionDueAt,
    slaDueAt: earliest(clocks.map(({ dueAt }) => dueAt)),
    slaCheckAt: nextCheck(clocks, at),
    slaWarnedAt: warned.length > 0 ? (before.slaWarnedAt ?? at) : null,
    hasBreached: events.some(({ event }) => event === 'breached'),
    events,
  };
}

function momentsOf({ createdAt, changes, messages, conversation }: DemoTicket): Date[] {
  const said = [...messages, ...(conversation?.messages ?? [])].map(({ at }) => at);
  return [...changes.map(({ at }) => at), ...said].filter((at) => at > createdAt);
}

/** What had happened to the ticket by then. */
function factsAt(ticket: DemoTicket, at: Date): TicketFacts {
  const { createdAt, complaintNumber, complaintDueAt, category } = ticket;
  const changes = ticket.changes.filter((change) => change.at <= at);
  const statuses = changes.filter(({ field }) => field === 'status');
  const status = (statuses.at(-1)?.to ?? 'OPEN') as TicketStatus;
  const chat = (ticket.conversation?.messages ?? []).filter((said) => said.at >= createdAt && said.at <= at);
  const written = ticket.messages.filter((said) => said.at <= at && !said.isInternal && said.senderType === 'agent');
  const replies = [...chat.filter(({ role }) => role === 'agent'), ...written].map((said) => said.at);
  const lastReplyAt = replies.reduce<Date | null>((last, one) => (last && last >= one ? last : one), null);
  const asked = chat.filter((said) => said.role === 'customer' && lastReplyAt !== null && said.at > lastReplyAt);
  const reopened = statuses.findLast(({ from, to }) => isDone(from) && !isDone(to));
  return {
    status,
    // The first change of the priority tells what it was before.
    priority: priorityAt(ticket, at),
    category,
    createdAt,
    reopenedAt: reopened?.at ?? null,
    firstReplyAt: earliest(replies),
    lastReplyAt,
    owedSince: earliest(asked.map((said) => said.at)),
    // Everything that happened is reckoned at its own moment: no question is answered unseen.
    answered: [],
    // People were asked for before there was a ticket, and none of the stories goes back to the assistant.
    isWithAssistant: false,
    resolvedAt: isDone(status) ? resolvedAt(statuses) : null,
    complaintSince: complaintNumber === null ? null : createdAt,
    complaintDueAt,
    isMerged: changes.some(({ field }) => field === 'merged_into'),
  };
}

function priorityAt({ changes, priority }: DemoTicket, at: Date): TicketFacts['priority'] {
  const later = changes.find((change) => change.field === 'priority' && change.at > at);
  return (later?.from ?? priority) as TicketFacts['priority'];
}

/** When it was done for the last time and stayed so. */
function resolvedAt(statuses: readonly { from: string | null; to: string | null; at: Date }[]): Date | null {
  return statuses.findLast(({ from, to }) => !isDone(from) && isDone(to))?.at ?? null;
}

const isDone = (status: string | null): boolean => status === 'RESOLVED' || status === 'CLOSED';
