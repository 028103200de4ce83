import type { HandoffSummary, InboxRow } from '../../src/features/conversations/model.ts';
import { FOUND_END, FOUND_START, type InboxFilter, type ListRow, type Side } from '../../src/features/inbox/model.ts';
import type { SavedView } from '../../src/features/saved-views/model.ts';
import type { Ticket } from '../../src/features/tickets/model.ts';

/** What the list adds to a row, with the same text wherever somebody wrote it. */
export const listFields = (text: string, at: Date): Omit<ListRow, keyof InboxRow> => ({
  places: { newest: '1795377900000000', waiting: '1795377900000', urgent: '11795377900000' },
  slaDueAt: at,
  slaWarnedAt: at,
  slaBreached: false,
  viewers: [{ id: 7, name: text }],
  snippet: `${text} ${FOUND_START}${text}${FOUND_END} ${text}`,
});

/** What the list of conversations and the side panel take. */
export function inboxProps(text: string, at: Date, ticket: Ticket, row: InboxRow): Record<string, unknown> {
  const filter: InboxFilter = {
    tab: 'mine',
    status: 'waiting',
    sort: 'urgent',
    isEscalated: true,
    priority: 'URGENT',
    language: 'en',
    channel: text,
    tag: text,
    sla: 'breached',
    text,
  };
  const view: SavedView = {
    id: 1,
    ownerId: 1,
    ownerName: text,
    list: 'conversations',
    name: text,
    filters: { tag: text, q: text },
    isShared: true,
  };
  const summary: HandoffSummary = {
    customer: text,
    level: 1,
    language: 'es',
    reason: text,
    ticket: text,
    asked: [text, text],
    tried: [{ outcome: text, action: text, articles: [text] }],
    mood: 'upset',
    nextStep: 'answer',
  };
  const agent = { availability: 'AWAY', capacity: 4, load: 1 } as const;
  const profile = {
    externalId: text,
    fullName: text,
    email: text,
    phone: text,
    customerType: 'BUSINESS' as const,
    tags: [text],
    createdAt: at,
  };
  const side: Side = {
    row: { ...row, status: 'human', assigneeId: 1 },
    person: { id: 1, role: 'ADMIN' },
    identityExpiresAt: at,
    pageUrl: text,
    profile,
    tickets: [ticket, { ...ticket, status: 'CLOSED' }],
    past: [{ id: text, status: 'ended', language: 'es', lastText: text, updatedAt: at }],
    noteCount: 2,
    changeCount: 3,
    summary,
  };
  return {
    filter,
    summary,
    agent,
    side,
    customerPanel: '<i></i>',
    waiting: 3,
    desk: { counts: { all: 1_000, mine: 2, unassigned: 3 }, waiting: 3, agent },
    counts: { all: 1_000, mine: 2, unassigned: 3 },
    choices: { channels: [text], tags: [text] },
    views: [view, { ...view, id: 2, ownerId: 9 }],
    savedViews: [view],
    reader: { id: 1, mayShare: true },
    personId: 1,
    tab: 'mine',
    isOwn: true,
    mayWork: true,
    bankItems: [{ kind: 'CARD', name: text, last4: text, currency: text, status: text }],
    changes: ['assignee', 'tags', 'status', text].map((field) => ({
      id: 1,
      actorId: null,
      actorName: text,
      field,
      fromValue: text,
      toValue: text,
      reason: text,
      at,
    })),
    names: new Map([[1, text]]),
  };
}

/** What is wrong with one of the inbox's forms, whichever it is. */
export const inboxProblem = (form: 'identity' | 'tags' | 'ticket', text: string) => ({
  form,
  id: null,
  name: text,
  value: text,
  text,
});
