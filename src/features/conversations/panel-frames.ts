import { isUuid } from '../../lib/ids.ts';
import { filterOf, type InboxFilter } from '../inbox/model.ts';
import type { Marks } from './pane.ts';

/** What the panel's page says on its socket. */
export type PanelFrame =
  /** What the page shows now, and up to where: the rest is sent. */
  | { type: 'watch'; filter: InboxFilter; conversationId: string | null; marks: Marks }
  /** The person has the messages up to `seq` before their eyes. */
  | { type: 'read'; conversationId: string; seq: number }
  /** The person in charge is writing to the customer. */
  | { type: 'typing'; conversationId: string }
  /** The page's list has these rows. */
  | { type: 'rows'; ids: string[] }
  | { type: 'ping' };

/** Null for whatever means nothing: only our own script speaks here. */
export function parsePanelFrame(data: string): PanelFrame | null {
  const fields = parse(data);
  switch (fields?.type) {
    case 'ping':
      return { type: 'ping' };
    case 'read':
      return isUuid(fields.conversation) && isSeq(fields.seq)
        ? { type: 'read', conversationId: fields.conversation, seq: fields.seq }
        : null;
    case 'typing':
      return isUuid(fields.conversation) ? { type: 'typing', conversationId: fields.conversation } : null;
    case 'rows':
      return Array.isArray(fields.conversations) && fields.conversations.every(isUuid)
        ? { type: 'rows', ids: fields.conversations }
        : null;
    case 'watch':
      return watchFrame(fields);
    default:
      return null;
  }
}

function watchFrame({ filter, conversation, ...rest }: Record<string, unknown>): PanelFrame | null {
  const { after_seq: afterSeq, after_note: afterNote, after_change: afterChange } = rest;
  const isOpen = isUuid(conversation);
  if (typeof filter !== 'string' || (!isOpen && conversation !== null)) return null;
  if (!isSeq(afterSeq) || !isSeq(afterNote) || !isSeq(afterChange)) return null;
  const fields = Object.fromEntries(new URLSearchParams(filter));
  const marks = { afterSeq, afterNote, afterChange };
  return { type: 'watch', filter: filterOf(fields), conversationId: isOpen ? conversation : null, marks };
}

function parse(data: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

const isSeq = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= 2_147_483_647;
