import type { Delivery } from '../../../views/conversations/delivery-line.tsx';
import { inOrder, type TimelineEntry } from '../../../views/conversations/timeline.tsx';
import type { Context } from '../../context.ts';
import { isCustomerThere } from '../../realtime/presence.ts';
import type { Caller } from '../auth/queries.ts';
import type { Ticket } from '../tickets/model.ts';
import type { InboxRow, Message } from './model.ts';
import { listMessages } from './queries.ts';
import { getVisible, openConversation, readOlder } from './service.ts';
import {
  listPlacedChanges,
  listPlacedNotes,
  listReplyMails,
  listReportedSeqs,
  type PlacedChange,
  type ReplyMail,
} from './timeline-queries.ts';

/** The open conversation as the pane shows it. */
interface Pane {
  row: InboxRow;
  ticket: Ticket | null;
  entries: TimelineEntry[];
  /** Of the messages; earlier ones are asked for. */
  firstSeq: number;
  /** The first that nobody has read yet; null where that is all or nothing of what is shown. */
  firstUnreadSeq: number | null;
  /** The newest note and change of all, whether or not they are shown. */
  lastNote: number;
  lastChange: number;
  delivery: Delivery | null;
}

/** Reads the newest messages with what staff noted and did, which leaves a trace. Errors: not_found. */
export async function openPane(ctx: Context, caller: Caller, id: string): Promise<Pane> {
  const { readSeq } = await getVisible(ctx, caller, id);
  const { row, messages, ticket } = await openConversation(ctx, caller, id);
  const firstSeq = messages[0]?.seq ?? 1;
  const unread = messages.find(({ seq, role }) => seq > readSeq && role !== 'agent');
  const isWithin = (afterSeq: number) => firstSeq <= 1 || afterSeq >= firstSeq;
  return {
    row,
    ticket,
    firstSeq,
    ...(await withEvents(ctx, id, messages, isWithin)),
    firstUnreadSeq: unread && unread.seq > firstSeq ? unread.seq : null,
    delivery: await readDelivery(ctx, row, messages.at(-1) ?? null),
  };
}

/** What was said before a message, with what staff noted and did then. Errors: not_found. */
export async function openOlder(
  ctx: Context,
  caller: Caller,
  id: string,
  beforeSeq: number,
): Promise<{ entries: TimelineEntry[]; firstSeq: number }> {
  const messages = await readOlder(ctx, caller, id, beforeSeq);
  const firstSeq = messages[0]?.seq ?? 1;
  const isWithin = (afterSeq: number) => afterSeq < beforeSeq && (firstSeq <= 1 || afterSeq >= firstSeq);
  const { entries } = await withEvents(ctx, id, messages, isWithin);
  return { entries, firstSeq };
}

async function withEvents(
  ctx: Context,
  id: string,
  messages: Message[],
  isWithin: (afterSeq: number) => boolean,
): Promise<Pick<Pane, 'entries' | 'lastNote' | 'lastChange'>> {
  const { sql } = ctx.db;
  const [notes, changes, mails, reported] = await Promise.all([
    listPlacedNotes(sql, id),
    listPlacedChanges(sql, id),
    listReplyMails(sql, id),
    listReportedSeqs(sql, id),
  ]);
  const within = (event: { afterSeq: number }) => isWithin(event.afterSeq);
  const entries = inOrder([
    ...messages.map((message) => entryOf(message, mails, reported)),
    ...notes.filter(within).map((note): TimelineEntry => ({ kind: 'note', note, afterSeq: note.afterSeq })),
    ...changes.filter(within).map(changeEntry),
  ]);
  return { entries, lastNote: notes.at(-1)?.id ?? 0, lastChange: changes.at(-1)?.id ?? 0 };
}

/** How far a page has a conversation: the last message, note and change that it shows. */
export interface Marks {
  afterSeq: number;
  afterNote: number;
  afterChange: number;
}

/** What has come since, and what the page shows before it. */
export async function readNews(
  ctx: Context,
  id: string,
  marks: Marks,
): Promise<{ entries: TimelineEntry[]; previous: TimelineEntry | null; marks: Marks }> {
  const { sql } = ctx.db;
  const { afterSeq, afterNote, afterChange } = marks;
  const [read, notes, changes] = await Promise.all([
    listMessages(sql, id, Math.max(0, afterSeq - 1)),
    listPlacedNotes(sql, id, afterNote),
    listPlacedChanges(sql, id, afterChange),
  ]);
  const before = read.find(({ seq }) => seq === afterSeq);
  const messages = read.filter(({ seq }) => seq > afterSeq);
  return {
    entries: inOrder([
      ...messages.map((message) => entryOf(message)),
      ...notes.map((note): TimelineEntry => ({ kind: 'note', note, afterSeq: note.afterSeq })),
      ...changes.map(changeEntry),
    ]),
    previous: before ? entryOf(before) : null,
    marks: {
      afterSeq: messages.at(-1)?.seq ?? afterSeq,
      afterNote: notes.at(-1)?.id ?? afterNote,
      afterChange: changes.at(-1)?.id ?? afterChange,
    },
  };
}

const entryOf = (message: Message, mails: ReplyMail[] = [], reported: number[] = []): TimelineEntry => ({
  kind: 'message',
  message,
  isMailed: message.role === 'agent' && mailOf(message, mails)?.status === 'SENT',
  isReported: reported.includes(message.seq),
});

const changeEntry = (change: PlacedChange): TimelineEntry => ({ kind: 'change', change, afterSeq: change.afterSeq });

/** The mail that a reply went with: one that was written before it was closed. */
const mailOf = ({ createdAt }: Message, mails: ReplyMail[]): ReplyMail | undefined =>
  mails.findLast((mail) => mail.createdAt <= createdAt && (mail.sentAt === null || mail.sentAt >= createdAt));

/** What became of the last message, where staff wrote it. */
export async function readDelivery(
  ctx: Context,
  { id, lastSeq }: Pick<InboxRow, 'id' | 'lastSeq'>,
  last: Message | null,
): Promise<Delivery | null> {
  const { sql } = ctx.db;
  const message = last ?? (await listMessages(sql, id, Math.max(0, lastSeq - 1))).at(-1);
  if (message?.role !== 'agent') return null;
  const [mails, isThere] = await Promise.all([listReplyMails(sql, id), isCustomerThere(sql, id)]);
  const mail = mailOf(message, mails);
  if (mail?.status === 'SENT' && mail.sentAt) return { state: 'mailed', at: mail.sentAt };
  if (mail?.status === 'FAILED') return { state: 'failed' };
  if (isThere || mail?.status === 'CANCELLED') return { state: 'there' };
  return { state: mail ? 'pending' : 'noAddress' };
}
