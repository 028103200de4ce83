import { type Action, PERMISSIONS } from '../auth/model.ts';
import { isAtLeast, type Role } from '../users/model.ts';

export const MAX_NAME_CHARS = 80;
export const MAX_ADDRESSES = 50;

/**
 * What no key may do, whatever its role: what belongs to a person, and what would let it reach further than it was given
 * (accounts, other keys).
 */
const NOT_FOR_KEYS = [
  'api_key.manage',
  'availability.own',
  'canned.own',
  'knowledge.publish',
  'notification.own',
  'setting.own',
  'user.manage',
  'view.own',
  'view.share',
] as const satisfies Action[];

export type GrantableAction = Exclude<Action, (typeof NOT_FOR_KEYS)[number]>;

/** What a key of the role can be given. */
export const grantableTo = (role: Role): GrantableAction[] =>
  (Object.keys(PERMISSIONS) as Action[]).filter(
    (action): action is GrantableAction =>
      !(NOT_FOR_KEYS as readonly Action[]).includes(action) && isAtLeast(role, PERMISSIONS[action]),
  );

export type KeyStatus = 'active' | 'expired' | 'revoked';

export interface ApiKey {
  id: number;
  /** The actor that it stands for: in histories and in the audit log. */
  userId: number;
  name: string;
  role: Role;
  /** Null: all that keys of the role can have. */
  scopes: string[] | null;
  /** CIDR ranges; none: from everywhere. */
  allowedAddresses: string[];
  /** The beginning, by which people know it. */
  prefix: string;
  status: KeyStatus;
  expiresAt: Date | null;
  /** Until then the key before this one is good too. */
  previousUntil: Date | null;
  lastUsedAt: Date | null;
  lastUsedAddress: string | null;
  createdAt: Date;
  createdByName: string | null;
  revokedAt: Date | null;
}

export interface KeyFields {
  name: string;
  role: string;
  scopes: readonly string[] | null;
  allowedAddresses: readonly string[];
  expiresAt: Date | null;
}

/** What can be wrong with what was typed. */
export type KeyFault = 'name' | 'role' | 'scopes' | 'allowed_addresses' | 'expires_at';

/** Shape: the interface's key. */
export const toKeyView = (key: ApiKey) => ({
  id: key.id,
  user_id: key.userId,
  name: key.name,
  role: key.role,
  scopes: key.scopes,
  allowed_addresses: key.allowedAddresses,
  prefix: key.prefix,
  status: key.status.toUpperCase(),
  expires_at: key.expiresAt?.toISOString() ?? null,
  previous_until: key.previousUntil?.toISOString() ?? null,
  last_used_at: key.lastUsedAt?.toISOString() ?? null,
  last_used_address: key.lastUsedAddress,
  created_at: key.createdAt.toISOString(),
  created_by: key.createdByName,
  revoked_at: key.revokedAt?.toISOString() ?? null,
});
