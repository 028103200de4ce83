import { randomUUID } from 'node:crypto';
import type { Context } from '../../context.ts';
import type { Sql } from '../../db/client.ts';
import { conflict, invalid, notFound } from '../../lib/errors.ts';
import { writeAudit } from '../audit/queries.ts';
import { noteRead } from '../audit/service.ts';
import { may } from '../auth/model.ts';
import type { Caller } from '../auth/queries.ts';
import { actorOf } from '../auth/service.ts';
import { ROLES, type Role } from '../users/model.ts';
import {
  type CauseData,
  type Channels,
  isStaffKind,
  type Notification,
  type Preferences,
  type QuietHours,
  STAFF_KINDS,
  type StaffKind,
} from './model.ts';
import {
  countUnread,
  findNotification,
  findPreferences,
  findRecipients,
  insertNotification,
  markRead,
  type Recipient,
  requeue,
  requeueFailed,
  saveChannels,
  saveQuietHours,
  saveTimeZone,
} from './queries.ts';
import { endOfQuiet } from './quiet.ts';
import { threadSubject, writeFor } from './texts.ts';

const EXCERPT_LENGTH = 280;
const DEFAULT_TIME_ZONE = 'UTC';

export interface Cause {
  kind: StaffKind;
  /** People by id, or everybody of at least a role. */
  to: readonly number[] | { atLeast: Role };
  /** Who did it need not be told. */
  except?: number | null;
  conversationId?: string | null;
  ticketId?: number | null;
  /** The same key tells the same person of the same kind once. */
  key?: string | number | null;
  data: CauseData;
}

/** What was written and is to be announced once the transaction has committed. */
export interface Told {
  /** For whose bell. */
  inApp: { user: number; notification: number }[];
  mails: number;
}

/**
 * Tells active staff of what happened: in the panel and by mail, as each chose for the kind, mail not before their quiet
 * hours are over. Tx: the caller's, so that it is told exactly if it happened; then `announceNotifications`.
 */
export async function notifyStaff(tx: Sql, cause: Cause, now = new Date()): Promise<Told> {
  const [ids, roles] = addressees(cause.to);
  const recipients = await findRecipients(tx, cause.kind, ids, roles);
  const told: Told = { inApp: [], mails: 0 };
  for (const recipient of recipients) {
    if (recipient.id === cause.except) continue;
    const channels = recipient.channels ?? STAFF_KINDS[cause.kind].byDefault;
    if (channels.inApp) {
      const id = await insertNotification(tx, rowFor(cause, recipient, 'IN_APP', now));
      if (id !== null) told.inApp.push({ user: recipient.id, notification: id });
    }
    if (channels.email && (await insertNotification(tx, rowFor(cause, recipient, 'EMAIL', now))) !== null) {
      told.mails += 1;
    }
  }
  return told;
}

/** Rings the bells and wakes the outbox. Call it after the transaction; a lost call costs seconds, never a notification. */
export function announceNotifications(ctx: Pick<Context, 'bus'>, ...all: Told[]): void {
  for (const { user, notification } of all.flatMap(({ inApp }) => inApp)) {
    ctx.bus.publish({ type: 'notification', user, notification });
  }
  if (all.some(({ mails }) => mails > 0)) ctx.bus.publish({ type: 'outbox' });
}

/** One that is the caller's own, or anybody's for those who may. Errors: not_found. */
export async function getNotification(ctx: Context, caller: Caller, id: number): Promise<Notification> {
  const notification = await findNotification(ctx.db.sql, id);
  const isTheirs = notification?.userId === caller.id || may(caller, 'notification.any');
  if (!notification || !isTheirs) throw notFound('Notification');
  if (notification.userId !== caller.id) {
    await noteRead(ctx, caller, { action: 'notification.read', resourceType: 'notification', resourceId: id });
  }
  return notification;
}

/** Sends what failed, or was called off, again. Errors: not_found, conflict (it waits, or was sent). */
export async function retryNotification(ctx: Context, caller: Caller, id: number): Promise<Notification> {
  await getNotification(ctx, caller, id);
  const { sql } = ctx.db;
  await sql.begin(async (tx) => {
    if (!(await requeue(tx, id))) throw conflict('Only a mail that failed or was cancelled can be sent again');
    await writeAudit(tx, {
      ...actorOf(caller),
      action: 'notification.retry',
      resourceType: 'notification',
      resourceId: id,
    });
  });
  ctx.bus.publish({ type: 'outbox' });
  return (await findNotification(sql, id)) as Notification;
}

/** Sends every mail that failed again. Answers how many. */
export async function retryFailed(ctx: Context, caller: Caller): Promise<number> {
  const count = await ctx.db.sql.begin(async (tx) => {
    const count = await requeueFailed(tx);
    const deed = { action: 'notification.retry', resourceType: 'notification', details: { count } } as const;
    if (count > 0) await writeAudit(tx, { ...actorOf(caller), ...deed });
    return count;
  });
  if (count > 0) ctx.bus.publish({ type: 'outbox' });
  return count;
}

/** Marks the caller's own as read, all without ids. Answers how many are unread now. */
export async function readNotifications(ctx: Context, caller: Caller, ids: number[] | null): Promise<number> {
  const { sql } = ctx.db;
  const changed = await markRead(sql, caller.id, ids);
  // The bells on the person's other pages count anew.
  if (changed > 0) ctx.bus.publish({ type: 'notification', user: caller.id, notification: 0 });
  return countUnread(sql, caller.id);
}

export async function preferencesOf(ctx: Context, userId: number): Promise<Preferences> {
  const { chosen, quietHours, timeZone } = await findPreferences(ctx.db.sql, userId);
  const kinds = Object.fromEntries(
    Object.entries(STAFF_KINDS).map(([kind, { byDefault }]) => {
      const choice = chosen.find((one) => one.kind === kind);
      return [kind, choice ? { inApp: choice.inApp, email: choice.email } : byDefault];
    }),
  ) as Preferences['kinds'];
  return { kinds, quietHours, timeZone };
}

export interface PreferencesChange {
  kinds?: Record<string, Channels>;
  quietHours?: QuietHours | null;
  timeZone?: string | null;
}

/** Changes what is named and leaves the rest. Errors: invalid, for an unknown kind or time zone. */
export async function changePreferences(ctx: Context, caller: Caller, change: PreferencesChange): Promise<Preferences> {
  const chosen = Object.entries(change.kinds ?? {}).map(([kind, channels]) => ({ kind, ...channels }));
  requireKnown(chosen, change.timeZone);
  await ctx.db.sql.begin(async (tx) => {
    if (chosen.length > 0) await saveChannels(tx, caller.id, chosen);
    if (change.quietHours !== undefined) await saveQuietHours(tx, caller.id, change.quietHours);
    if (change.timeZone !== undefined) await saveTimeZone(tx, caller.id, change.timeZone);
    await writeAudit(tx, {
      ...actorOf(caller),
      action: 'notification.preferences',
      resourceType: 'user',
      resourceId: caller.id,
    });
  });
  return preferencesOf(ctx, caller.id);
}

function requireKnown(chosen: { kind: string }[], timeZone: string | null | undefined): void {
  const fields = chosen
    .filter(({ kind }) => !isStaffKind(kind))
    .map(({ kind }) => ({ field: `kinds.${kind.slice(0, 40)}`, message: 'is not a kind of notification' }));
  if (timeZone && !isTimeZone(timeZone)) {
    fields.push({ field: 'time_zone', message: 'must be a time zone such as America/Mexico_City' });
  }
  if (fields.length > 0) throw invalid(fields);
}

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const addressees = (to: Cause['to']): [number[], Role[]] =>
  'atLeast' in to ? [[], ROLES.slice(ROLES.indexOf(to.atLeast))] : [[...to], []];

function rowFor(
  cause: Cause,
  { id, email, language, timeZone, quietHours }: Recipient,
  type: 'IN_APP' | 'EMAIL',
  now: Date,
) {
  const { kind, conversationId = null, ticketId = null, key = null } = cause;
  const data = { ...cause.data, ...(cause.data.excerpt && { excerpt: excerptOf(cause.data.excerpt) }) };
  const { title, body } = writeFor(language, kind, data);
  const isMail = type === 'EMAIL';
  return {
    type,
    kind,
    category: STAFF_KINDS[kind].category,
    userId: id,
    customerId: null,
    recipient: isMail ? email : null,
    language,
    subject: oneLine((isMail && threadSubject(language, data)) || title),
    body,
    data: { ...data, title: oneLine(title) },
    conversationId,
    ticketId,
    dedupeKey: key === null ? null : `${kind}:${key}:${id}:${type}`,
    messageId: isMail ? randomUUID() : null,
    threadRoot: isMail ? threadRootOf(ticketId, conversationId) : null,
    notBefore: isMail && quietHours ? endOfQuiet(now, quietHours, timeZone ?? DEFAULT_TIME_ZONE) : null,
  };
}

/** Every mail about one ticket, or one conversation, names this as the beginning of its thread. */
export const threadRootOf = (ticketId: number | null, conversationId: string | null): string | null =>
  ticketId !== null ? `ticket.${ticketId}` : conversationId !== null ? `conversation.${conversationId}` : null;

const excerptOf = (text: string): string =>
  text.length > EXCERPT_LENGTH ? `${text.slice(0, EXCERPT_LENGTH - 1).trimEnd()}…` : text;

const SUBJECT_LENGTH = 200;

/** For a heading or a header of a mail: control characters, line breaks among them, become blanks. */
export const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .trim()
    .slice(0, SUBJECT_LENGTH);
