import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { MailPage, mailText } from '../../../views/mail/mail-page.tsx';
import type { Context } from '../../context.ts';
import { textOf } from '../../http/htmx.ts';
import { conflict, invalid, unavailable } from '../../lib/errors.ts';
import type { Language } from '../../lib/language.ts';
import type { Mail } from '../../mail/mailer.ts';
import { writeAudit } from '../audit/queries.ts';
import type { Caller } from '../auth/queries.ts';
import { actorOf } from '../auth/service.ts';
import { type ConversationRow, IDENTITY_MINUTES, type InboxRow } from '../conversations/model.ts';
import { getVisible } from '../conversations/service.ts';
import {
  findAddressOnFile,
  findCustomerId,
  proveIdentity,
  saveVerification,
  takeTry,
  vouchForIdentity,
} from './queries.ts';

const CODE_MINUTES = 10;
const TRIES = 5;
/** Five guesses each: whoever asks from many addresses may guess 50 of a million codes an hour, and fills no mailbox. */
const CODES_PER_CUSTOMER = { points: 10, windowSeconds: 3600 };
/** What a mailed code proves while it is fresh (`provenLevel`), and what the word of a person in charge does. */
const LEVEL_OF = { email_code: 2, agent: 3 } as const;

const MAIL = {
  es: {
    subject: 'Tu código de verificación de {bank}',
    title: 'Tu código de verificación',
    text: 'Tu código es **{code}**. Vale {minutes} minutos y solo en el chat que lo pidió.\n\nSi no lo pediste tú, ignora este mensaje. Nadie de {bank} te pedirá este código por teléfono.',
  },
  en: {
    subject: 'Your verification code from {bank}',
    title: 'Your verification code',
    text: 'Your code is **{code}**. It is valid for {minutes} minutes and only in the chat that asked for it.\n\nIf you did not ask for it, ignore this message. Nobody at {bank} will ask you for this code by telephone.',
  },
} as const satisfies Record<Language, { subject: string; title: string; text: string }>;

/**
 * Sends a code to the address on file. Whether the reference names anybody can be told neither from the answer nor from
 * its time. Errors: unavailable, where no mail server is configured.
 */
export async function startVerification(ctx: Context, conversation: ConversationRow, reference: string): Promise<void> {
  if (!ctx.mailer.isConfigured) throw unavailable('Verification by e-mail is not available');
  const named = await findAddressOnFile(ctx.db.sql, reference.trim());
  const customer = (await mayHaveCode(ctx, named?.id ?? reference)) ? named : null;
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  await saveVerification(ctx.db.sql, {
    conversationId: conversation.id,
    customerId: customer?.id ?? null,
    codeHash: hashCode(conversation.id, code),
    tries: TRIES,
    minutes: CODE_MINUTES,
  });
  // Written for nobody as well: the time that it takes tells nothing.
  const letter = writeCode(ctx.settings.get('bank.name'), code, customer?.language ?? 'es');
  if (!customer) return;
  // Not awaited: how long the mail server takes would tell that there is somebody to write to.
  ctx.mailer
    .send({ to: customer.email, ...letter })
    .catch((err) => ctx.log.error({ err }, 'a verification code could not be mailed'));
}

function writeCode(bankName: string, code: string, language: Language): Omit<Mail, 'to'> {
  const fill = (text: string) =>
    text
      .replaceAll('{bank}', () => bankName)
      .replaceAll('{code}', code)
      .replaceAll('{minutes}', String(CODE_MINUTES));
  const { subject, title, text } = MAIL[language];
  const content = { language, bankName, title, text: fill(text), isRich: true, link: null, footnotes: [] };
  return { subject: fill(subject), text: mailText(content), html: textOf(MailPage(content)), fromName: bankName };
}

/**
 * Makes the conversation that of the customer who has the code. Errors: invalid, for whatever is wrong with it; conflict
 * (the conversation is another customer's).
 */
export async function confirmVerification(ctx: Context, conversation: ConversationRow, code: string): Promise<void> {
  const taken = await takeTry(ctx.db.sql, conversation.id);
  const isRight = taken !== null && isSame(taken.codeHash, hashCode(conversation.id, code.trim()));
  if (!isRight || taken.customerId === null) {
    throw invalid([{ field: 'code', message: 'is wrong or no longer valid' }]);
  }
  const { customerId } = taken;
  const proof = { customerId, level: LEVEL_OF.email_code, minutes: IDENTITY_MINUTES };
  if (!(await proveIdentity(ctx.db.sql, conversation.id, proof))) {
    throw conflict('This conversation is another customer’s: please start a new one');
  }
  await noteProof(ctx, conversation.id, customerId, { actorId: null, actorName: 'customer', by: 'email_code' });
}

/**
 * The person in charge of a conversation vouches for who the customer is: by `reference` (the bank's id of the customer
 * or the e-mail on file), or as is known already. Errors: not_found, invalid (nobody of that reference, or nobody known),
 * conflict (not in charge, or the conversation is proven to be another customer's).
 */
export async function vouchForCustomer(
  ctx: Context,
  caller: Caller,
  conversationId: string,
  reference: string | null,
): Promise<InboxRow> {
  const row = await getVisible(ctx, caller, conversationId);
  const customerId = reference === null ? row.customerId : await findCustomerId(ctx.db.sql, reference.trim());
  if (customerId === null) throw invalid([{ field: 'customer', message: 'names no active customer' }]);
  const proof = { customerId, agentId: caller.id, level: LEVEL_OF.agent, minutes: IDENTITY_MINUTES };
  if (!(await vouchForIdentity(ctx.db.sql, conversationId, proof))) {
    throw conflict('Only who is in charge may confirm the customer, and not as another one than was proven');
  }
  await noteProof(ctx, conversationId, customerId, { ...actorOf(caller), by: 'agent' });
  return getVisible(ctx, caller, conversationId);
}

async function noteProof(
  ctx: Context,
  conversationId: string,
  customerId: number,
  { by, ...actor }: { actorId: number | null; actorName: string; by: keyof typeof LEVEL_OF },
): Promise<void> {
  await writeAudit(ctx.db.sql, {
    ...actor,
    action: 'customer.verified',
    resourceType: 'customer',
    resourceId: customerId,
    details: { conversation: conversationId, by },
  });
  ctx.bus.publish({ type: 'conversation', conversation: conversationId });
}

/** A refusal is not told, and one who is not there is counted too: the answer says nothing of who has an account. */
async function mayHaveCode(ctx: Context, subject: number | string): Promise<boolean> {
  const name = createHash('sha256').update(String(subject)).digest('base64url');
  const { isAllowed } = await ctx.limiter.consume({ key: `verification:${name}`, limit: CODES_PER_CUSTOMER });
  if (!isAllowed) ctx.log.warn('a verification code was not sent: too many for one customer');
  return isAllowed;
}

const hashCode = (conversationId: string, code: string): string =>
  createHash('sha256').update(`${conversationId}:${code}`).digest('base64url');

const isSame = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
