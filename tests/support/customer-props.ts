import type { CustomerRow, TimelineEvent } from '../../src/features/customers/model.ts';
import type { Ticket } from '../../src/features/tickets/model.ts';
import type { CustomerDraft, FormField } from '../../views/customers/customer-form.tsx';
import type { CustomerList } from '../../views/customers/customer-list-page.tsx';
import type { ImportSight } from '../../views/customers/import-page.tsx';

const FIELDS: FormField[] = [
  'full_name',
  'email',
  'phone',
  'birth_date',
  'customer_type',
  'language',
  'external_id',
  'tags',
  'agent',
  'account_number',
];

/** What the customers' pages take, with this text wherever people write: of somebody with everything, and with nothing. */
export function customerProps(text: string, at: Date, ticket: Ticket): Record<string, unknown>[] {
  const full = customer(text, at);
  const bare: CustomerRow = {
    ...full,
    id: 2,
    externalId: null,
    email: null,
    phone: null,
    birthDate: null,
    status: 'DELETED',
    agentId: null,
    agentName: null,
    accounts: [],
    heldAt: null,
    lastContactAt: null,
  };
  const pages = { from: 1, to: 2, total: 3, previousPath: null, nextPath: '/panel/x' };
  const shared = {
    person: { fullName: text, avatarUrl: null, role: 'ADMIN', language: 'es', theme: 'auto' },
    role: 'ADMIN',
    customerId: 1,
    accounts: [text, text, text, text],
    notes: [{ id: 1, authorName: text, content: text, createdAt: at }],
    typed: text,
    reason: text,
    value: text,
    error: text,
    query: text,
    duplicates: { pairs: [pairOf(full, bare, at)], pages },
    comparison: { survivor: full, duplicate: bare, moving: { conversations: 1, tickets: 2, notes: 0, accounts: 3 } },
    receipt: receipt(text, at),
    receipts: { rows: [receipt(text, at)], pages },
    maxBytes: 1_000_000,
    id: '3f1c8f0e-0000-4000-8000-000000000001',
    state: {
      id: '3f1c8f0e-0000-4000-8000-000000000001',
      header: [text, text],
      sample: [[text, text]],
      mapping: ['full_name', ''],
      onDuplicate: 'SKIP',
      problem: text,
    },
    check: { added: 1, updated: 1, skipped: 1, faultyLines: 1, faults: [{ line: 2, field: text, fault: text }] },
  };
  return [
    {
      ...shared,
      name: text,
      customer: full,
      found: [full, bare],
      problem: text,
      fault: 'unreadable',
      done: 'saved',
      facts: { level: 3, provenAt: at, rating: 4.5, ratings: 2, openConversations: 1 },
      list: listOf([full, bare], text),
      draft: draftOf(text, 1),
      profile: profileOf(full, [pairOf(full, bare, at)], text, at, ticket),
      page: { events: events(text, at), isMore: true },
      sight: sightOf('FAILED', text),
    },
    {
      ...shared,
      name: null,
      customer: { ...bare, heldAt: null, status: 'ACTIVE' },
      found: [],
      problem: null,
      error: null,
      fault: null,
      done: null,
      comparison: null,
      facts: { level: 0, provenAt: null, rating: null, ratings: 0, openConversations: 0 },
      list: listOf([], text),
      draft: { ...draftOf(text, null), takenBy: null, problem: null, errors: {} },
      profile: profileOf(bare, [], text, at, ticket),
      page: { events: [], isMore: false },
      sight: sightOf('RUNNING', text),
      check: { added: 1, updated: 1, skipped: 1, faultyLines: 0, faults: [] },
      duplicates: { pairs: [], pages },
      receipts: { rows: [], pages },
    },
    ...(['DONE', 'CANCELLED', 'PENDING'] as const).map((status) => ({
      ...shared,
      name: text,
      customer: full,
      found: [],
      problem: null,
      fault: null,
      done: null,
      facts: { level: 1, provenAt: at, rating: 1, ratings: 1, openConversations: 0 },
      list: listOf([bare], text),
      draft: draftOf(text, 2),
      profile: profileOf(bare, [], text, at, ticket),
      page: { events: events(text, at), isMore: false },
      sight: sightOf(status, text),
    })),
  ];
}

const customer = (text: string, at: Date): CustomerRow => ({
  id: 1,
  externalId: text,
  fullName: text,
  email: text,
  phone: text,
  birthDate: text,
  customerType: 'BUSINESS',
  language: 'es',
  status: 'ACTIVE',
  tags: [text],
  agentId: 3,
  agentName: text,
  accounts: [text, text],
  mergedIntoId: null,
  heldAt: at,
  heldByName: text,
  holdReason: text,
  createdAt: at,
  updatedAt: at,
  lastContactAt: at,
  openTickets: 2,
});

const pairOf = (low: CustomerRow, high: CustomerRow, at: Date) => ({
  low,
  high,
  reasons: ['EMAIL', 'PHONE'] as ('EMAIL' | 'PHONE')[],
  foundAt: at,
});

const receipt = (text: string, at: Date) => ({
  id: '3f1c8f0e-0000-4000-8000-000000000001',
  customerId: 1,
  reason: 'PERSON_REQUEST',
  actorName: text,
  counts: { messages: 3, [text]: 1 },
  at,
});

const listOf = (rows: CustomerRow[], text: string): CustomerList => ({
  rows,
  total: rows.length,
  most: 10_000,
  isSearch: rows.length === 0,
  state: {
    status: 'DELETED',
    type: '',
    language: 'es',
    tag: text,
    agent: '1',
    q: text,
    search: text,
    order: { by: 'name', isReversed: true },
    page: 2,
  },
  summary: {
    ...{ total: 1, active: 1, inactive: 0, deleted: 0, individuals: 1, businesses: 0, bySpanish: 1, byEnglish: 0 },
    ...{ newLast30Days: 1, withAgent: 1 },
  },
  tags: [text],
  colleagues: [{ id: 1, name: text }],
  pairs: 3,
});

const draftOf = (text: string, id: number | null): CustomerDraft => ({
  id,
  values: Object.fromEntries(FIELDS.map((field) => [field, text])) as Record<FormField, string>,
  isActive: true,
  isKnown: true,
  errors: Object.fromEntries(FIELDS.map((field) => [field, text])),
  problem: text,
  takenBy: 4,
  colleagues: [{ id: 1, name: text }],
});

const profileOf = (one: CustomerRow, duplicates: object[], text: string, at: Date, ticket: Ticket) => ({
  customer: one,
  facts: { level: 1, provenAt: at, rating: 3, ratings: 1, openConversations: 1 },
  conversations: [
    { id: '3f1c8f0e-0000-4000-8000-000000000001', status: 'ended', language: 'es', lastText: text, updatedAt: at },
  ],
  tickets: [ticket],
  notes: [{ id: 1, authorName: text, content: text, createdAt: at }],
  duplicates,
  timeline: { events: events(text, at), isMore: true },
});

const events = (text: string, at: Date): TimelineEvent[] => [
  { kind: 'conversation', at, mark: at.toISOString(), key: text, ref: text, text, status: 'ended' },
  { kind: 'ticket', at, mark: at.toISOString(), key: text, ref: text, text, status: 'OPEN' },
  { kind: 'note', at, mark: at.toISOString(), key: text, actor: text, text },
  { kind: 'rating', at, mark: at.toISOString(), key: text, ref: text, rating: 5, text },
  ...['created', 'merged', 'merged_into', 'email', text].map(
    (field): TimelineEvent => ({
      kind: 'change',
      at,
      mark: at.toISOString(),
      key: text,
      actor: text,
      field,
      from: text,
      to: text,
    }),
  ),
];

const sightOf = (status: ImportSight['row']['status'], text: string): ImportSight => ({
  row: {
    id: '3f1c8f0e-0000-4000-8000-000000000001',
    status,
    fileName: text,
    content: text,
    mapping: null,
    onDuplicate: 'REFUSE',
    total: 3,
    processed: 1,
    added: 1,
    updated: 1,
    skipped: 1,
    failure: 'faults',
    isSilent: false,
  },
  setup: null,
});
