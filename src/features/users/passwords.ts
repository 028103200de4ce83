import { randomBytes } from 'node:crypto';
import { invalid } from '../../lib/errors.ts';
import { COMMON_PASSWORDS } from './common-passwords.ts';
import type { PasswordFault } from './model.ts';

const MIN_LENGTH = 12;
/** Longer ones only cost time. */
const MAX_LENGTH = 256;

export const hashPassword = (password: string): Promise<string> => Bun.password.hash(password, 'argon2id');

/** A hash of nobody's password, so that a login of an unknown user takes as long as any other. */
let nobodysHash: Promise<string> | undefined;

/** Whether the password is that of the hash (argon2id or bcrypt); without a hash it never is, and takes as long. */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  nobodysHash ??= hashPassword(randomBytes(16).toString('hex'));
  const isRight = await Bun.password.verify(password.slice(0, MAX_LENGTH), hash ?? (await nobodysHash));
  return isRight && hash !== null;
}

export const needsRehash = (hash: string): boolean => !hash.startsWith('$argon2id$');

export const newPassword = (): string => randomBytes(15).toString('base64url');

interface PasswordPerson {
  email: string;
  username: string;
  fullName: string;
}

const FAULT_MESSAGES: Record<PasswordFault, string> = {
  short: `must have at least ${MIN_LENGTH} characters`,
  long: `must have at most ${MAX_LENGTH} characters`,
  common: 'is too common',
  name: 'must not contain your name',
};

/** Errors: invalid, where the password is short, common or contains the person's own name or address. */
export function requireGoodPassword(password: string, person: PasswordPerson, field = 'new_password'): void {
  const fault = passwordFault(password, person);
  if (fault) throw invalid([{ field, message: FAULT_MESSAGES[fault] }]);
}

/** Null for a good one. */
export function passwordFault(password: string, person: PasswordPerson): PasswordFault | null {
  if (password.length < MIN_LENGTH) return 'short';
  if (password.length > MAX_LENGTH) return 'long';
  const folded = password.toLowerCase();
  const isCommon = COMMON_PASSWORDS.some((common) => folded.includes(common) && common.length * 2 >= folded.length);
  if (isCommon) return 'common';
  const names = [person.username, ...person.email.split('@', 1), ...person.fullName.split(/\s+/)];
  return names.some((name) => name.length >= 3 && folded.includes(name.toLowerCase())) ? 'name' : null;
}
