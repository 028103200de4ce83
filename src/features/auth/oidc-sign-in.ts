import type { ProviderProblem } from '../../../views/auth/sign-in-texts.ts';
import type { Context } from '../../context.ts';
import { isUniqueViolation, type Sql } from '../../db/client.ts';
import { isEmail } from '../../lib/email.ts';
import { AppError } from '../../lib/errors.ts';
import type { Language } from '../../lib/language.ts';
import type { AuditAction } from '../audit/model.ts';
import { writeAudit } from '../audit/queries.ts';
import { insertAccount, isTaken, lockAdministrators } from '../users/account-queries.ts';
import { ROLES, type Role } from '../users/model.ts';
import { hashPassword, newPassword } from '../users/passwords.ts';
import type { Whence } from './model.ts';
import type { ProviderPerson } from './oidc-client.ts';
import {
  insertIdentity,
  insertProviderSession,
  type LinkedAccount,
  lockAccountByEmail,
  lockLinkedAccount,
  setRole,
} from './oidc-queries.ts';
import { revokeOtherSessions } from './queries.ts';
import { mailSecurityNotice } from './security-mail.ts';
import { openPanelSession, type PanelLogin } from './sign-in.ts';

const NAME_LENGTH = 120;

class SignInRefused extends Error {
  constructor(readonly problem: ProviderProblem) {
    super(problem);
  }
}

/**
 * A session of the panel for somebody whom the provider has named. The first time their account is made, or linked if
 * there is one of their verified e-mail; their groups decide about their role each time. Answers why not, else.
 */
export async function signInFromProvider(
  ctx: Context,
  person: ProviderPerson,
  { whence, language }: { whence: Whence; language: Language },
): Promise<PanelLogin | ProviderProblem> {
  try {
    const role = roleOf(ctx, person.groups);
    if (!role) throw new SignInRefused('no_group');
    const { account, ended } = await accountOf(ctx, person, role, language);
    for (const session of ended) ctx.bus.publish({ type: 'session', session });
    const login = await openPanelSession(ctx, account, 'oidc', whence, (tx, sessionId) =>
      insertProviderSession(tx, {
        sessionId,
        identityId: account.identityId,
        sid: person.sid,
        ...sealedTokens(ctx, person),
        ...lifetimeOf(ctx, person),
      }),
    );
    return login;
  } catch (error) {
    const problem = problemOf(error);
    if (!problem) throw error;
    await writeAudit(ctx.db.sql, {
      actorId: null,
      actorName: 'unknown',
      action: 'auth.login',
      resourceType: 'session',
      status: 'failure',
      details: { method: 'oidc', reason: problem },
    });
    return problem;
  }
}

/** The highest role of the person's groups; null where none of them may log in. */
export function roleOf(ctx: Context, groups: string[]): Role | null {
  const { groupRoles = {} } = ctx.config.oidc ?? {};
  const roles = groups.flatMap((group) => (Object.hasOwn(groupRoles, group) ? [groupRoles[group] as Role] : []));
  return ROLES.findLast((role) => roles.includes(role)) ?? null;
}

/** Units: seconds. No longer than the provider's token, nor than one of ours, without asking again. */
export function lifetimeOf(
  ctx: Context,
  { expiresIn, refreshToken }: Pick<ProviderPerson, 'expiresIn' | 'refreshToken'>,
) {
  const lifetimeSeconds = Math.max(1, Math.min(expiresIn ?? Number.POSITIVE_INFINITY, ctx.tokens.accessTokenSeconds));
  // Halfway, so that a provider that is away for a while does not end what it would have confirmed.
  return { lifetimeSeconds, checkAfterSeconds: refreshToken ? lifetimeSeconds / 2 : null };
}

/** The tokens as the database keeps them. */
export const sealedTokens = (
  ctx: Context,
  { refreshToken, idToken }: Pick<ProviderPerson, 'refreshToken' | 'idToken'>,
) => ({
  refreshToken: refreshToken && ctx.vault.seal(refreshToken),
  idToken: idToken && ctx.vault.seal(idToken),
});

/**
 * Gives the role that the groups stand for, and answers the sessions that end with the earlier one. The last
 * administrator stays one. Tx: the caller's, with the administrators locked, of whom these can log in.
 */
export async function takeRole(
  tx: Sql,
  account: Pick<LinkedAccount, 'id' | 'role'>,
  role: Role,
  administrators: number[],
): Promise<string[]> {
  const isLast = account.role === 'ADMIN' && administrators.every((id) => id === account.id);
  if (account.role === role || isLast) return [];
  await setRole(tx, account.id, role);
  await audit(tx, 'user.role', account.id, { role, source: 'oidc' });
  return revokeOtherSessions(tx, account.id, null);
}

interface Arrival {
  account: LinkedAccount;
  /** Sessions that end with what has changed. */
  ended: string[];
}

async function accountOf(ctx: Context, person: ProviderPerson, role: Role, language: Language): Promise<Arrival> {
  return ctx.db.sql.begin(async (tx) => {
    // Before the account's own row, as whoever changes accounts does.
    const administrators = await lockAdministrators(tx);
    const linked = await lockLinkedAccount(tx, person.issuer, person.subject);
    const { account, ended } = linked
      ? { account: linked, ended: [] }
      : await firstSignIn(ctx, tx, person, { role, language });
    if (!account.isActive) throw new SignInRefused('inactive');
    return { account, ended: [...ended, ...(await takeRole(tx, account, role, administrators))] };
  });
}

interface NewFields {
  role: Role;
  language: Language;
}

async function firstSignIn(ctx: Context, tx: Sql, person: ProviderPerson, fields: NewFields): Promise<Arrival> {
  const { email, issuer, subject } = person;
  if (!email || !isEmail(email) || !person.isEmailVerified) throw new SignInRefused('unverified');
  const known = await lockAccountByEmail(tx, email);
  if (known) {
    if (known.isLinked) throw new SignInRefused('taken');
    // Before it is linked: nothing of a deactivated account changes.
    if (!known.isActive) throw new SignInRefused('inactive');
    const identityId = await insertIdentity(tx, known.id, issuer, subject);
    await audit(tx, 'user.link', known.id, { issuer });
    await mailSecurityNotice(ctx, tx, known.id, 'provider_linked');
    // They rest on the password, which opens nothing any more.
    return { account: { ...known, identityId }, ended: await revokeOtherSessions(tx, known.id, null) };
  }
  if (await isTaken(tx, [email], null)) throw new SignInRefused('taken');
  const fullName = nameOf(person, email);
  // One that nobody knows, so that no link and no guess opens the account before it is made a local one.
  const passwordHash = await hashPassword(newPassword());
  const account = { email, username: email, fullName, timeZone: null, isActive: true, passwordHash, ...fields };
  const id = await insertAccount(tx, account);
  await audit(tx, 'user.create', id, { role: fields.role, source: 'oidc' });
  const identityId = await insertIdentity(tx, id, issuer, subject);
  return { account: { id, identityId, fullName, role: fields.role, isActive: true }, ended: [] };
}

const nameOf = ({ name }: ProviderPerson, email: string): string =>
  (name ?? '')
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, NAME_LENGTH) || email;

function problemOf(error: unknown): ProviderProblem | null {
  if (error instanceof SignInRefused) return error.problem;
  // Deactivated at the same moment.
  if (error instanceof AppError && error.code === 'unauthenticated') return 'inactive';
  // Two first sign-ins at the same moment.
  return isUniqueViolation(error) ? 'taken' : null;
}

const audit = (tx: Sql, action: AuditAction, userId: number, details: Record<string, unknown>): Promise<void> =>
  writeAudit(tx, {
    actorId: null,
    actorName: 'sign-in provider',
    action,
    resourceType: 'user',
    resourceId: userId,
    details,
  });
