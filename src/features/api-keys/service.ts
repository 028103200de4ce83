import { randomUUID } from 'node:crypto';
import type { Context } from '../../context.ts';
import type { Sql } from '../../db/client.ts';
import { rangeOf } from '../../lib/addresses.ts';
import { conflict, type FieldError, invalid, notFound } from '../../lib/errors.ts';
import { hashSecret } from '../../lib/ids.ts';
import type { AuditAction } from '../audit/model.ts';
import { writeAudit } from '../audit/queries.ts';
import type { Caller } from '../auth/queries.ts';
import { actorOf } from '../auth/service.ts';
import { ROLES, type Role } from '../users/model.ts';
import { type ApiKey, grantableTo, type KeyFault, type KeyFields, MAX_ADDRESSES, MAX_NAME_CHARS } from './model.ts';
import {
  countKeys,
  findKey,
  insertKey,
  listKeys,
  lockKey,
  replaceKey,
  revokeKey,
  type StoredKey,
  updateKey,
} from './queries.ts';
import { newApiKey, shownPart } from './secret.ts';

const MAX_KEYS = 200;
const MAX_LIFE_MS = 5 * 366 * 24 * 60 * 60_000;
/** How long the key before a new one is good. */
const OVERLAP_HOURS = 24;
/** Of a domain that nobody can have. */
const loginOf = (id: string): string => `api-key-${id}@keys.invalid`;

const FAULT_WORDS: Record<KeyFault, string> = {
  name: `must have 1 to ${MAX_NAME_CHARS} characters`,
  role: `must be one of ${ROLES.join(', ')}`,
  scopes: 'must be some of what a key of its role can be given',
  allowed_addresses: `must be addresses or ranges such as 203.0.113.0/24, at most ${MAX_ADDRESSES}`,
  expires_at: 'must lie ahead, by five years at most',
};

export interface NewKey {
  key: ApiKey;
  /** Shown this once. */
  secret: string;
}

export const browseKeys = (ctx: Context): Promise<ApiKey[]> => listKeys(ctx.db.sql);

/** Errors: not_found. */
export async function getKey(ctx: Context, id: number): Promise<ApiKey> {
  const key = await findKey(ctx.db.sql, id);
  if (!key) throw notFound('API key');
  return key;
}

/** Errors: invalid, with every field that is wrong; conflict, where there are too many. */
export async function createKey(ctx: Context, caller: Caller, fields: KeyFields): Promise<NewKey> {
  const stored = storedOf(ctx, fields, null);
  if ((await countKeys(ctx.db.sql)) >= MAX_KEYS) throw conflict(`There are ${MAX_KEYS} keys already`);
  const secret = newApiKey();
  const of = { ...partsOf(secret), login: loginOf(randomUUID()), createdBy: caller.id };
  const id = await ctx.db.sql.begin(async (tx) => {
    const id = await insertKey(tx, stored, of);
    await note(tx, caller, 'api_key.create', id, { role: stored.role, scopes: stored.scopes ?? 'all' });
    return id;
  });
  tell(ctx);
  return { key: await getKey(ctx, id), secret };
}

/** Changes what is named and leaves the rest; it holds with the next request. Errors: not_found, invalid, conflict. */
export async function changeKey(ctx: Context, caller: Caller, id: number, change: Partial<KeyFields>): Promise<ApiKey> {
  await ctx.db.sql.begin(async (tx) => {
    // What another change is narrowing now must not be what this one leaves as it was.
    const before = await lockKey(tx, id);
    if (!before) throw notFound('API key');
    if (before.status === 'revoked') throw conflict(REVOKED);
    const stored = storedOf(ctx, { ...before, ...change }, before.expiresAt);
    await updateKey(tx, id, stored);
    await note(tx, caller, 'api_key.update', id, { fields: Object.keys(change) });
  });
  tell(ctx);
  return getKey(ctx, id);
}

/** A new secret; the one before it is good for a day. Errors: not_found, conflict. */
export async function rotateKey(ctx: Context, caller: Caller, id: number): Promise<NewKey> {
  await getKey(ctx, id);
  const secret = newApiKey();
  await ctx.db.sql.begin(async (tx) => {
    if (!(await replaceKey(tx, id, { ...partsOf(secret), hours: OVERLAP_HOURS }))) throw conflict(REVOKED);
    await note(tx, caller, 'api_key.rotate', id);
  });
  tell(ctx);
  return { key: await getKey(ctx, id), secret };
}

/** From now on it opens nothing, in any process. Errors: not_found, conflict. */
export async function revokeApiKey(ctx: Context, caller: Caller, id: number): Promise<ApiKey> {
  await getKey(ctx, id);
  await ctx.db.sql.begin(async (tx) => {
    if (!(await revokeKey(tx, id))) throw conflict(REVOKED);
    await note(tx, caller, 'api_key.revoke', id);
  });
  tell(ctx);
  return getKey(ctx, id);
}

const REVOKED = 'This key is revoked';

const partsOf = (secret: string) => ({ hash: hashSecret(secret), prefix: shownPart(secret) });

/** Errors: invalid. `known`: an end of its life that was there before may stay, also where it has passed. */
function storedOf(ctx: Context, fields: KeyFields, known: Date | null): StoredKey {
  const faults: KeyFault[] = [];
  const name = fields.name.replace(/\s+/g, ' ').trim();
  if (name === '' || name.length > MAX_NAME_CHARS || /\p{Cc}/u.test(name)) faults.push('name');
  const role = ROLES.find((one) => one === fields.role.toUpperCase());
  if (!role) faults.push('role');
  const scopes = role ? scopesOf(role, fields.scopes) : null;
  if (scopes === 'wrong') faults.push('scopes');
  const ranges = fields.allowedAddresses.map(rangeOf);
  if (ranges.includes(null) || ranges.length > MAX_ADDRESSES) faults.push('allowed_addresses');
  if (!isEndPossible(ctx, fields.expiresAt, known)) faults.push('expires_at');
  if (faults.length > 0 || !role || scopes === 'wrong') {
    throw invalid(faults.map((field): FieldError => ({ field, message: FAULT_WORDS[field] })));
  }
  const allowedAddresses = [...new Set(ranges.filter((range) => range !== null))];
  return { name, role, scopes, allowedAddresses, expiresAt: fields.expiresAt };
}

function scopesOf(role: Role, scopes: readonly string[] | null): string[] | null | 'wrong' {
  if (scopes === null) return null;
  const grantable: readonly string[] = grantableTo(role);
  if (scopes.length === 0 || !scopes.every((scope) => grantable.includes(scope))) return 'wrong';
  return grantable.filter((scope) => scopes.includes(scope));
}

function isEndPossible(ctx: Context, expiresAt: Date | null, known: Date | null): boolean {
  if (expiresAt === null || expiresAt.getTime() === known?.getTime()) return true;
  const left = expiresAt.getTime() - ctx.clock.now().getTime();
  return left > 0 && left <= MAX_LIFE_MS;
}

/** The pages that show keys ask for them again. */
const tell = (ctx: Context): void => ctx.bus.publish({ type: 'api_key' });

const note = (
  tx: Sql,
  caller: Caller,
  action: AuditAction,
  id: number,
  details: Record<string, unknown> = {},
): Promise<void> => writeAudit(tx, { ...actorOf(caller), action, resourceType: 'api_key', resourceId: id, details });
