import type { Language } from '../../lib/language.ts';
import type { CauseData, StaffKind } from '../notifications/model.ts';
import { STAFF_KINDS } from '../notifications/model.ts';
import { writeFor } from '../notifications/texts.ts';
import type { ToldClocks } from './clocks.ts';
import type { DemoConversation, DemoTicket } from './model.ts';

const HOUR_MS = 60 * 60_000;
/** Older ones have been read. */
const UNREAD_HOURS = 3;

export interface Reader {
  id: number;
  role: 'AGENT' | 'SUPERVISOR' | 'ADMIN';
  language: Language;
}

/** A line of somebody's bell. */
export interface DemoNotice {
  kind: StaffKind;
  category: string;
  reader: Reader;
  subject: string;
  body: string;
  data: object;
  conversationId: string | null;
  reference: string | null;
  at: Date;
  readAt: Date | null;
}

interface Cause {
  kind: StaffKind;
  to: readonly Reader[];
  at: Date;
  data: CauseData;
  conversationId: string | null;
  reference: string | null;
}

/** What the bells of these people rang for, oldest first. */
export function noticesOf(
  tickets: readonly { ticket: DemoTicket; clocks: ToldClocks }[],
  conversations: readonly DemoConversation[],
  readers: readonly Reader[],
  now: Date,
): DemoNotice[] {
  const causes = [
    ...tickets.flatMap(({ ticket, clocks }) => causesOfTicket(ticket, clocks, readers)),
    ...conversations.flatMap((conversation) => causesOfNotes(conversation, readers)),
  ];
  return causes
    .flatMap(({ to, ...cause }) => [...new Set(to)].map((reader) => noticeFor(reader, cause, now)))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

function causesOfTicket(ticket: DemoTicket, clocks: ToldClocks, readers: readonly Reader[]): Cause[] {
  const { reference, subject, customerName, conversation, createdAt, priority } = ticket;
  const about = { reference, conversationId: conversation?.id ?? null };
  const data = { reference, subject, ...(customerName && { customer: customerName }) };
  const assigneeAt = (at: Date) =>
    Number(ticket.changes.findLast((change) => change.field === 'assignee' && change.at <= at)?.to ?? Number.NaN);
  const chiefs = readers.filter(({ role }) => role !== 'AGENT');
  const urgent: Cause[] =
    priority === 'URGENT' ? [{ ...about, kind: 'ticket_created', to: readers, at: createdAt, data }] : [];
  const spoken = clocks.events.filter(({ event }) => event !== 'met');
  return [
    ...urgent,
    ...spoken.map(({ event, dueAt, at }): Cause => {
      const to = [...readers.filter(({ id }) => id === assigneeAt(at)), ...chiefs];
      const minutes = Math.round(Math.abs(dueAt.getTime() - at.getTime()) / 60_000);
      const kind = event === 'breached' ? 'sla_breached' : 'sla_warning';
      return { ...about, kind, to, at, data: { ...data, minutes } };
    }),
  ];
}

function causesOfNotes({ id, notes, customer, visitorName }: DemoConversation, readers: readonly Reader[]): Cause[] {
  const name = customer?.fullName ?? visitorName;
  return notes
    .filter(({ mentions }) => mentions.length > 0)
    .map(({ mentions, content, at }) => {
      const to = readers.filter((reader) => mentions.includes(reader.id));
      const data = { excerpt: content, ...(name && { customer: name }) };
      return { kind: 'mention', to, at, data, conversationId: id, reference: null };
    });
}

function noticeFor(reader: Reader, { kind, data, at, ...about }: Omit<Cause, 'to'>, now: Date): DemoNotice {
  const { title, body } = writeFor(reader.language, kind, data);
  const isRead = now.getTime() - at.getTime() > UNREAD_HOURS * HOUR_MS;
  const readAt = isRead ? new Date(at.getTime() + HOUR_MS) : null;
  const { category } = STAFF_KINDS[kind];
  return { kind, category, reader, subject: title, body, data: { ...data, title }, at, readAt, ...about };
}
