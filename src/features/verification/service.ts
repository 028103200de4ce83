import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import type { Context } from '../../context.ts';
import { invalid, unavailable } from '../../lib/errors.ts';
import type { Language } from '../../lib/language.ts';
import { writeAudit } from '../audit/queries.ts';
import { type ConversationRow, IDENTITY_MINUTES } from '../conversations/model.ts';
import { findAddressOnFile, proveIdentity, saveVerification, takeTry } from './queries.ts';

const CODE_MINUTES = 10;
const TRIES = 5;
/** Five guesses each: whoever asks from many addresses may guess 50 of a million codes an hour, and fills no mailbox. */
const CODES_PER_CUSTOMER = { points: 10, windowSeconds: 3600 };
/** How long a proven identity opens account data. How long it stays recent is counted back from this in `provenLevel`. */
const LEVEL = 2;

const MAIL = {
  es: {
    subject: 'Tu código de verificación de {bank}',
    text: 'Tu código es {code}. Vale {minutes} minutos y solo en el chat que lo pidió.\n\nSi no lo pediste tú, ignora este mensaje. Nadie de {bank} te pedirá este código por teléfono.',
  },
  en: {
    subject: 'Your verification code from {bank}',
    text: 'Your code is {code}. It is valid for {minutes} minutes and only in the chat that asked for it.\n\nIf you did not ask for it, ignore this message. Nobody at {bank} will ask you for this code by telephone.',
  },
} as const satisfies Record<Language, { subject: string; text: string }>;

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
  if (!customer) return;
  const fill = (text: string) =>
    text
      .replaceAll('{bank}', ctx.settings.get('bank.name'))
      .replaceAll('{code}', code)
      .replaceAll('{minutes}', String(CODE_MINUTES));
  const { subject, text } = MAIL[customer.language];
  // Not awaited: how long the mail server takes would tell that there is somebody to write to.
  ctx.mailer
    .send({ to: customer.email, subject: fill(subject), text: fill(text) })
    .catch((err) => ctx.log.error({ err }, 'a verification code could not be mailed'));
}

/** Makes the conversation that of the customer who has the code. Errors: invalid, for whatever is wrong with it. */
export async function confirmVerification(ctx: Context, conversation: ConversationRow, code: string): Promise<void> {
  const taken = await takeTry(ctx.db.sql, conversation.id);
  const isRight = taken !== null && isSame(taken.codeHash, hashCode(conversation.id, code.trim()));
  if (!isRight || taken.customerId === null) {
    throw invalid([{ field: 'code', message: 'is wrong or no longer valid' }]);
  }
  const { customerId } = taken;
  await proveIdentity(ctx.db.sql, conversation.id, { customerId, level: LEVEL, minutes: IDENTITY_MINUTES });
  await writeAudit(ctx.db.sql, {
    actorId: null,
    actorName: 'customer',
    action: 'customer.verified',
    resourceType: 'customer',
    resourceId: customerId,
    details: { conversation: conversation.id, by: 'email_code' },
  });
  ctx.bus.publish({ type: 'conversation', conversation: conversation.id });
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
