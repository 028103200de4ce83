import { randomBytes } from 'node:crypto';
import type { Context } from '../../context.ts';
import type { Sql } from '../../db/client.ts';
import { conflict, invalid, notFound, tooMany } from '../../lib/errors.ts';
import { hashSecret } from '../../lib/ids.ts';
import type { AuditAction } from '../audit/model.ts';
import { writeAudit } from '../audit/queries.ts';
import type { Role } from '../users/model.ts';
import { verifyPassword } from '../users/passwords.ts';
import type { SignInMethod, TwoFactorState } from './model.ts';
import { type Caller, revokeOtherSessions } from './queries.ts';
import { mailSecurityNotice } from './security-mail.ts';
import { actorOf } from './service.ts';
import { findLoginPersonById } from './sign-in-queries.ts';
import { newTotpSecret, stepOf, totpUrl } from './totp.ts';
import {
  confirmFactor,
  countRecoveryCodes,
  deleteFactor,
  findFactor,
  noteWrongCode,
  storePendingFactor,
  storeRecoveryCodes,
  takeRecoveryCode,
  takeStep,
} from './two-factor-queries.ts';

const RECOVERY_CODES = 10;
const RECOVERY_CHARACTERS = 16;
/** Without I, O, 0 and 1, which people confuse on paper. 32^16 is 80 bits. */
const RECOVERY_ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
/** Wrong codes, one after another, after which none is looked at for a while. */
const MAX_WRONG_CODES = 10;
const LOCK_MINUTES = 15;
/** Nobody: what is done for an unknown person takes as long as for a known one. */
const NOBODY = 0;

/** Errors: none; what there is to say of a person's second factor. */
export async function twoFactorStateOf(ctx: Context, userId: number, role: Role): Promise<TwoFactorState> {
  const { sql } = ctx.db;
  const [factor, codesLeft, person] = await Promise.all([
    findFactor(sql, userId),
    countRecoveryCodes(sql, userId),
    findLoginPersonById(sql, userId),
  ]);
  return {
    isOn: Boolean(factor?.confirmedAt),
    confirmedAt: factor?.confirmedAt ?? null,
    codesLeft: factor?.confirmedAt ? codesLeft : 0,
    isRequired: ctx.settings.get('auth.two_factor_roles').includes(role),
    isAtProvider: isAtProvider(ctx, person?.issuer ?? null),
  };
}

/** Whether an account that knows this provider logs in there, and nowhere else. */
export const isAtProvider = (ctx: Context, issuer: string | null): boolean =>
  issuer !== null && issuer === ctx.config.oidc?.issuer;

/** Shape: the secret to type and the address behind the picture to scan, the same until a first code confirms it. */
export async function startEnrolment(ctx: Context, caller: Caller): Promise<{ secret: string; url: string }> {
  const { sql } = ctx.db;
  const found = await findFactor(sql, caller.id);
  if (found?.confirmedAt) throw conflict('Two-factor authentication is on already');
  const person = await findLoginPersonById(sql, caller.id);
  if (isAtProvider(ctx, person?.issuer ?? null)) throw conflict('The sign-in provider looks after the second factor');
  let secret = found && ctx.vault.open(found.secret);
  if (!secret) {
    secret = await newTotpSecret();
    await storePendingFactor(sql, caller.id, ctx.vault.seal(secret));
  }
  return { secret, url: await totpUrl(secret, { issuer: ctx.settings.get('bank.name'), label: caller.email }) };
}

/**
 * Turns the second factor on by a first code and answers the recovery codes, which nobody sees again.
 * Errors: conflict (nothing was started, or it is on), invalid (code), too_many.
 */
export async function confirmEnrolment(ctx: Context, caller: Caller, code: string): Promise<string[]> {
  await chargeCodes(ctx, caller.id);
  const factor = await findFactor(ctx.db.sql, caller.id);
  const secret = factor && !factor.confirmedAt ? ctx.vault.open(factor.secret) : null;
  if (!factor || !secret) throw conflict('Set two-factor authentication up first');
  const step = await stepOf(secret, code, ctx.clock.now());
  if (step === null) throw wrongCode();
  const codes = newRecoveryCodes();
  await ctx.db.sql.begin(async (tx) => {
    if (!(await confirmFactor(tx, caller.id, factor.secret, step)))
      throw conflict('Two-factor authentication is on already');
    await storeRecoveryCodes(tx, caller.id, codes.map(hashOfCode));
    await audit(tx, caller, 'auth.two_factor.enable', caller.id);
    await mailSecurityNotice(ctx, tx, caller.id, 'two_factor_on');
  });
  ctx.bus.publish({ type: 'outbox' });
  return codes;
}

/** New recovery codes in the place of all before, for a code of the app. Errors: invalid (code), too_many. */
export async function renewRecoveryCodes(ctx: Context, caller: Caller, code: string): Promise<string[]> {
  await chargeCodes(ctx, caller.id);
  await requireCode(ctx, caller, code);
  const codes = newRecoveryCodes();
  await ctx.db.sql.begin(async (tx) => {
    await storeRecoveryCodes(tx, caller.id, codes.map(hashOfCode));
    await audit(tx, caller, 'auth.two_factor.recovery_codes', caller.id);
  });
  return codes;
}

/**
 * Turns the caller's second factor off, for their password and a code. Errors: conflict (their role may not be without),
 * invalid (password, code), too_many.
 */
export async function disableTwoFactor(
  ctx: Context,
  caller: Caller,
  { password, code }: { password: string; code: string },
): Promise<void> {
  if (ctx.settings.get('auth.two_factor_roles').includes(caller.role)) {
    throw conflict('Your role may not be without two-factor authentication');
  }
  await chargeCodes(ctx, caller.id);
  const person = await findLoginPersonById(ctx.db.sql, caller.id);
  if (!(await verifyPassword(password, person?.passwordHash ?? null))) {
    throw invalid([{ field: 'password', message: 'is not right' }]);
  }
  await requireCode(ctx, caller, code);
  await ctx.db.sql.begin(async (tx) => {
    await deleteFactor(tx, caller.id);
    await audit(tx, caller, 'auth.two_factor.disable', caller.id);
    await mailSecurityNotice(ctx, tx, caller.id, 'two_factor_off');
  });
  ctx.bus.publish({ type: 'outbox' });
}

/**
 * Takes the second factor of somebody away who lost it, ends their sessions and tells them by mail.
 * Errors: not_found (they have none), conflict (one's own: that takes password and code).
 */
export async function resetTwoFactor(ctx: Context, caller: Caller, userId: number): Promise<void> {
  if (userId === caller.id) throw conflict('Your own two-factor authentication is turned off in your account');
  const ended = await ctx.db.sql.begin(async (tx) => {
    if (!(await deleteFactor(tx, userId))) throw notFound('Two-factor authentication of this user');
    await audit(tx, caller, 'user.two_factor.reset', userId);
    await mailSecurityNotice(ctx, tx, userId, 'two_factor_reset');
    return revokeOtherSessions(tx, userId, null);
  });
  for (const session of ended) ctx.bus.publish({ type: 'session', session });
  ctx.bus.publish({ type: 'outbox' });
}

export type CodeVerdict = Extract<SignInMethod, 'totp' | 'recovery_code'> | 'locked' | 'wrong';

/**
 * Uses up a code of the app, or a recovery code. Each works once; after ten wrong ones in a row none is looked at for a
 * quarter of an hour, and the person is told. For nobody (null) it takes as long and is wrong.
 */
export async function useCode(ctx: Context, userId: number | null, typed: string): Promise<CodeVerdict> {
  const { sql } = ctx.db;
  const id = userId ?? NOBODY;
  const factor = await findFactor(sql, id);
  if (factor?.isLocked) return 'locked';
  const code = cleanCode(typed);
  if (code.length === RECOVERY_CHARACTERS) {
    if (await takeRecoveryCode(sql, id, hashSecret(code))) {
      await tellRecoveryCode(ctx, id);
      return 'recovery_code';
    }
  } else {
    const secret = factor?.confirmedAt ? ctx.vault.open(factor.secret) : await newTotpSecret();
    if (factor && secret === null)
      ctx.log.error({ user: id }, 'a second factor does not open: was SECRET_KEY changed?');
    const step = secret === null ? null : await stepOf(secret, code, ctx.clock.now());
    if (step !== null && (await takeStep(sql, id, step))) return 'totp';
  }
  if (await noteWrongCode(sql, id, MAX_WRONG_CODES, LOCK_MINUTES)) await tellLocked(ctx, id);
  return 'wrong';
}

/** Charges an attempt with a code to its account. Errors: too_many. */
export async function chargeCodes(ctx: Context, userId: number): Promise<void> {
  const verdict = await ctx.limiter.consume({ key: `login:code:${userId}`, limit: ctx.settings.rateLimit('login') });
  if (!verdict.isAllowed) throw tooMany(verdict.resetSeconds);
}

async function requireCode(ctx: Context, caller: Caller, code: string): Promise<void> {
  const verdict = await useCode(ctx, caller.id, code);
  if (verdict === 'locked') throw tooMany(LOCK_MINUTES * 60);
  if (verdict === 'wrong') throw wrongCode();
}

const wrongCode = () => invalid([{ field: 'code', message: 'is not right' }]);

/** As people type them: with blanks and dashes, in any case. */
const cleanCode = (typed: string): string => typed.replace(/[\s-]/g, '').toUpperCase();

const hashOfCode = (code: string): string => hashSecret(cleanCode(code));

/** Shape: `ABCD-EFGH-JKLM-NPQR`. */
function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () =>
    Array.from(randomBytes(RECOVERY_CHARACTERS), (byte) => RECOVERY_ALPHABET[byte % 32])
      .join('')
      .replace(/(.{4})(?=.)/g, '$1-'),
  );
}

async function tellRecoveryCode(ctx: Context, userId: number): Promise<void> {
  const codesLeft = await countRecoveryCodes(ctx.db.sql, userId);
  await mailSecurityNotice(ctx, ctx.db.sql, userId, 'recovery_code', { codesLeft });
  ctx.bus.publish({ type: 'outbox' });
}

async function tellLocked(ctx: Context, userId: number): Promise<void> {
  await writeAudit(ctx.db.sql, {
    actorId: null,
    actorName: 'system',
    action: 'auth.two_factor.lock',
    resourceType: 'user',
    resourceId: userId,
    status: 'failure',
  });
  await mailSecurityNotice(ctx, ctx.db.sql, userId, 'codes_locked');
  ctx.bus.publish({ type: 'outbox' });
}

const audit = (tx: Sql, caller: Caller, action: AuditAction, userId: number): Promise<void> =>
  writeAudit(tx, { ...actorOf(caller), action, resourceType: 'user', resourceId: userId });
