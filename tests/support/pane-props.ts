import type { CannedResponse } from '../../src/features/canned-responses/model.ts';
import type { Agent, Message, Note } from '../../src/features/conversations/model.ts';
import type { NamedChange, TimelineEntry } from '../../views/conversations/timeline.tsx';

const CONVERSATION = '3f1c8f0e-0000-4000-8000-000000000001';

/** What the open conversation and the canned responses take, with the same text wherever somebody wrote it. */
export function paneProps(text: string, at: Date): Record<string, unknown> {
  const note: Note = { id: 3, authorId: 1, authorName: text, content: `@ana ${text}`, mentions: [1], createdAt: at };
  const change: NamedChange = {
    id: 4,
    actorId: 1,
    actorName: text,
    field: 'assignee',
    fromValue: '1',
    toValue: '2',
    fromName: text,
    toName: text,
    reason: text,
    at,
  };
  const agent: Agent = { id: 2, name: text, availability: 'AWAY', isConnected: false, capacity: 4, load: 1 };
  const canned: CannedResponse = {
    id: 5,
    shortcut: text,
    title: text,
    textEs: text,
    textEn: null,
    ownerId: null,
    updatedAt: at,
  };
  return {
    noted: note,
    change,
    order: '1.5',
    entries: entriesOf(text, at, note, change),
    previous: null,
    firstUnreadSeq: 8,
    lastNote: 3,
    lastChange: 4,
    delivery: { state: 'mailed', at },
    onlooker: { id: 2, role: 'SUPERVISOR' },
    me: 2,
    maxFileBytes: 10_000_000,
    backPath: '/panel/conversations',
    agents: [agent, { ...agent, id: 3, isConnected: true }],
    canned: [{ id: 2, shortcut: text, title: text, text }],
    colleagues: [{ ...agent, handle: text }],
    sources: [text],
    confidence: 0.5,
    reason: text,
    comment: text,
    outcome: 'resolve',
    notes: text,
    notesError: text,
    deed: 'endForm',
    isMailed: true,
    isReported: true,
    items: [
      { ...canned, mayChange: true },
      { ...canned, mayChange: false, ownerId: 1, textEs: null, textEn: text },
    ],
    done: null,
    form: { shortcut: text, title: text, textEs: text, textEn: text, isShared: true, faults: ['taken', 'text'] },
    mayShare: true,
    shortcut: 'alt+e',
    textEs: text,
    textEn: text,
    faults: ['shortcut', 'long_en'],
  };
}

function entriesOf(text: string, at: Date, note: Note, change: NamedChange): TimelineEntry[] {
  const attachment = { id: text, name: text, size: 2_000_000, type: text };
  const message: Message = {
    id: 1,
    conversationId: CONVERSATION,
    seq: 8,
    role: 'agent',
    content: text,
    clientId: text,
    metadata: { agent_name: text, attachments: [attachment, null, text], citations: [{ title: text }] },
    createdAt: at,
  };
  const said = (change: Partial<Message>): TimelineEntry => ({
    kind: 'message',
    message: { ...message, ...change },
    isMailed: true,
    isReported: true,
  });
  const answer = { outcome: text, provider: text, confidence: 0.4, citations: [{ title: text }] };
  const changes: Partial<NamedChange>[] = [
    {},
    { fromValue: null, toName: text },
    { toValue: null, reason: 'silent' },
    ...['bot', 'waiting', 'ended'].map((toValue) => ({ field: 'status', toValue, actorId: null, actorName: text })),
    { field: 'priority', toValue: text },
    { field: 'tags', toValue: text },
    { field: 'language', toValue: 'en' },
    { field: text, toValue: text },
  ];
  return [
    said({}),
    said({ seq: 9 }),
    said({ seq: 10, role: 'assistant', metadata: answer }),
    said({ seq: 11, role: 'customer', metadata: { file_only: true, attachments: [attachment] } }),
    { kind: 'note', note, afterSeq: 11 },
    ...changes.map((of, at): TimelineEntry => ({ kind: 'change', change: { ...change, id: at, ...of }, afterSeq: 11 })),
  ];
}
