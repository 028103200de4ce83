import { describe, expect, test } from 'bun:test';
import { Glob } from 'bun';
import type { ConversationStatus, InboxRow, Message, Provenance } from '../../src/features/conversations/model.ts';
import type { ListRow } from '../../src/features/inbox/model.ts';
import { renderMarkdown } from '../../src/features/knowledge/markdown.ts';
import type { Ticket } from '../../src/features/tickets/model.ts';
import { administrationProps } from '../support/administration-props.ts';
import { analyticsProps } from '../support/analytics-props.ts';
import { connectionsProps } from '../support/connections-props.ts';
import { customerProps } from '../support/customer-props.ts';
import { docsProps } from '../support/docs-props.ts';
import { importProps } from '../support/import-props.ts';
import { inboxProblem, inboxProps, listFields } from '../support/inbox-props.ts';
import { knowledgeProps } from '../support/knowledge-props.ts';
import { paneProps } from '../support/pane-props.ts';
import { settingsProps } from '../support/settings-props.ts';

const HOSTILE = `"><script>alert('x')</script><img src=x onerror=alert(1)> ' onclick="alert(2)" **<img src=x onerror=alert(4)>** *<svg onload=alert(5)>*
- </li><svg onload=alert(3)> <hx-partial hx-target="body">&amp;</hx-partial><a hx-get="/evil">`;
const AT = new Date('2026-11-22T20:05:00.000Z');
const LANGUAGES = ['es', 'en'] as const;
const STATUSES: ConversationStatus[] = ['bot', 'waiting', 'human', 'ended'];
const PROBLEM_OF = { bot: 'tags', waiting: 'ticket', human: 'identity', ended: 'tags' } as const;
const FILES = { styles: ['/public/v/1/panel.css'], scripts: ['/public/v/1/panel.js'] };

const row = (change: Partial<ListRow> = {}): ListRow => ({
  id: '3f1c8f0e-0000-4000-8000-000000000001',
  status: 'bot',
  channel: HOSTILE,
  language: 'es',
  userLabel: HOSTILE,
  visitorName: HOSTILE,
  visitorEmail: HOSTILE,
  customerId: 1,
  customerName: HOSTILE,
  identityLevel: 1,
  assigneeId: 1,
  assigneeName: HOSTILE,
  assigneeShownAs: HOSTILE,
  lastSeq: 300,
  lastText: HOSTILE,
  lastRole: 'assistant',
  readSeq: 1,
  handedOffAt: AT,
  handoffReason: HOSTILE,
  waitingSince: AT,
  urgency: 'URGENT',
  tags: [HOSTILE],
  assignedAt: AT,
  createdAt: AT,
  updatedAt: AT,
  endedAt: null,
  priority: 'URGENT',
  ...listFields(HOSTILE, AT),
  ...change,
});

const message = (change: Partial<Message> = {}): Message => ({
  id: 1,
  conversationId: row().id,
  seq: 2,
  role: 'assistant',
  content: HOSTILE,
  clientId: null,
  metadata: { outcome: HOSTILE, provider: HOSTILE, confidence: 0.5, citations: [{ title: HOSTILE }, { title: 'b' }] },
  createdAt: AT,
  ...change,
});

const ticket: Ticket = {
  id: 1,
  reference: HOSTILE,
  conversationId: row().id,
  customerId: 1,
  customerName: HOSTILE,
  customerEmail: HOSTILE,
  subject: HOSTILE,
  description: HOSTILE,
  status: 'OPEN',
  priority: 'HIGH',
  category: HOSTILE,
  assigneeId: 1,
  assigneeName: HOSTILE,
  tags: [HOSTILE],
  complaintNumber: HOSTILE,
  complaintDueAt: AT,
  firstResponseDueAt: AT,
  firstRespondedAt: null,
  nextResponseDueAt: null,
  resolutionDueAt: AT,
  slaDueAt: AT,
  slaWarnedAt: AT,
  slaBreached: true,
  resolutionNotes: HOSTILE,
  mergedInto: HOSTILE,
  createdAt: AT,
  updatedAt: AT,
  resolvedAt: null,
};

const provenance: Provenance = {
  provider: HOSTILE,
  model: HOSTILE,
  promptTokens: 1_200,
  completionTokens: 30,
  costMicros: 528,
  promptVersion: HOSTILE,
  sources: [
    { articleId: 1, slug: HOSTILE, version: 3, score: 0.8, isCited: true },
    { articleId: 2, slug: HOSTILE, version: null, score: 0.2, isCited: false },
  ],
  checks: ['figures', HOSTILE],
  latencyMs: 900,
  fallbacks: [{ provider: HOSTILE, reason: HOSTILE }],
};

const place = { key: HOSTILE, path: '/panel/x', icon: 'inbox', title: HOSTILE, text: HOSTILE };
const found = {
  conversations: [row()],
  tickets: [{ reference: HOSTILE, subject: HOSTILE, status: 'OPEN', priority: HOSTILE, customerName: HOSTILE }],
  customers: [{ id: 1, fullName: HOSTILE, email: HOSTILE }],
  articles: [{ slug: HOSTILE, language: 'es', title: HOSTILE, category: HOSTILE }],
  settings: [place],
};

const notice = {
  id: 1,
  subject: HOSTILE,
  body: HOSTILE,
  isUrgent: true,
  isRead: false,
  conversationId: row().id,
  ticketReference: HOSTILE,
  createdAt: AT,
};

/** What the pieces take that pages are made of. */
const pieces: Record<string, unknown> = {
  ...analyticsProps(HOSTILE),
  ...paneProps(HOSTILE, AT),
  ...settingsProps(HOSTILE, AT),
  ...connectionsProps(HOSTILE, AT),
  ...knowledgeProps(HOSTILE, AT, await renderMarkdown(HOSTILE)),
  ...inboxProps(HOSTILE, AT, ticket, row()),
  label: HOSTILE,
  lead: HOSTILE,
  caption: HOSTILE,
  value: HOSTILE,
  hint: HOSTILE,
  error: HOSTILE,
  query: HOSTILE,
  attributes: { 'data-more': HOSTILE },
  actions: '<i></i>',
  action: '/panel/x',
  path: '/panel/x',
  backPath: '/panel/x',
  previousPath: null,
  nextPath: '/panel/x',
  target: 'place',
  swap: 'outerHTML',
  shortcut: 'alt+j',
  tabs: [{ label: HOSTILE, path: '/panel/x', isCurrent: true, count: HOSTILE }],
  columns: [{ label: HOSTILE, cell: () => '<i></i>', sortPath: '/panel/x', sorted: 'ascending', isNumber: true }],
  rowId: ({ id }: InboxRow) => id,
  selection: { value: () => HOSTILE, label: () => HOSTILE },
  search: { name: HOSTILE, label: HOSTILE, value: HOSTILE },
  selects: [{ name: HOSTILE, label: HOSTILE, value: HOSTILE, options: [{ value: HOSTILE, label: HOSTILE }] }],
  options: [{ value: HOSTILE, label: HOSTILE }],
  kept: { [HOSTILE]: HOSTILE },
  from: 1,
  to: 2,
  total: 3,
  count: 120,
  dueAt: AT,
  isWarned: true,
  role: 'ADMIN',
  section: 'inbox',
  current: 'inbox',
  found,
  pages: [place],
  notice,
  notices: [notice, { ...notice, conversationId: null, ticketReference: null }],
};

/** What the pages of the tickets take: each of them one thing of its own. */
function ticketProps(language: 'es' | 'en'): Record<string, unknown> {
  const view = { language, timeZone: 'America/Mexico_City', now: AT };
  const state = {
    status: HOSTILE,
    priority: HOSTILE,
    category: HOSTILE,
    assignee: HOSTILE,
    clock: HOSTILE,
    kind: HOSTILE,
    q: HOSTILE,
    order: { by: 'due', isReversed: false },
    page: 2,
  };
  const tickets = [ticket, { ...ticket, status: 'CLOSED', mergedInto: null, slaDueAt: null, customerName: null }];
  const colleagues = [
    { id: 1, name: HOSTILE },
    { id: 2, name: HOSTILE },
  ];
  const counts = { open: 1, inProgress: 2, overdue: 3, resolvedToday: 20_000 };
  const frame = { state, counts, colleagues, most: 10_000, view };
  const said = { id: 1, reference: HOSTILE, authorId: 1, senderName: HOSTILE, mentions: [], createdAt: AT };
  const opened = {
    ticket: { ...ticket, mergedInto: null, status: 'IN_PROGRESS' },
    messages: [
      { ...said, senderType: 'agent', content: HOSTILE, isInternal: false, delivery: 'none' },
      { ...said, senderType: 'agent', content: `@${HOSTILE} @ana`, isInternal: true, delivery: null },
    ],
    history: ['status', 'assignee', 'tags', 'resolution_notes', 'merged', 'merged_into', HOSTILE].map((field) => ({
      key: 'change-1',
      reference: HOSTILE,
      actorName: HOSTILE,
      field,
      from: HOSTILE,
      to: HOSTILE,
      at: AT,
    })),
    chat: { id: row().id, status: 'human', identityLevel: 1, messages: [message({ role: 'customer' })] },
    customer: { id: 1, name: HOSTILE, email: HOSTILE, phone: HOSTILE },
    related: tickets,
    neighbours: { previous: HOSTILE, next: null },
  };
  return {
    frame,
    isBoard: true,
    list: { ...frame, tickets, total: 20_000 },
    board: { ...frame, columns: [{ status: 'OPEN', tickets, total: 60 }] },
    sight: { opened, state, colleagues, callerId: 1, role: 'ADMIN', view },
    move: { ticket, to: 'CLOSED', notes: HOSTILE, isRequired: true, error: HOSTILE, problem: HOSTILE },
    edit: { ticket, category: HOSTILE, tags: HOSTILE, notes: HOSTILE, isComplaint: true, problem: HOSTILE },
    merging: { ticket, q: HOSTILE, found: tickets, into: HOSTILE, problem: HOSTILE },
    outcomes: [
      { reference: HOSTILE, ticket },
      {
        reference: HOSTILE,
        code: 'conflict',
        detail: HOSTILE,
        refusal: { reason: 'merged', values: { reference: HOSTILE } },
      },
      { reference: HOSTILE, code: 'internal', detail: HOSTILE, refusal: null },
    ],
    bulk: { references: [HOSTILE], to: 'CLOSED', notes: HOSTILE, isRequired: false, error: HOSTILE },
    draft: {
      subject: HOSTILE,
      description: HOSTILE,
      category: HOSTILE,
      priority: HOSTILE,
      name: HOSTILE,
      email: HOSTILE,
      tags: HOSTILE,
      isComplaint: true,
      conversation: HOSTILE,
      conversationWith: HOSTILE,
      customer: HOSTILE,
      errors: { subject: HOSTILE, email: HOSTILE },
      problem: HOSTILE,
    },
    of: ticket,
    reference: HOSTILE,
    refusal: HOSTILE,
    className: 'menu-item',
    to: 'CLOSED',
  };
}

/** Props of every name that a view takes, in every shape that changes what it shows. */
function* allProps(): Generator<Record<string, unknown>> {
  const messages = (['customer', 'assistant', 'agent', 'system'] as const).map((role) => message({ role }));
  for (const language of LANGUAGES) {
    const common = {
      ...pieces,
      language,
      view: { language, timeZone: 'America/Mexico_City', now: AT },
      person: { fullName: HOSTILE, avatarUrl: null, role: 'AGENT', language, theme: 'dark' },
      theme: 'light',
      files: FILES,
      content: '<i></i>',
      children: '<i></i>',
      pane: '<i></i>',
      title: HOSTILE,
      text: HOSTILE,
      bankName: HOSTILE,
      login: HOSTILE,
      next: HOSTILE,
      requestId: HOSTILE,
      htmxConfig: HOSTILE,
      stage: { step: 'form', token: HOSTILE, login: HOSTILE, problem: 'weak' },
      link: null,
      footnotes: [HOSTILE],
      icon: 'inbox',
      name: 'back',
      date: AT,
      style: 'when',
      id: row().id,
      conversationId: row().id,
      firstSeq: 9,
      seq: 9,
      provenance,
      ...ticketProps(language),
      currentId: row().id,
      isCurrent: true,
      hasMore: true,
      messages,
    };
    for (const status of STATUSES) {
      yield {
        ...common,
        status,
        row: row({ status }),
        rows: [row({ status })],
        message: messages[0],
        ticket,
        kind: 'internal',
        priority: HOSTILE,
        problem: { kind: 'wrong', ...inboxProblem(PROBLEM_OF[status], HOSTILE) },
        isGone: true,
      };
    }
    const nameless = {
      customerName: null,
      visitorName: null,
      visitorEmail: null,
      userLabel: null,
      handoffReason: null,
    };
    const bare = row({
      ...nameless,
      priority: null,
      identityLevel: 0,
      readSeq: 300,
      assigneeName: null,
      lastRole: 'customer',
    });
    const less = {
      ...common,
      href: '/panel/x',
      error: null,
      status: 'bot',
      hasMore: false,
      firstSeq: 1,
      currentId: null,
      isGone: false,
    };
    yield {
      ...less,
      row: bare,
      rows: [bare],
      message: messages[1],
      ticket: null,
      kind: 'not_found',
      priority: 'LOW',
      problem: { kind: 'too_many', seconds: 9 },
      style: 'full',
    };
    for (const named of ['visitorName', 'visitorEmail', 'userLabel']) {
      const one = row({ ...nameless, [named]: HOSTILE, lastRole: 'agent' });
      yield {
        ...less,
        row: one,
        rows: [],
        message: messages[2],
        ticket,
        kind: 'unavailable',
        priority: 'HIGH',
        problem: null,
        style: 'time',
      };
    }
    yield {
      ...less,
      row: bare,
      rows: [],
      message: message({ metadata: { citations: HOSTILE } }),
      messages: [],
      ticket: null,
      kind: 'invalid',
      priority: 'URGENT',
      problem: null,
    };
  }
}

/** What the views of a folder take besides, in each of its shapes: names mean there what they mean nowhere else. */
const OWN: Record<string, Record<string, unknown>[]> = {
  customers: customerProps(HOSTILE, AT, ticket),
  'knowledge-import': importProps(HOSTILE, AT),
  openapi: docsProps(HOSTILE),
};

const views: [string, (props: Record<string, unknown>) => unknown][] = [];
const root = `${import.meta.dir}/../../views`;
for (const file of [...new Glob('**/*.tsx').scanSync(root)].sort()) {
  const exported = (await import(`${root}/${file}`)) as Record<string, unknown>;
  for (const [name, value] of Object.entries(exported)) {
    if (typeof value === 'function' && /^[A-Z]/.test(name)) views.push([`${file} ${name}`, value as never]);
  }
}

describe('views', () => {
  test('are found', () => {
    expect(views.length).toBeGreaterThan(20);
  });

  for (const [name, view] of views) {
    test(`${name} lets nothing of a text become markup`, () => {
      for (const props of allProps()) {
        for (const own of OWN[name.split('/')[0] as string] ?? [administrationProps(name, HOSTILE, AT)]) {
          const html = view({ ...props, ...own });
          expect(html).toBeString();
          expect(problemsOf(html as string)).toEqual([]);
        }
      }
    });
  }

  test('the test itself sees what a view without escaping would do', () => {
    for (const broken of [`<p>${HOSTILE}</p>`, `<p title="${HOSTILE}"></p>`, '<a href="javascript:alert(1)">x</a>']) {
      expect(problemsOf(broken)).not.toEqual([]);
    }
  });
});

const OWN_SCRIPT = new Set(FILES.scripts);
const ADDRESSES = new Set(['href', 'src', 'action', 'hx-get', 'hx-post', 'hx-ws:connect']);

/** What in a page could run or lead somewhere, read as a browser reads it. */
function problemsOf(html: string): string[] {
  const problems: string[] = [];
  new HTMLRewriter()
    .on('*', {
      element(element) {
        const attributes = [...element.attributes];
        const source = element.getAttribute('src') ?? '';
        if (element.tagName === 'script' && !OWN_SCRIPT.has(source) && !/^\/public\//.test(source))
          problems.push('script');
        const isOwnFrame = element.tagName === 'iframe' && source.startsWith('/panel/settings/widget/frame?');
        if ((element.tagName === 'iframe' && !isOwnFrame) || element.tagName === 'object')
          problems.push(element.tagName);
        for (const [name, value] of attributes) {
          if (name.startsWith('on') || name === 'style' || name.startsWith('hx-on')) problems.push(name);
          if (ADDRESSES.has(name) && !/^(\/(?![/\\])(?!evil)|#|\?)/.test(value)) problems.push(`${name}=${value}`);
          if (name === 'hx-target' && !value.startsWith('#')) problems.push(`${name}=${value}`);
        }
      },
    })
    .transform(html);
  return problems;
}
