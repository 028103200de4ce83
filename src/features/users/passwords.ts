import { randomBytes } from 'node:crypto';
import { invalid } from '../../lib/errors.ts';
import { COMMON_PASSWORDS } from './common-passwords.ts';

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

/** Errors: invalid, where the password is short, common or contains the person's own name or address. */
export function requireGoodPassword(
  password: string,
  person: { email: string; username: string; fullName: string },
  field = 'new_password',
): void {
  const message = weaknessOf(password, person);
  if (message) throw invalid([{ field, message }]);
}

function weaknessOf(password: string, person: { email: string; username: string; fullName: string }): string | null {
  if (password.length < MIN_LENGTH) return `must have at least ${MIN_LENGTH} characters`;
  if (password.length > MAX_LENGTH) return `must have at most ${MAX_LENGTH} characters`;
  const folded = password.toLowerCase();
  if (COMMON_PASSWORDS.some((common) => folded.includes(common) && common.length * 2 >= folded.length)) {
    return 'is too common';
  }
  const names = [person.username, ...person.email.split('@', 1), ...person.fullName.split(/\s+/)];
  if (names.some((name) => name.length >= 3 && folded.includes(name.toLowerCase()))) {
    return 'must not contain your name';
  }
  return null;
}
