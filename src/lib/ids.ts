import { createHash, randomBytes } from 'node:crypto';

// Without I, O, 0 and 1, which people confuse when they read a reference aloud.
const REFERENCE_ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** A ticket's public reference, `TKT-` and eight characters (32^8 values, unique in the database). */
export function newTicketReference(): string {
  return `TKT-${Array.from(randomBytes(8), (byte) => REFERENCE_ALPHABET[byte % 32]).join('')}`;
}

/** A secret of 256 bits in URL-safe characters. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** What is stored in place of a secret of full entropy, so that a copy of the database opens nothing. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export const isUuid = (text: unknown): text is string => typeof text === 'string' && UUID.test(text);
