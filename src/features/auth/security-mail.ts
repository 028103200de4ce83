import { randomUUID } from 'node:crypto';
import { deviceOf } from '../../../views/account/device.ts';
import type { Context } from '../../context.ts';
import type { Sql } from '../../db/client.ts';
import { formatDateTime, zoneText } from '../../lib/format.ts';
import { insertNotification } from '../notifications/queries.ts';
import type { User } from '../users/model.ts';
import type { Whence } from './model.ts';
import { findMailPerson } from './queries.ts';
import { SECURITY_TEXTS, type SecurityNotice } from './security-texts.ts';

const DEFAULT_TIME_ZONE = 'UTC';

/**
 * Tells a person by mail of what touches the safety of their account, which nobody can choose not to hear of. Nothing
 * where no mail can be sent. Tx: the caller's; then publish `outbox`.
 */
export async function mailSecurityNotice(
  ctx: Context,
  tx: Sql,
  userId: User['id'],
  notice: SecurityNotice,
  { whence, codesLeft = 0 }: { whence?: Pick<Whence, 'address' | 'userAgent'>; codesLeft?: number } = {},
): Promise<void> {
  const person = ctx.mailer.isConfigured ? await findMailPerson(tx, userId) : null;
  if (!person) return;
  const timeZone = person.timeZone ?? DEFAULT_TIME_ZONE;
  const { device, address, at, unknown, notices } = SECURITY_TEXTS[person.language];
  const { subject, text, advice } = notices[notice];
  const when = `${formatDateTime(ctx.clock.now(), { language: person.language, timeZone })} (${zoneText(timeZone)})`;
  const facts = whence && [
    `${device}: ${deviceOf(whence.userAgent) ?? whence.userAgent?.slice(0, 80) ?? unknown}`,
    `${address}: ${whence.address}`,
    `${at}: ${when}`,
  ];
  const paragraphs = [text.replace('{left}', String(codesLeft)), (facts ?? [`${at}: ${when}`]).join('\n'), advice];
  await insertNotification(tx, {
    type: 'EMAIL',
    kind: 'security',
    category: 'SYSTEM',
    userId,
    customerId: null,
    recipient: person.email,
    language: person.language,
    subject,
    body: paragraphs.join('\n\n'),
    data: { title: subject },
    conversationId: null,
    ticketId: null,
    dedupeKey: null,
    messageId: randomUUID(),
    threadRoot: null,
    notBefore: null,
  });
}
