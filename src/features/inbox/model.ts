import { PRIORITIES, type Priority } from '../../ai/answer.ts';
import type { Language } from '../../lib/language.ts';
import { type Action, may } from '../auth/model.ts';
import type { Agent, ConversationStatus, HandoffSummary, InboxRow } from '../conversations/model.ts';
import type { Ticket } from '../tickets/model.ts';
import type { Role } from '../users/model.ts';

export const INBOX_TABS = ['all', 'mine', 'unassigned'] as const;
export type InboxTab = (typeof INBOX_TABS)[number];
/** `open`: whatever has not ended. */
export const INBOX_STATUSES = ['open', 'bot', 'waiting', 'human', 'ended'] as const;
export type InboxStatus = (typeof INBOX_STATUSES)[number];
export const INBOX_SORTS = ['newest', 'waiting', 'urgent'] as const;
export type InboxSort = (typeof INBOX_SORTS)[number];
/** Of the open ticket's clocks: run out, about to, or with time left. */
export const SLA_STATES = ['breached', 'warned', 'running'] as const;
export type SlaState = (typeof SLA_STATES)[number];

/** Which conversations the list shows, and in which order: the state of its address. */
export interface InboxFilter {
  tab: InboxTab;
  status: InboxStatus;
  sort: InboxSort;
  /** Only those that were handed to people. */
  isEscalated: boolean;
  priority: Priority | null;
  language: Language | null;
  channel: string | null;
  tag: string | null;
  sla: SlaState | null;
  /** Looked for in the names and messages. */
  text: string | null;
}

const MAX_WORD_CHARS = 40;
export const MAX_TEXT_CHARS = 200;

const one = <Value extends string>(values: readonly Value[], value: unknown): Value | null =>
  values.find((known) => known === value) ?? null;

const word = (value: unknown, max: number): string | null => {
  const text = typeof value === 'string' ? value.trim().slice(0, max) : '';
  return text === '' ? null : text;
};

/** The filter that a query of the address says; what it does not say, or says wrongly, is as on the bare address. */
export function filterOf(query: Record<string, unknown>): InboxFilter {
  return {
    tab: one(INBOX_TABS, query.tab) ?? 'all',
    status: one(INBOX_STATUSES, query.status) ?? 'open',
    sort: one(INBOX_SORTS, query.sort) ?? 'newest',
    isEscalated: query.escalated === '1',
    priority: one(PRIORITIES, query.priority),
    language: one(['es', 'en'] as const, query.language),
    channel: word(query.channel, MAX_WORD_CHARS)?.toLowerCase() ?? null,
    tag: word(query.tag, MAX_WORD_CHARS)?.toLowerCase() ?? null,
    sla: one(SLA_STATES, query.sla),
    text: word(query.q, MAX_TEXT_CHARS),
  };
}

/** The names and values by which an address says a filter; what is as usual is left out. */
export function fieldsOf(filter: InboxFilter): Record<string, string> {
  const { tab, status, sort, isEscalated, priority, language, channel, tag, sla, text } = filter;
  const all = {
    tab: tab === 'all' ? null : tab,
    status: status === 'open' ? null : status,
    escalated: isEscalated ? '1' : null,
    priority,
    sla,
    language,
    channel,
    tag,
    q: text,
    sort: sort === 'newest' ? null : sort,
  };
  return Object.fromEntries(Object.entries(all).filter((field): field is [string, string] => field[1] !== null));
}

/** A row of the list. */
export interface ListRow extends InboxRow {
  /** Its place by each way of sorting. */
  places: Record<InboxSort, string>;
  slaDueAt: Date | null;
  slaWarnedAt: Date | null;
  slaBreached: boolean;
  /** The staff who have it before their eyes. */
  viewers: { id: number; name: string }[];
  /** Where the words that are looked for stand; what was found between two control signs. Null where none are. */
  snippet: string | null;
}

export const FOUND_START = '\u0002';
export const FOUND_END = '\u0003';

/** Newest first; the other ways begin with who has waited longest, or is most urgent. */
export const isDescending = (sort: InboxSort): boolean => sort === 'newest';

/**
 * Whether a row belongs in the list, as the list's own query decides: what is read once for everybody is given to each
 * page so. Words in messages are not looked for here: `text` is ignored.
 */
export function isListed(row: ListRow, filter: InboxFilter, person: { id: number; role: Role }): boolean {
  const { tab, status, isEscalated, priority, language, channel, tag, sla } = filter;
  return (
    isVisible(row, person) &&
    (tab === 'all' || row.assigneeId === (tab === 'mine' ? person.id : null)) &&
    (status === 'open' ? row.status !== 'ended' : row.status === status) &&
    (!isEscalated || row.handedOffAt !== null) &&
    (priority === null || row.urgency === priority) &&
    (language === null || row.language === language) &&
    (channel === null || row.channel === channel) &&
    (tag === null || row.tags.includes(tag)) &&
    (sla === null || slaStateOf(row) === sla)
  );
}

/** An agent sees what is nobody's or theirs. */
export const isVisible = (row: Pick<InboxRow, 'assigneeId'>, person: { id: number; role: Role }): boolean =>
  row.assigneeId === null || row.assigneeId === person.id || may(person.role, 'conversation.any');

const slaStateOf = ({ slaDueAt, slaBreached, slaWarnedAt }: ListRow): SlaState | null =>
  slaDueAt === null && !slaBreached ? null : slaBreached ? 'breached' : slaWarnedAt ? 'warned' : 'running';

/** All that a row shows, to this person: one that says the same looks the same. */
export const versionOf = (row: ListRow, personId: number): string =>
  [
    row.lastSeq,
    row.readSeq,
    row.status,
    row.urgency,
    row.language,
    row.identityLevel,
    row.assigneeId,
    row.customerName ?? row.visitorName,
    row.places.newest,
    row.places.waiting,
    row.places.urgent,
    slaStateOf(row),
    row.slaDueAt?.getTime(),
    row.viewers.filter(({ id }) => id !== personId).map(({ id }) => id),
    row.tags,
  ].join('.');

/** More than this is not counted. */
export const MAX_COUNTED = 1_000;

/** What goes on at the desk, for all staff at once. Counts end at MAX_COUNTED. */
export interface DeskTally {
  /** Conversations that have not ended. */
  open: number;
  unassigned: number;
  /** Customers in the queue. */
  waiting: number;
  agents: Agent[];
}

/** The same as one person is told of it. */
export interface OwnDesk {
  counts: Record<InboxTab, number>;
  waiting: number;
  agent: Pick<Agent, 'availability' | 'capacity' | 'load'>;
}

export function ownDesk(tally: DeskTally, person: { id: number; role: Role }): OwnDesk {
  const agent = tally.agents.find(({ id }) => id === person.id) ?? { availability: 'OFFLINE', capacity: 0, load: 0 };
  const mine = agent.load;
  const all = may(person.role, 'conversation.any') ? tally.open : Math.min(tally.unassigned + mine, MAX_COUNTED);
  const { availability, capacity, load } = agent;
  return {
    counts: { all, mine, unassigned: tally.unassigned },
    waiting: tally.waiting,
    agent: { availability, capacity, load },
  };
}

/** What the side panel shows of the customer of a conversation. */
export interface Side {
  row: InboxRow;
  /** The reader: what they may do depends on their role and on whether they are in charge. */
  person: { id: number; role: Role };
  /** Until when the identity is proven. */
  identityExpiresAt: Date | null;
  /** Where on the bank's site the customer is. */
  pageUrl: string | null;
  profile: Profile | null;
  /** The newest of the customer, and of this conversation. */
  tickets: Ticket[];
  past: PastConversation[];
  noteCount: number;
  changeCount: number;
  /** Null while only the assistant has been in charge. */
  summary: HandoffSummary | null;
}

export interface Profile {
  externalId: string | null;
  fullName: string;
  email: string | null;
  phone: string | null;
  customerType: 'INDIVIDUAL' | 'BUSINESS';
  tags: string[];
  createdAt: Date;
}

export interface PastConversation {
  id: string;
  status: ConversationStatus;
  language: Language;
  lastText: string;
  updatedAt: Date;
}

/** What the desk knows of an account or card: never more than the last four digits. */
export interface BankItem {
  kind: 'CHECKING' | 'SAVINGS' | 'CREDIT' | 'CARD';
  name: string | null;
  last4: string;
  currency: string | null;
  status: string | null;
}

/** Whether the reader of the side panel may do it here and now. */
export const mayHere = ({ person, row }: Pick<Side, 'person' | 'row'>, action: Action): boolean =>
  may(person.role, action) && row.status !== 'ended';

export const isInCharge = ({ person, row }: Pick<Side, 'person' | 'row'>): boolean =>
  row.status === 'human' && row.assigneeId === person.id;
