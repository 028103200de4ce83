import { randomUUID } from 'node:crypto';
import type { Context } from '../../context.ts';
import type { Sql } from '../../db/client.ts';
import { isEmail } from '../../lib/email.ts';
import { notFound } from '../../lib/errors.ts';
import type { Language } from '../../lib/language.ts';
import { writeAudit } from '../audit/queries.ts';
import { appendToPending, insertNotification } from '../notifications/queries.ts';
import { oneLine, type Told, threadRootOf } from '../notifications/service.ts';
import { MAIL_TEXTS } from '../notifications/texts.ts';
import { type Correspondent, findCorrespondent, findReturning, findSignature } from './queries.ts';

/** A customer who is back within this time needs no mail; replies of this time travel in one. */
const GONE_AFTER_MS = 60_000;

/** `no_address`: nobody knows how to reach the customer, so the reply waits in the chat. */
export type MailedReply = 'queued' | 'joined' | 'no_address';

/**
 * Sees to it that a customer who has gone gets a person's reply by mail, with a link that opens the conversation again.
 * Whether they are gone is decided when the mail is due: one who has the chat open then gets none. It goes to the
 * address on file of a customer who is known, else to the one left in the chat.
 * Tx: the caller's, with the message; then `announceNotifications(ctx, told)`.
 */
export async function mailReplyIfGone(
  ctx: Context,
  tx: Sql,
  conversationId: string,
  message: { content: string; authorId: number },
): Promise<{ result: MailedReply; told: Told }> {
  const told: Told = { inApp: [], mails: 0 };
  const person = await findCorrespondent(tx, conversationId);
  if (!person?.email || !isEmail(person.email)) return { result: 'no_address', told };
  const pending = { kind: 'agent_reply' as const, conversationId, recipient: person.email, text: message.content };
  if (await appendToPending(tx, pending)) return { result: 'joined', told };
  const { subject, title } = MAIL_TEXTS[person.language].agentReply;
  await insertNotification(tx, {
    ...mailTo(person, conversationId, null),
    kind: 'agent_reply',
    category: 'CONVERSATION',
    subject: oneLine(subject.replace('{bank}', () => ctx.settings.get('bank.name'))),
    body: message.content,
    data: { title, ...(await signatureOf(tx, message.authorId)) },
    notBefore: new Date(ctx.clock.now().getTime() + GONE_AFTER_MS),
  });
  return { result: 'queued', told };
}

/**
 * Mails a message about a ticket to its customer at once. Tx and announcing: as `mailReplyIfGone`. Where the ticket has
 * a conversation the mail carries the link to it.
 */
export async function mailTicketReply(
  tx: Sql,
  ticket: {
    id: number;
    reference: string;
    subject: string;
    conversationId: string | null;
    customerId: number | null;
    customerName: string | null;
    customerEmail: string | null;
  },
  message: { content: string; authorId: number; language?: Language },
): Promise<{ result: Exclude<MailedReply, 'joined'>; told: Told }> {
  const known = ticket.conversationId ? await findCorrespondent(tx, ticket.conversationId) : null;
  const email = ticket.customerEmail ?? known?.email ?? null;
  if (!email || !isEmail(email)) return { result: 'no_address', told: { inApp: [], mails: 0 } };
  const language = message.language ?? known?.language ?? 'es';
  const fill = (text: string) =>
    text.replace('{reference}', () => ticket.reference).replace('{subject}', () => ticket.subject);
  const { subject, title } = MAIL_TEXTS[language].ticketReply;
  // The link opens the conversation, so it goes only to the address that the conversation itself would be answered at.
  const opener = known?.email?.toLowerCase() === email.toLowerCase() ? known : null;
  // Whom the conversation is with by now: they may have proven who they are after the ticket was opened.
  const { customerId } = opener ?? ticket;
  await insertNotification(tx, {
    ...mailTo({ customerId, email, language }, opener && ticket.conversationId, ticket.id),
    kind: 'ticket_reply',
    category: 'TICKET',
    subject: oneLine(fill(subject)),
    body: message.content,
    data: { title: oneLine(fill(title)), ...(await signatureOf(tx, message.authorId)) },
    notBefore: null,
  });
  return { result: 'queued', told: { inApp: [], mails: 1 } };
}

/** What stands below the words of the person who wrote first, where they want that. */
async function signatureOf(tx: Sql, authorId: number): Promise<{ signature?: string }> {
  const signature = await findSignature(tx, authorId);
  return signature ? { signature } : {};
}

const mailTo = (
  { customerId, email, language }: Pick<Correspondent, 'customerId' | 'language'> & { email: string | null },
  conversationId: string | null,
  ticketId: number | null,
) => ({
  type: 'EMAIL' as const,
  userId: null,
  customerId,
  recipient: email,
  language,
  conversationId,
  ticketId,
  dedupeKey: null,
  messageId: randomUUID(),
  threadRoot: threadRootOf(ticketId, conversationId),
});

/** The address of the link in a mail; null where nobody knows under which address the desk is reached. */
export async function returnLink(
  ctx: Context,
  conversationId: string,
  customerId: number | null,
): Promise<string | null> {
  if (!ctx.config.publicUrl) return null;
  const token = await ctx.tokens.signReturn({ conversationId, customerId });
  return `${ctx.config.publicUrl}/chat/return?token=${encodeURIComponent(token)}`;
}

/**
 * What a link of a mail opens: the conversation's own token. Errors: not_found, where the link is forged or too old, or
 * the conversation is somebody else's by now: an address that was left in the chat proves nothing about who came later.
 */
export async function returnToConversation(
  ctx: Context,
  token: string,
): Promise<{ conversationId: string; conversationToken: string; language: Language }> {
  const claims = await ctx.tokens.verifyReturn(token);
  const found = claims && (await findReturning(ctx.db.sql, claims.conversationId, claims.customerId));
  if (!claims || !found?.isTheirs) throw notFound('Conversation');
  const { conversationId } = claims;
  await writeAudit(ctx.db.sql, {
    actorId: null,
    actorName: 'customer',
    action: 'conversation.returned',
    resourceType: 'conversation',
    resourceId: conversationId,
  });
  const conversationToken = await ctx.tokens.signConversation(conversationId);
  return { conversationId, conversationToken, language: found.language };
}
