import type { Delivery, Refusal } from '../../src/features/tickets/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { en } from './ticket-texts-en.ts';
import { es } from './ticket-texts-es.ts';

interface Words {
  title: string;
  text: string;
}

type Count = (count: string) => string;
type Clock = 'first_response' | 'next_response' | 'resolution' | 'complaint';

/** Every word of the tickets' pages. */
export interface TicketTexts {
  title: string;
  views: string;
  list: string;
  board: string;
  create: string;
  strip: Record<'title' | 'open' | 'inProgress' | 'overdue' | 'resolvedToday', string>;
  /** What each figure of the strip counts. */
  definitions: Record<'open' | 'inProgress' | 'overdue' | 'resolvedToday', string>;
  orMore: Count;
  columns: Record<'ticket' | 'status' | 'priority' | 'category' | 'assignee' | 'due' | 'created', string>;
  search: string;
  filters: { clock: string; kind: string; overdue: string; soon: string; breached: string; complaints: string };
  me: string;
  nobody: string;
  empty: Record<'none' | 'filtered' | 'column', Words>;
  clearFilters: string;
  complaint: string;
  select: (reference: string) => string;
  category: Record<string, string>;
  bulk: {
    assign: string;
    status: string;
    priority: string;
    title: string;
    done: Count;
    failed: Count;
    changed: string;
    unchanged: string;
    resolve: Words;
    apply: Count;
  };
  move: {
    menu: (reference: string) => string;
    to: (status: string) => string;
    title: (reference: string, status: string) => string;
    text: Record<'RESOLVED' | 'CLOSED', string>;
    notes: string;
    notesHint: string;
    notesMissing: string;
    submit: Record<'RESOLVED' | 'CLOSED', string>;
    moved: (reference: string, status: string) => string;
    more: Count;
    hint: string;
  };
  detail: {
    previous: string;
    next: string;
    take: string;
    release: string;
    resolve: string;
    reopen: string;
    close: string;
    merge: string;
    actions: string;
    edit: string;
    description: string;
    noDescription: string;
    messages: string;
    noMessages: Words;
    fromDuplicate: (reference: string) => string;
    facts: string;
    tags: string;
    noTags: string;
    notes: string;
    created: string;
    createdBy: string;
    updated: string;
    resolved: string;
    mergedInto: (reference: string) => string;
    complaintNumber: string;
    change: (what: string) => string;
    changed: string;
    gone: string;
  };
  clocks: {
    title: string;
    none: string;
    names: Record<Clock, string>;
    /** What is owed by the moment that stands beside it. */
    meanings: Record<Clock, string>;
    met: string;
    late: string;
  };
  compose: {
    tabs: string;
    reply: string;
    note: string;
    replyLabel: string;
    noteLabel: string;
    replyHint: string;
    noteHint: string;
    send: string;
    save: string;
    missing: string;
    tooLong: string;
    closed: Words;
    private: string;
    sent: Record<Delivery, Words>;
    saved: string;
    delivery: Record<Delivery, string>;
    customer: string;
    system: string;
  };
  chat: { title: string; open: string; none: Words; hidden: Words; start: string };
  customer: { title: string; email: string; phone: string; unknown: string; profile: string; newTicket: string };
  related: { title: string; none: string; duplicate: string };
  history: {
    title: string;
    opened: string;
    fields: Record<string, string>;
    fromTo: (from: string, to: string) => string;
    set: (to: string) => string;
    removed: (from: string) => string;
    merged: (reference: string) => string;
    erased: string;
    mergedInto: (reference: string) => string;
    rewritten: string;
    actors: Record<string, string>;
    clock: Record<'warned' | 'breached' | 'met', (clock: string) => string>;
    service: string;
  };
  mergeForm: {
    title: (reference: string) => string;
    text: (reference: string) => string;
    search: string;
    results: string;
    none: string;
    suggested: string;
    missing: string;
    submit: string;
    confirm: { title: string; text: string; action: string };
    merged: (from: string, into: string) => string;
  };
  form: {
    title: string;
    lead: string;
    fromChat: (name: string) => string;
    subject: string;
    subjectMissing: string;
    subjectHint: string;
    description: string;
    name: string;
    email: string;
    emailWrong: string;
    emailHint: string;
    tags: string;
    tagsHint: string;
    complaint: string;
    complaintHint: string;
    submit: string;
    editTitle: (reference: string) => string;
    save: string;
    noChat: string;
    created: (reference: string) => string;
  };
  refused: string;
  refusals: Record<Refusal['reason'], string>;
  errors: { not_found: string; forbidden: string; invalid: string; other: string };
}

export const ticketTexts: Record<Language, TicketTexts> = { es, en };
