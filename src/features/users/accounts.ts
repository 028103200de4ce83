import type { Context } from '../../context.ts';
import { isUniqueViolation, type Sql } from '../../db/client.ts';
import { isEmail } from '../../lib/email.ts';
import { AppError, conflict, type FieldError, invalid, notFound } from '../../lib/errors.ts';
import type { Language } from '../../lib/language.ts';
import type { AuditAction } from '../audit/model.ts';
import { writeAudit } from '../audit/queries.ts';
import { type Caller, revokeOtherSessions } from '../auth/queries.ts';
import { actorOf } from '../auth/service.ts';
import { cancelMailOf } from '../notifications/outbox-queries.ts';
import { announceNotifications, isTimeZone, type Told } from '../notifications/service.ts';
import {
  type AccountFields,
  findAccount,
  goOffline,
  insertAccount,
  isTaken,
  lockAccount,
  lockAdministrators,
  updateAccount,
} from './account-queries.ts';
import type { Account, DeactivationOutcome, Role } from './model.ts';
import { endPasswordLinks } from './password-link-queries.ts';
import { mailPasswordLink, requireMail } from './password-links.ts';
import { hashPassword, newPassword, requireGoodPassword } from './passwords.ts';

export interface NewAccount {
  email: string;
  fullName: string;
  role: Role;
  username?: string;
  /** Without one the person is invited by mail to choose it. */
  password?: string;
  language?: Language;
  timeZone?: string | null;
}

export type AccountChange = Partial<Omit<NewAccount, 'password'>> & { isActive?: boolean };

const LAST_ADMINISTRATOR = 'The last active administrator can be neither deactivated nor demoted';

const DEACTIVATED = 'This user is deactivated';

const AT_PROVIDER = 'This user logs in at the sign-in provider and has no password here';

/** Whether a conflict is that the account cannot log in. */
export const isDeactivated = (error: AppError): boolean => error.message === DEACTIVATED;

/** Whether a conflict is that nobody would be left to administrate. */
export const isLastAdministrator = (error: AppError): boolean => error.message === LAST_ADMINISTRATOR;

/** Errors: not_found. */
export async function getAccount(ctx: Context, id: number): Promise<Account> {
  const account = await findAccount(ctx.db.sql, id);
  if (!account) throw notFound('User');
  return account;
}

/** Errors: invalid, conflict (e-mail or username taken), unavailable (an invitation that no mail could bring). */
export async function createAccount(
  ctx: Context,
  caller: Caller,
  { password, ...wanted }: NewAccount,
): Promise<Account> {
  const fields = cleanFields({
    email: wanted.email,
    username: wanted.username ?? wanted.email,
    fullName: wanted.fullName,
    role: wanted.role,
    language: wanted.language ?? caller.language,
    timeZone: wanted.timeZone ?? null,
    isActive: true,
  });
  if (password !== undefined) requireGoodPassword(password, fields, 'password');
  else requireMail(ctx);
  const passwordHash = await hashPassword(password ?? newPassword());
  const { id, told } = await orTaken(
    ctx.db.sql.begin(async (tx) => {
      await requireFree(tx, fields, null);
      const id = await insertAccount(tx, { ...fields, passwordHash });
      await audit(tx, caller, 'user.create', id, { role: fields.role });
      const account = (await findAccount(tx, id)) as Account;
      const told: Told[] = password === undefined ? [await mailPasswordLink(ctx, tx, caller, account)] : [];
      return { id, told };
    }),
  );
  announceNotifications(ctx, ...told);
  return getAccount(ctx, id);
}

/**
 * Changes what is named. Another role or a deactivation ends all sessions of the person at once, in every process;
 * another e-mail ends the links that were mailed to the one before.
 * Errors: not_found, invalid, conflict (taken, or nobody would be left to administrate).
 */
export async function changeAccount(ctx: Context, caller: Caller, id: number, change: AccountChange): Promise<Account> {
  const ended: string[] = await orTaken(
    ctx.db.sql.begin<string[]>(async (tx) => {
      // Before the account's own row: whoever takes an administrator away holds all of them, in one order.
      const administrators = await lockAdministrators(tx);
      const before = await lockAccount(tx, id);
      if (!before) throw notFound('User');
      const after = cleanFields({ ...before, ...change });
      requireAdministrator(administrators, before, after);
      await requireFree(tx, after, id);
      await updateAccount(tx, id, after);
      if (!after.isActive) await leaveDesk(tx, id);
      // It was mailed to where the person is not reached, and perhaps somebody else is.
      if (before.email !== after.email) await endPasswordLinks(tx, id);
      const ended = before.role !== after.role || !after.isActive ? await revokeOtherSessions(tx, id, null) : [];
      await audit(tx, caller, actionOf(before, after), id, { changed: changedKeys(before, after) });
      return ended;
    }),
  );
  for (const session of ended) ctx.bus.publish({ type: 'session', session });
  if (change.isActive === false) ctx.bus.publish({ type: 'queue' });
  return getAccount(ctx, id);
}

/** Errors: as `changeAccount`. */
export const deactivateAccount = (ctx: Context, caller: Caller, id: number): Promise<Account> =>
  changeAccount(ctx, caller, id, { isActive: false });

/**
 * Deactivates several, each by itself: what one may not does not hold the others up. One's own account stays, so that
 * nobody locks themselves out by a tick too many.
 */
export async function deactivateAccounts(ctx: Context, caller: Caller, ids: number[]): Promise<DeactivationOutcome[]> {
  const outcomes: DeactivationOutcome[] = [];
  for (const id of new Set(ids)) outcomes.push({ id, result: await deactivateOne(ctx, caller, id) });
  return outcomes;
}

async function deactivateOne(ctx: Context, caller: Caller, id: number): Promise<DeactivationOutcome['result']> {
  if (id === caller.id) return 'own';
  try {
    await deactivateAccount(ctx, caller, id);
    return 'deactivated';
  } catch (error) {
    if (error instanceof AppError && isLastAdministrator(error)) return 'last_administrator';
    if (error instanceof AppError && error.code === 'not_found') return 'not_found';
    throw error;
  }
}

/** Ends all sessions of a person at once, in every process. Answers how many. Errors: not_found. */
export async function endSessionsOf(ctx: Context, caller: Caller, id: number): Promise<number> {
  await getAccount(ctx, id);
  const ended = await ctx.db.sql.begin(async (tx) => {
    const sessions = await revokeOtherSessions(tx, id, id === caller.id ? caller.sessionId : null);
    await audit(tx, caller, 'user.sessions.end', id, { count: sessions.length });
    return sessions;
  });
  for (const session of ended) ctx.bus.publish({ type: 'session', session });
  return ended.length;
}

/** Mails a new link to choose a password; the one before it ends. Errors: not_found, conflict, unavailable. */
export async function inviteAgain(ctx: Context, caller: Caller, id: number): Promise<Account> {
  const account = await getAccount(ctx, id);
  if (!account.isActive) throw conflict(DEACTIVATED);
  if (account.source === 'oidc') throw conflict(AT_PROVIDER);
  requireMail(ctx);
  const told = await ctx.db.sql.begin((tx) => mailPasswordLink(ctx, tx, caller, account));
  announceNotifications(ctx, told);
  return getAccount(ctx, id);
}

function requireAdministrator(administrators: number[], before: Account, after: AccountFields): void {
  const isLeaving = before.role === 'ADMIN' && before.isActive && !(after.role === 'ADMIN' && after.isActive);
  if (isLeaving && administrators.every((id) => id === before.id)) {
    throw conflict(LAST_ADMINISTRATOR);
  }
}

/** Either name logs in, so neither may be anybody else's. The unique indexes catch what comes at the same moment. */
async function requireFree(tx: Sql, { email, username }: AccountFields, exceptId: number | null): Promise<void> {
  if (await isTaken(tx, [email, username], exceptId)) throw taken();
}

async function orTaken<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw isUniqueViolation(error) ? taken() : error;
  }
}

const taken = () => conflict('This e-mail or username is taken');

async function leaveDesk(tx: Sql, id: number): Promise<void> {
  await goOffline(tx, id);
  await endPasswordLinks(tx, id);
  await cancelMailOf(tx, id);
}

/** Errors: invalid. */
function cleanFields(fields: AccountFields): AccountFields {
  const clean = {
    email: fields.email.trim(),
    username: fields.username.trim(),
    fullName: fields.fullName.trim(),
    role: fields.role,
    language: fields.language,
    timeZone: fields.timeZone,
    isActive: fields.isActive,
  };
  const faults: FieldError[] = [];
  if (!isEmail(clean.email)) faults.push({ field: 'email', message: 'must be an e-mail address' });
  if (!isName(clean.fullName))
    faults.push({ field: 'full_name', message: 'must be a name without control characters' });
  if (!isName(clean.username)) faults.push({ field: 'username', message: 'must be a name without control characters' });
  if (clean.timeZone !== null && !isTimeZone(clean.timeZone)) {
    faults.push({ field: 'time_zone', message: 'must be a time zone such as America/Mexico_City' });
  }
  if (faults.length > 0) throw invalid(faults);
  return clean;
}

const isName = (text: string): boolean => text !== '' && !/[\p{Cc}\u2028\u2029]/u.test(text);

const KEYS = ['email', 'username', 'fullName', 'role', 'language', 'timeZone', 'isActive'] as const;

const changedKeys = (before: AccountFields, after: AccountFields): string[] =>
  KEYS.filter((key) => before[key] !== after[key]);

function actionOf(before: Account, after: AccountFields): AuditAction {
  if (before.isActive && !after.isActive) return 'user.deactivate';
  if (!before.isActive && after.isActive) return 'user.reactivate';
  return before.role === after.role ? 'user.update' : 'user.role';
}

const audit = (
  tx: Sql,
  caller: Caller,
  action: AuditAction,
  id: number,
  details: Record<string, unknown>,
): Promise<void> => writeAudit(tx, { ...actorOf(caller), action, resourceType: 'user', resourceId: id, details });
