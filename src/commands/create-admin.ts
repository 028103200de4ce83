import type { Environment } from '../config/reader.ts';
import { readConfig } from '../config.ts';
import { openDatabase } from '../db/client.ts';
import { newPassword, requireGoodPassword } from '../features/users/passwords.ts';
import { findUserByLogin } from '../features/users/queries.ts';
import { createUser } from '../features/users/service.ts';
import { AppError } from '../lib/errors.ts';
import { say } from './console.ts';
import { withDatabase } from './database.ts';

/** Adds one more administrator; the way in for a production installation and for whoever lost the password. */
export async function createAdmin(env: Environment, [email = '', ...names]: string[]): Promise<number> {
  const config = readConfig(env);
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) return refuse('Usage: create-admin <e-mail> [full name]');
  const fullName = names.join(' ') || 'Administrator';
  const password = config.adminPassword ?? newPassword();
  const weakness = weaknessOf(password, { email, username: email, fullName });
  if (weakness !== null) return refuse(`ADMIN_PASSWORD ${weakness}`);
  return withDatabase(config, async (url) => {
    const database = openDatabase(url, { poolSize: 1, applicationName: 'joxai-create-admin' });
    try {
      if ((await findUserByLogin(database.orm, email)) !== null) return refuse(`${email} has an account already.`);
      await createUser(database.orm, { email, fullName, role: 'ADMIN', password });
    } finally {
      await database.close();
    }
    say(`Administrator  ${email}`);
    if (config.adminPassword === null) say(`Password       ${password}   (shown this once)`);
    return 0;
  });
}

function weaknessOf(password: string, person: { email: string; username: string; fullName: string }): string | null {
  try {
    requireGoodPassword(password, person);
    return null;
  } catch (error) {
    if (error instanceof AppError) return error.fields[0]?.message ?? error.message;
    throw error;
  }
}

function refuse(reason: string): number {
  process.stderr.write(`${reason}\n`);
  return 1;
}
