import type { users } from '../../db/schema/users.ts';

export const ROLES = ['AGENT', 'SUPERVISOR', 'ADMIN'] as const;
export type Role = (typeof ROLES)[number];

export type User = typeof users.$inferSelect;

/** Whether a role may do what `needed` may: ADMIN > SUPERVISOR > AGENT. */
export const isAtLeast = (role: Role, needed: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(needed);

/** Shape: the contract's user object. */
export const toUserView = (user: Pick<User, 'id' | 'username' | 'email' | 'fullName' | 'role'>) => ({
  id: user.id,
  username: user.username,
  email: user.email,
  full_name: user.fullName,
  name: user.fullName,
  role: user.role,
});

/** How a member of staff is called to customers. */
export const nameForCustomers = ({ alias, fullName }: Pick<User, 'alias' | 'fullName'>): string => alias ?? fullName;

/** A member of staff as administrators see them. */
export type Account = Omit<User, 'passwordHash' | 'theme' | 'isDemo' | 'isService'> & {
  /** They were invited and have not chosen a password yet. */
  isInvited: boolean;
  hasTwoFactor: boolean;
  /** Where they log in. */
  source: AccountSource;
};

export const ACCOUNT_SOURCES = ['local', 'oidc'] as const;
export type AccountSource = (typeof ACCOUNT_SOURCES)[number];

/** What became of one account of several that were to be deactivated together. */
export interface DeactivationOutcome {
  id: number;
  result: 'deactivated' | 'own' | 'last_administrator' | 'not_found';
}

/** Shape: the contract's user object, and what administrators see besides. */
export const toAccountView = (account: Account) => ({
  ...toUserView(account),
  is_active: account.isActive,
  is_invited: account.isInvited,
  two_factor: account.hasTwoFactor,
  source: account.source,
  alias: account.alias,
  language: account.language,
  time_zone: account.timeZone,
  last_login_at: account.lastLoginAt?.toISOString() ?? null,
  last_seen_at: account.lastSeenAt?.toISOString() ?? null,
  created_at: account.createdAt.toISOString(),
  updated_at: account.updatedAt.toISOString(),
});

/** What is wrong with a password. */
export type PasswordFault = 'short' | 'long' | 'common' | 'name';
