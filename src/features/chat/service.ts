import { randomUUID } from 'node:crypto';
import type { Category, HandoffReason, Priority } from '../../ai/answer.ts';
import type { Context } from '../../context.ts';
import type { Sql } from '../../db/client.ts';
import { isEmail } from '../../lib/email.ts';
import { conflict, invalid, notFound, unauthenticated, unavailable } from '../../lib/errors.ts';
import type { Language } from '../../lib/language.ts';
import { mask } from '../../lib/mask.ts';
import { type ConversationRow, IDENTITY_MINUTES, type Message, PUBLIC_ROLE } from '../conversations/model.ts';
import { findConversation } from '../conversations/queries.ts';
import { ensureCustomer } from '../customers/queries.ts';
import type { Ticket } from '../tickets/model.ts';
import { isTicketOf } from '../tickets/queries.ts';
import { announceOpened, openingTicket, openTicket } from '../tickets/service.ts';
import { endConversation, handOff, holdConversation, insertFeedback, insertMessage } from './conversation-queries.ts';
import { saveEmail, saveReplyRating, saveSatisfaction } from './feedback-queries.ts';
import { handoffText, withHours } from './handoff-text.ts';
import type { Started } from './queries.ts';
import { say, TEXTS } from './texts.ts';
import { takeMessage } from './turn.ts';
import type { TurnDesk } from './turn-desk.ts';

export interface ChatStart {
  userLabel: string | null;
  language: Language;
  name: string | null;
  email: string | null;
  pageUrl: string | null;
  identityToken: string | null;
}

/** Opens a conversation with its welcome. Errors: unauthenticated, for an identity token that is not valid. */
export async function startChat(
  ctx: Context,
  desk: TurnDesk,
  start: ChatStart,
): Promise<Started & { welcome: string }> {
  const customer = start.identityToken ? await identify(ctx, start.identityToken) : null;
  const welcome = say(ctx.settings.get('chat.welcome'), start.language, { bank: ctx.settings.get('bank.name') });
  const started = await desk.writer.start({
    id: randomUUID(),
    language: start.language,
    userLabel: start.userLabel,
    visitorName: start.name,
    visitorEmail: start.email,
    pageUrl: start.pageUrl,
    customerId: customer?.id ?? null,
    identityLevel: customer ? 1 : 0,
    identityMinutes: customer ? IDENTITY_MINUTES : null,
    welcome,
  });
  if (!customer) {
    const { language } = start;
    desk.memory.remember(started.id, { lastSeq: 1, language, history: [{ role: 'assistant', content: welcome }] });
  }
  ctx.metrics.count('joxai_conversations_started_total');
  ctx.bus.publish({ type: 'conversation', conversation: started.id });
  return { ...started, welcome };
}

/** Shape: the contract's answer to a message. */
export interface MessageReply {
  message: string;
  messageId: number;
  seq: number;
  metadata: Record<string, unknown>;
}

/**
 * Takes a customer's message and answers when its reply is committed; while people are in charge, with a sentence that
 * says so. Errors: conflict (ended), unavailable (no reply in time: the message is stored and will be answered).
 */
export async function exchange(
  ctx: Context,
  desk: TurnDesk,
  conversationId: string,
  input: { text: string; clientId: string | null },
): Promise<MessageReply> {
  const message = { text: input.text, clientId: input.clientId ?? randomUUID() };
  const atOnce = await desk.exchangeAtOnce(conversationId, message);
  if (atOnce) return replyView(atOnce);
  const taken = await takeMessage(ctx, desk.writer, conversationId, message);
  if (!taken) throw conflict('This conversation has ended');
  if (taken.turnId === null) return peopleInCharge(ctx, conversationId, taken.message);
  const made = taken.turn ? await desk.answer(taken.turn) : null;
  const deadlineMs = ctx.config.workerTimeoutSeconds * 1_000;
  const reply = made ?? (await desk.replyOf(conversationId, taken.turnId, deadlineMs));
  if (reply) return replyView(reply);
  const conversation = await findConversation(ctx.db.sql, conversationId);
  if (conversation?.status === 'bot')
    throw unavailable('The answer takes longer than usual; it will arrive in this chat');
  return peopleInCharge(ctx, conversationId, taken.message);
}

/** The conversation of a customer's own token. Errors: not_found for every other one, there or not. */
export async function ownConversation(
  ctx: Context,
  tokenConversationId: string | null,
  conversationId: string,
): Promise<ConversationRow> {
  requireOwn(tokenConversationId, conversationId);
  const conversation = await findConversation(ctx.db.sql, conversationId);
  if (!conversation) throw notFound('Conversation');
  return conversation;
}

/** Errors: not_found, where the token opens another conversation or none. */
export function requireOwn(tokenConversationId: string | null, conversationId: string): void {
  if (tokenConversationId === null || tokenConversationId !== conversationId.toLowerCase()) {
    throw notFound('Conversation');
  }
}

export interface Escalation {
  category: Category | null;
  priority: Priority | null;
  description: string | null;
  reason: HandoffReason;
}

/**
 * Puts the customer into the queue with a ticket; where a ticket is open already, that one, `isOwn` unless theirs was merged
 * into it. Errors: conflict (ended).
 */
export async function escalate(
  ctx: Context,
  conversation: ConversationRow,
  { category, priority, description, reason }: Escalation,
): Promise<{ ticket: Ticket; isOwn: boolean; message: string }> {
  if (conversation.status === 'ended') throw conflict('This conversation has ended');
  const masked = description ? mask(description).text : null;
  const { language, id } = conversation;
  const { ticket, isNew, isOwn, told, seq, message } = await openingTicket(ctx, async (tx) => {
    const seq = await handOff(tx, id, { reason, priority }, null);
    // People are in charge already: the row is to be held all the same, for there may be no ticket yet.
    if (seq === null && (await holdConversation(tx, id)) === 'ended') throw conflict('This conversation has ended');
    const subject = masked ?? SUBJECT[language];
    const fields = { subject: subject.slice(0, 200), description: masked, priority: priority ?? 'MEDIUM' } as const;
    const { ticket, isNew, told } = await openTicket(
      ctx,
      tx,
      { ...fields, conversationId: id, category: category ?? 'general', reason },
      'customer',
    );
    const isOwn = isNew || (await isTicketOf(tx, ticket.id, id));
    const message = await withHours(ctx, tx, language, handoffText(ctx.settings, language, ticket.reference), ticket);
    if (seq !== null) await announceHandoff(tx, id, seq, message, ticket);
    return { ticket, isNew, isOwn, told, seq, message };
  });
  if (seq !== null) {
    ctx.metrics.count('joxai_escalations_total', { reason });
    ctx.bus.publish({ type: 'message', conversation: id, seq });
  }
  if (isNew) announceOpened(ctx, ticket, told);
  else if (seq !== null) ctx.bus.publish({ type: 'queue' });
  ctx.bus.publish({ type: 'conversation', conversation: id });
  return { ticket, isOwn, message };
}

const SUBJECT = { es: 'El cliente pide hablar con una persona', en: 'The customer asks for a person' };

/** Ends the conversation for good; ending an ended one is no error. */
export async function endChat(ctx: Context, conversationId: string, comment: string | null): Promise<void> {
  const ended = { by: 'customer', actorId: null, actorName: 'customer' } as const;
  const hasEnded = await endConversation(ctx.db.sql, conversationId, ended);
  if (comment) await rate(ctx, conversationId, { rating: null, comment, messageId: null });
  if (!hasEnded) return;
  ctx.bus.publish({ type: 'conversation', conversation: conversationId });
  ctx.bus.publish({ type: 'queue' });
}

/**
 * Keeps what a customer thinks: of one reply (`messageId`), else of the whole conversation. Saying it again corrects it; a
 * comment that is not given (null) stays as it was. Errors: not_found (no such reply here).
 */
export async function rate(
  ctx: Context,
  conversationId: string,
  feedback: { rating: number | null; comment: string | null; messageId: number | null },
): Promise<void> {
  const { rating, messageId } = feedback;
  const comment = feedback.comment && mask(feedback.comment.trim()).text;
  if (rating === null) return insertFeedback(ctx.db.sql, { ...feedback, conversationId, comment });
  if (messageId === null) {
    await saveSatisfaction(ctx.db.sql, { conversationId, rating, comment });
    ctx.metrics.count('joxai_csat_ratings_total', { rating: String(rating) });
    ctx.bus.publish({ type: 'conversation', conversation: conversationId });
  } else {
    await rateReply(ctx, { conversationId, messageId, rating, comment });
  }
}

/** One after another: of two at once each would find none to correct. Errors: as `rate`. */
function rateReply(ctx: Context, rated: Parameters<typeof saveReplyRating>[1]): Promise<void> {
  return ctx.db.sql.begin(async (tx) => {
    await holdConversation(tx, rated.conversationId);
    if (!(await saveReplyRating(tx, rated))) throw notFound('Message');
  });
}

/** Where the customer wants to be answered who does not wait in the chat. Errors: invalid, conflict (ended). */
export async function leaveEmail(ctx: Context, conversation: ConversationRow, email: string): Promise<void> {
  const address = email.trim();
  if (!isEmail(address)) throw invalid([{ field: 'email', message: 'must be a valid e-mail address' }]);
  if (!(await saveEmail(ctx.db.sql, conversation.id, address))) throw conflict('This conversation has ended');
  ctx.bus.publish({ type: 'conversation', conversation: conversation.id });
}

async function identify(ctx: Context, identityToken: string): Promise<{ id: number }> {
  const identity = await ctx.tokens.verifyIdentity(identityToken);
  const customer = identity && (await ensureCustomer(ctx.db.sql, identity));
  // One text for a bad token and for a customer who was deactivated here.
  if (!customer) throw unauthenticated('The identity token is not valid');
  return customer;
}

async function announceHandoff(tx: Sql, id: string, seq: number, content: string, ticket: Ticket): Promise<void> {
  const metadata = { outcome: 'handoff', ticket_id: ticket.reference };
  await insertMessage(tx, { conversationId: id, seq, role: 'system', content, metadata });
}

async function peopleInCharge(
  ctx: Context,
  conversationId: string,
  message: { id: number; seq: number },
): Promise<MessageReply> {
  const conversation = await findConversation(ctx.db.sql, conversationId);
  if (!conversation || conversation.status === 'ended') throw conflict('This conversation has ended');
  const text = conversation.status === 'human' ? TEXTS.withAgent : TEXTS.waiting;
  return {
    message: text[conversation.language],
    messageId: message.id,
    seq: message.seq,
    metadata: {
      outcome: 'handoff',
      provider: 'people',
      model: null,
      confidence: 1,
      intent: null,
      citations: [],
      suggest_escalation: true,
      latency_ms: 0,
    },
  };
}

const replyView = (reply: Message): MessageReply => ({
  message: reply.content,
  messageId: reply.id,
  seq: reply.seq,
  metadata: reply.metadata ?? { role: PUBLIC_ROLE[reply.role] },
});
