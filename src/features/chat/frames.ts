import { isUuid } from '../../lib/ids.ts';
import { MAX_MESSAGE_CHARS } from './model.ts';

/** What a customer's client may say on its socket. */
export type ClientFrame =
  | { type: 'message'; clientId: string; text: string }
  | { type: 'resume'; afterSeq: number }
  | { type: 'typing' }
  | { type: 'escalate'; category?: string; description?: string }
  | { type: 'feedback'; rating: number; messageId: number | null; comment: string | null }
  | { type: 'end' }
  | { type: 'ping' };

/** A frame that means nothing to us: the words for the client's developer. */
export interface BadFrame {
  type: 'bad';
  code: 'invalid_json' | 'unknown_type' | 'invalid_field' | 'too_large';
  detail: string;
  clientId?: string;
}

type Fields = Record<string, unknown>;

/** PostgreSQL's texts have no place for it. */
const NUL = '\0';

/** Parsed by hand: a schema library would put the customer's words into its errors. */
export function parseFrame(data: string): ClientFrame | BadFrame {
  const fields = parseObject(data);
  if (!fields) return { type: 'bad', code: 'invalid_json', detail: 'A frame is one JSON object' };
  switch (fields.type) {
    case 'message':
      return messageFrame(fields);
    case 'resume':
      return isCount(fields.after_seq)
        ? { type: 'resume', afterSeq: fields.after_seq }
        : badField('after_seq must be a number from 0');
    case 'escalate':
      return escalateFrame(fields);
    case 'feedback':
      return feedbackFrame(fields);
    case 'typing':
    case 'end':
    case 'ping':
      return { type: fields.type };
    default:
      return { type: 'bad', code: 'unknown_type', detail: 'This type of frame is not known' };
  }
}

function messageFrame({ client_id: clientId, text }: Fields): ClientFrame | BadFrame {
  if (!isUuid(clientId)) return badField('client_id must be a UUID');
  if (typeof text !== 'string' || !text.trim()) return { ...badField('text must not be empty'), clientId };
  if (text.includes(NUL)) return { ...badField('text must not hold the character NUL'), clientId };
  if (text.length > MAX_MESSAGE_CHARS) {
    return { ...badField(`text must have at most ${MAX_MESSAGE_CHARS} characters`), clientId };
  }
  return { type: 'message', clientId: clientId.toLowerCase(), text };
}

function escalateFrame({ category, description }: Fields): ClientFrame | BadFrame {
  if (!isTextOrNone(category, 60)) return badField('category must be a text');
  if (!isTextOrNone(description, MAX_MESSAGE_CHARS)) return badField('description must be a text');
  return { type: 'escalate', ...(category && { category }), ...(description && { description }) };
}

function feedbackFrame({ rating, message_id: messageId, comment }: Fields): ClientFrame | BadFrame {
  if (!isCount(rating) || rating < 1 || rating > 5) return badField('rating must be 1 to 5');
  if (messageId !== undefined && !isCount(Number(messageId))) return badField('message_id must be a number');
  if (!isTextOrNone(comment, MAX_MESSAGE_CHARS)) return badField('comment must be a text');
  return {
    type: 'feedback',
    rating,
    messageId: messageId === undefined ? null : Number(messageId),
    comment: comment ?? null,
  };
}

function parseObject(data: string): Fields | null {
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
  } catch {
    return null;
  }
}

const badField = (detail: string): BadFrame => ({ type: 'bad', code: 'invalid_field', detail });
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isTextOrNone = (value: unknown, max: number): value is string | undefined =>
  value === undefined || (typeof value === 'string' && value.length <= max && !value.includes(NUL));
