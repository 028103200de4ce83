import type { Context } from '../../context.ts';
import type { Sql } from '../../db/client.ts';
import { conflict, notFound, unavailable } from '../../lib/errors.ts';
import { hashSecret, isUuid, newSecret } from '../../lib/ids.ts';
import type { Language } from '../../lib/language.ts';
import { writeAudit } from '../audit/queries.ts';
import type { Caller } from '../auth/queries.ts';
import { revokeOtherSessions } from '../auth/queries.ts';
import { actorOf } from '../auth/service.ts';
import { insertNotification } from '../notifications/queries.ts';
import { oneLine, type Told } from '../notifications/service.ts';
import { MAIL_TEXTS } from '../notifications/texts.ts';
import type { Account } from './model.ts';
import {
  armPasswordLink,
  findLinkedPerson,
  insertPasswordLink,
  type LinkedPerson,
  storePassword,
  usePasswordLink,
} from './password-link-queries.ts';
import { hashPassword, requireGoodPassword } from './passwords.ts';

/** Seconds; the mail says so too. */
const LINK_LIFETIME = 72 * 60 * 60;

/** Errors: unavailable, where no mail could reach anybody, or would have no link. */
export function requireMail(ctx: Context): void {
  if (!ctx.mailer.isConfigured) throw unavailable('Mail is not configured: give the user a password');
  if (!ctx.config.publicUrl) throw unavailable('PUBLIC_URL is not set: give the user a password');
}

/** Whether an invitation would reach anybody. */
export const canMailLinks = (ctx: Context): boolean => ctx.mailer.isConfigured && Boolean(ctx.config.publicUrl);

/**
 * Mails a person the link by which they choose a password: an invitation for one who never had one, else a reset.
 * Tx: the caller's; then `announceNotifications`.
 */
export async function mailPasswordLink(ctx: Context, tx: Sql, caller: Caller, account: Account): Promise<Told> {
  const purpose = account.lastLoginAt === null ? 'invitation' : 'reset';
  const link = await insertPasswordLink(tx, {
    userId: account.id,
    purpose,
    createdBy: caller.id,
    // Nobody knows this one: the mail that leaves brings its own.
    secretHash: hashSecret(newSecret()),
    lifetimeSeconds: LINK_LIFETIME,
  });
  const fill = (text: string) => text.replaceAll('{bank}', () => ctx.settings.get('bank.name'));
  const { subject, title, body } = MAIL_TEXTS[account.language].passwordLink[purpose];
  await insertNotification(tx, {
    type: 'EMAIL',
    kind: 'password_link',
    category: 'SYSTEM',
    userId: account.id,
    customerId: null,
    recipient: account.email,
    language: account.language,
    subject: oneLine(fill(subject)),
    body: fill(body),
    data: { title, link },
    conversationId: null,
    ticketId: null,
    dedupeKey: `password_link:${link}`,
    messageId: crypto.randomUUID(),
    threadRoot: null,
    notBefore: null,
  });
  await writeAudit(tx, {
    ...actorOf(caller),
    action: 'user.invite',
    resourceType: 'user',
    resourceId: account.id,
    details: { purpose },
  });
  return { inApp: [], mails: 1 };
}

/** The address of a link, with a secret of its own from now on; null for one that is used or over. */
export async function freshPasswordLink(ctx: Context, id: string, language: Language): Promise<string | null> {
  const secret = newSecret();
  if (!isUuid(id) || !ctx.config.publicUrl) return null;
  const isArmed = await armPasswordLink(ctx.db.sql, id, hashSecret(secret), LINK_LIFETIME);
  return isArmed ? `${ctx.config.publicUrl}/panel/password?lang=${language}&token=${secret}` : null;
}

/** Errors: not_found, for a link that is used, over or made up. */
export async function personOfLink(ctx: Context, secret: string): Promise<LinkedPerson> {
  const person = await findLinkedPerson(ctx.db.sql, hashSecret(secret));
  if (!person) throw notFound('Link');
  return person;
}

/**
 * Sets the password of the link's person and ends all of their sessions. Errors: not_found, invalid (the link stays
 * good), conflict (used at the same moment).
 */
export async function setPasswordByLink(ctx: Context, secret: string, password: string): Promise<LinkedPerson> {
  const person = await personOfLink(ctx, secret);
  requireGoodPassword(password, person);
  const passwordHash = await hashPassword(password);
  const ended = await ctx.db.sql.begin(async (tx) => {
    if (!(await usePasswordLink(tx, hashSecret(secret)))) throw conflict('This link has been used');
    await storePassword(tx, person.userId, passwordHash);
    await writeAudit(tx, {
      actorId: person.userId,
      actorName: person.fullName,
      action: 'auth.password',
      resourceType: 'user',
      resourceId: person.userId,
      details: { by: person.purpose },
    });
    return revokeOtherSessions(tx, person.userId, null);
  });
  for (const session of ended) ctx.bus.publish({ type: 'session', session });
  return person;
}
