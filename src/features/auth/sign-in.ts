import type { RateLimit } from '../../config.ts';
import type { Context } from '../../context.ts';
import type { Sql } from '../../db/client.ts';
import { tooMany, unauthenticated } from '../../lib/errors.ts';
import { hashSecret, newSecret } from '../../lib/ids.ts';
import { writeAudit } from '../audit/queries.ts';
import { hashPassword, needsRehash, verifyPassword } from '../users/passwords.ts';
import type { SignInMethod, Whence } from './model.ts';
import { insertSession } from './queries.ts';
import { mailSecurityNotice } from './security-mail.ts';
import { pairOf, panelLifetimeOf, REFRESH_TOKEN_SECONDS, type TokenPair } from './service.ts';
import {
  findLoginPerson,
  findLoginPersonById,
  insertSignIn,
  type LoginPerson,
  noteDevice,
  noteLogin,
  replaceHash,
} from './sign-in-queries.ts';
import { type CodeVerdict, chargeCodes, isAtProvider, useCode } from './two-factor.ts';

/** An address may try so many times the limit of one account before even the right password is refused. */
const ADDRESS_HARD_FACTOR = 10;
const USER_AGENT_LENGTH = 300;
const SECONDS_PER_HOUR = 3_600;
const NOBODY = 0;
const INCORRECT = 'Incorrect username or password';

export interface Credentials {
  login: string;
  password: string;
}

/** What a browser keeps of a login: the session's cookie, and the one by which it is known the next time. */
export interface PanelLogin {
  cookie: string;
  maxAgeSeconds: number;
  deviceKey: string;
}

/**
 * A session of the interface, for the password and, where a second factor is on, a code of it. Errors: unauthenticated,
 * with one text for every cause, so that nobody learns which part was wrong; too_many.
 */
export async function logIn(
  ctx: Context,
  credentials: Credentials & { code: string | null },
  whence: Whence,
): Promise<TokenPair & { user: LoginPerson }> {
  const { person, method } = await checkPassword(ctx, 'api', credentials, whence, async (person) => {
    // For a wrong password as well, so that the time tells nothing.
    const verdict = credentials.code === null ? null : await useCode(ctx, person?.id ?? null, credentials.code);
    if (!person?.hasTwoFactor) return 'password';
    return verdict === 'totp' || verdict === 'recovery_code' ? verdict : null;
  });
  const secret = newSecret();
  const sessionId = await openSession(ctx, person, {
    kind: 'api',
    secret,
    lifetimeSeconds: REFRESH_TOKEN_SECONDS,
    method,
    // A program keeps no cookie: its name and address stand for it.
    whence: { ...whence, deviceKey: `${whence.userAgent} ${whence.address}` },
  });
  return { user: person, ...(await pairOf(ctx, person, sessionId, secret)) };
}

/**
 * The first step into the panel: a session, or, where a second factor is on, the token of the second step.
 * Errors: as `logIn`.
 */
export async function logInToPanel(
  ctx: Context,
  credentials: Credentials,
  whence: Whence,
): Promise<{ session: PanelLogin } | { secondStep: string }> {
  const { person, method } = await checkPassword(ctx, 'panel', credentials, whence, async () => 'password');
  if (person.hasTwoFactor) {
    return { secondStep: await ctx.tokens.signSecondStep({ userId: person.id, proof: proofOf(person) }) };
  }
  return { session: await openPanelSession(ctx, person, method, whence) };
}

/**
 * The second step into the panel. Answers null for a code that is not right. Errors: unauthenticated, where the first
 * step is over; too_many.
 */
export async function takeSecondStep(
  ctx: Context,
  { token, code }: { token: string; code: string },
  whence: Whence,
): Promise<PanelLogin | Extract<CodeVerdict, 'wrong' | 'locked'>> {
  const person = await personOfSecondStep(ctx, token);
  if (!person) throw unauthenticated('The login took too long');
  await chargeCodes(ctx, person.id);
  const verdict = await useCode(ctx, person.id, code);
  if (verdict === 'totp' || verdict === 'recovery_code') return openPanelSession(ctx, person, verdict, whence);
  await noteFailure(ctx, person, 'panel', 'totp', whence);
  return verdict;
}

/** Whose second step the token is; null once it is over, or their password or state has changed. */
export async function personOfSecondStep(ctx: Context, token: string | null): Promise<LoginPerson | null> {
  const claims = token ? await ctx.tokens.verifySecondStep(token) : null;
  const person = claims ? await findLoginPersonById(ctx.db.sql, claims.userId) : null;
  return person && isOpen(ctx, person) && claims?.proof === proofOf(person) ? person : null;
}

/** Who begins a session; with the hash of the password, where they have shown one. */
type Beginner = Pick<LoginPerson, 'id' | 'fullName'> & Partial<Pick<LoginPerson, 'passwordHash'>>;

/**
 * A session of the panel, for somebody who has shown who they are. Errors: unauthenticated, where their password or state
 * has changed meanwhile.
 */
export async function openPanelSession(
  ctx: Context,
  person: Beginner,
  method: SignInMethod,
  whence: Whence,
  beside?: (tx: Sql, sessionId: string) => Promise<void>,
): Promise<PanelLogin> {
  const secret = newSecret();
  const deviceKey = whence.deviceKey ?? newSecret();
  const maxAgeSeconds = panelLifetimeOf(ctx).hours * SECONDS_PER_HOUR;
  const sessionId = await openSession(ctx, person, {
    kind: 'panel',
    secret,
    lifetimeSeconds: maxAgeSeconds,
    method,
    whence: { ...whence, deviceKey },
    ...(beside && { beside }),
  });
  return { cookie: `${sessionId}.${secret}`, maxAgeSeconds, deviceKey };
}

interface Opening {
  kind: 'api' | 'panel';
  secret: string;
  lifetimeSeconds: number;
  method: SignInMethod;
  whence: Whence & { deviceKey: string };
  /** What belongs to the session and is written with it. */
  beside?: (tx: Sql, sessionId: string) => Promise<void>;
}

async function openSession(
  ctx: Context,
  person: Beginner,
  { kind, secret, lifetimeSeconds, method, whence, beside }: Opening,
): Promise<string> {
  const from = { address: whence.address, userAgent: whence.userAgent?.slice(0, USER_AGENT_LENGTH) ?? null };
  const { sessionId, device } = await ctx.db.sql.begin(async (tx) => {
    if (!(await noteLogin(tx, person.id, person.passwordHash ?? null))) throw unauthenticated(INCORRECT);
    const sessionId = await insertSession(tx, {
      userId: person.id,
      kind,
      secretHash: hashSecret(secret),
      lifetimeSeconds,
      ...from,
    });
    await beside?.(tx, sessionId);
    const device = await noteDevice(tx, person.id, hashSecret(`${kind} ${whence.deviceKey}`));
    const isNewDevice = device === 'new';
    await insertSignIn(tx, { userId: person.id, kind, method, isSuccess: true, isNewDevice, ...from });
    if (isNewDevice) await mailSecurityNotice(ctx, tx, person.id, 'new_device', { whence: from });
    await auditLogin(tx, person, true, method);
    return { sessionId, device };
  });
  if (device === 'new') ctx.bus.publish({ type: 'outbox' });
  return sessionId;
}

/** How the rest of the way was gone, once the password was looked at; null: not at all. The person is null for a wrong one. */
type Rest = (person: LoginPerson | null) => Promise<SignInMethod | null>;

async function checkPassword(
  ctx: Context,
  kind: 'api' | 'panel',
  { login, password }: Credentials,
  whence: Whence,
  rest: Rest,
): Promise<{ person: LoginPerson; method: SignInMethod }> {
  const account = login.trim().toLowerCase();
  const limit = ctx.settings.rateLimit('login');
  await charge(ctx, `login:account:${hashSecret(account)}`, limit);
  await charge(ctx, `login:address:${whence.address}`, { ...limit, points: limit.points * ADDRESS_HARD_FACTOR });
  const person = await findLoginPerson(ctx.db.sql, account);
  const isOpenHere = person !== null && isOpen(ctx, person);
  const isRight = await verifyPassword(password, isOpenHere ? person.passwordHash : null);
  const method = await rest(isRight ? person : null);
  if (!person || !isRight || !method) {
    // People behind one address share it, so only wrong attempts use its own limit up: a right one still passes.
    await charge(ctx, `login:failures:${whence.address}`, limit);
    await noteFailure(ctx, person, kind, isRight ? 'totp' : 'password', whence);
    throw unauthenticated(INCORRECT);
  }
  return { person: await rehashed(ctx, person, password), method };
}

/** The person with a hash of the present kind. */
async function rehashed(ctx: Context, person: LoginPerson, password: string): Promise<LoginPerson> {
  if (!needsRehash(person.passwordHash)) return person;
  const { sql } = ctx.db;
  await replaceHash(sql, person.id, { from: person.passwordHash, to: await hashPassword(password) });
  const now = await findLoginPersonById(sql, person.id);
  // Another login may have been faster; where the password itself is another, this one is over.
  return now && (await verifyPassword(password, now.passwordHash)) ? now : person;
}

/** Whether the account is active, and logs in here: one that is linked to the provider logs in there alone. */
const isOpen = (ctx: Context, person: LoginPerson): boolean => person.isActive && !isAtProvider(ctx, person.issuer);

/** Changes with the password, so that a second step ends with it. */
const proofOf = ({ passwordHash }: LoginPerson): string => hashSecret(passwordHash).slice(0, 16);

async function charge(ctx: Context, key: string, limit: RateLimit): Promise<void> {
  const verdict = await ctx.limiter.consume({ key, limit });
  if (!verdict.isAllowed) throw tooMany(verdict.resetSeconds);
}

async function noteFailure(
  ctx: Context,
  person: LoginPerson | null,
  kind: 'api' | 'panel',
  method: SignInMethod,
  { address, userAgent }: Whence,
): Promise<void> {
  const { sql } = ctx.db;
  const from = { address, userAgent: userAgent?.slice(0, USER_AGENT_LENGTH) ?? null };
  // For somebody unknown as well, where it writes nothing, so that the time tells nothing.
  await insertSignIn(sql, {
    userId: person?.id ?? NOBODY,
    kind,
    method,
    isSuccess: false,
    isNewDevice: false,
    ...from,
  });
  await auditLogin(sql, person, false, method);
}

async function auditLogin(
  sql: Sql,
  person: Pick<LoginPerson, 'id' | 'fullName'> | null,
  isRight: boolean,
  method: SignInMethod,
): Promise<void> {
  await writeAudit(sql, {
    actorId: person?.id ?? null,
    actorName: person?.fullName ?? 'unknown',
    action: 'auth.login',
    resourceType: 'session',
    status: isRight ? 'success' : 'failure',
    details: { method },
  });
}
