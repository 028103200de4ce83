import type { Orm } from '../../db/client.ts';
import type { User } from './model.ts';
import { hashPassword, newPassword } from './passwords.ts';
import { hasAdministrator, insertUser } from './queries.ts';

interface FirstAdmin {
  email: string | null;
  password: string | null;
}

const DEFAULT_ADMIN_EMAIL = 'admin@joxai.local';

/**
 * Makes the first administrator where there is none. Answers null where there is one, else the account and, when the
 * password was made up here, that password: it is shown once and kept nowhere.
 */
export async function ensureAdmin(
  orm: Orm,
  { email, password }: FirstAdmin,
): Promise<{ user: User; generatedPassword: string | null } | null> {
  if (await hasAdministrator(orm)) return null;
  const generatedPassword = password ? null : newPassword();
  const user = await createUser(orm, {
    email: email ?? DEFAULT_ADMIN_EMAIL,
    fullName: 'Administrator',
    role: 'ADMIN',
    password: password ?? (generatedPassword as string),
  });
  return { user, generatedPassword };
}

interface NewUser {
  email: string;
  username?: string;
  fullName: string;
  role: User['role'];
  password: string;
}

/** Errors: a unique violation where the e-mail or username is taken. */
export async function createUser(orm: Orm, { password, ...user }: NewUser): Promise<User> {
  const passwordHash = await hashPassword(password);
  return insertUser(orm, { ...user, username: user.username ?? user.email, passwordHash });
}
