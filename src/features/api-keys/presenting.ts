import type { Context } from '../../context.ts';
import { isWithin } from '../../lib/addresses.ts';
import { hashSecret } from '../../lib/ids.ts';
import { noteRead } from '../audit/service.ts';
import type { Action } from '../auth/model.ts';
import type { Caller } from '../auth/queries.ts';
import { grantableTo } from './model.ts';
import { findKeyByHash, noteKeyUse, type PresentedKey } from './queries.ts';
import { isWellFormed } from './secret.ts';

/** When a key was used last is exact to so many seconds. */
const USE_SECONDS = 30;

/**
 * The actor behind a key, asked of the database each time, so that a key that was revoked opens nothing from then on, in
 * any process. Null: none, or one that opens nothing (any more, or from this address), which leaves a trace.
 */
export async function callerOfKey(ctx: Context, token: string, address: string): Promise<Caller | null> {
  if (!isWellFormed(token)) return null;
  const key = await findKeyByHash(ctx.db.sql, hashSecret(token));
  if (!key) return null;
  const reason = refusalOf(key, address);
  if (reason) {
    await noteRead(
      ctx,
      { id: key.userId, fullName: key.name },
      {
        action: 'api_key.refused',
        resourceType: 'api_key',
        resourceId: key.id,
        status: 'failure',
        details: { reason },
      },
    );
    return null;
  }
  noteUse(ctx, key.id, address);
  return actorOfKey(key);
}

function refusalOf(key: PresentedKey, address: string): 'revoked' | 'expired' | 'address' | null {
  if (key.status !== 'active') return key.status;
  const isFromThere = key.allowedAddresses.length === 0 || isWithin(address, key.allowedAddresses);
  return isFromThere ? null : 'address';
}

function actorOfKey({ userId, name, login, role, scopes }: PresentedKey): Caller {
  const grantable = grantableTo(role);
  return {
    id: userId,
    username: login,
    email: login,
    fullName: name,
    alias: null,
    role,
    scopes: scopes === null ? grantable : grantable.filter((action: Action) => scopes.includes(action)),
    language: 'es',
    theme: 'auto',
    timeZone: null,
    avatarVersion: null,
    sessionId: '',
  };
}

const noted = new WeakMap<Context, Map<number, number>>();

/** One write a key and process within that time, beside the request. */
function noteUse(ctx: Context, id: number, address: string): void {
  const uses = noted.get(ctx) ?? new Map<number, number>();
  noted.set(ctx, uses);
  const now = ctx.clock.monotonic();
  if ((uses.get(id) ?? 0) > now) return;
  uses.set(id, now + USE_SECONDS * 1_000);
  noteKeyUse(ctx.db.sql, id, address, USE_SECONDS).catch((err) =>
    ctx.log.warn({ err }, 'the use of an API key could not be noted'),
  );
}
