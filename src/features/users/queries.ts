import { eq, sql } from 'drizzle-orm';
import type { Orm } from '../../db/client.ts';
import { users } from '../../db/schema/users.ts';
import type { User } from './model.ts';

/** By e-mail or username, whichever the text is, in any case. */
export async function findUserByLogin(orm: Orm, login: string): Promise<User | null> {
  const wanted = login.trim().toLowerCase();
  const [user] = await orm
    .select()
    .from(users)
    .where(sql`lower(${users.email}) = ${wanted} or lower(${users.username}) = ${wanted}`)
    .limit(1);
  return user ?? null;
}

export async function insertUser(orm: Orm, user: typeof users.$inferInsert): Promise<User> {
  const [row] = await orm.insert(users).values(user).returning();
  return row as User;
}

export async function hasAdministrator(orm: Orm): Promise<boolean> {
  return (await orm.$count(users, eq(users.role, 'ADMIN'))) > 0;
}

export async function savePreferences(
  orm: Orm,
  id: number,
  preferences: Partial<Pick<User, 'language' | 'theme' | 'alias' | 'signature'>>,
): Promise<void> {
  await orm.update(users).set(preferences).where(eq(users.id, id));
}
