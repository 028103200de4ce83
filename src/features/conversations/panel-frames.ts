import { isUuid } from '../../lib/ids.ts';
import { INBOX_FILTERS, type InboxFilter } from './model.ts';

/** What the panel's page says on its socket. */
export type PanelFrame =
  /** What the page shows now, and up to where: the rest is sent. */
  | { type: 'watch'; filter: InboxFilter; conversationId: string | null; afterSeq: number }
  /** The person has the messages up to `seq` before their eyes. */
  | { type: 'read'; conversationId: string; seq: number }
  /** The person in charge is writing to the customer. */
  | { type: 'typing'; conversationId: string }
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
    case 'watch':
      return watchFrame(fields);
    default:
      return null;
  }
}

function watchFrame({ filter, conversation, after_seq: afterSeq }: Record<string, unknown>): PanelFrame | null {
  const known = INBOX_FILTERS.find((one) => one === filter);
  const isOpen = isUuid(conversation);
  if (!known || (!isOpen && conversation !== null) || !isSeq(afterSeq)) return null;
  return { type: 'watch', filter: known, conversationId: isOpen ? conversation : null, afterSeq };
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
