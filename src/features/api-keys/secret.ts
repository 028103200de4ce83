import { randomBytes } from 'node:crypto';

const PREFIX = 'jox_';
/** Without signs that end a word, so that a double click takes all of it. */
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const RANDOM_BYTES = 32;
/** 62^43 is more than 2^256, and 62^6 more than 2^32. */
const RANDOM_CHARS = 43;
const CHECK_CHARS = 6;
const SHOWN_CHARS = 12;
const SHAPE = new RegExp(`^${PREFIX}[0-9A-Za-z]{${RANDOM_CHARS + CHECK_CHARS}}$`);

/** A key of 256 bits: `jox_`, 43 random characters and six of a checksum, by which scanners know it for one. */
export function newApiKey(): string {
  const random = inAlphabet(BigInt(`0x${randomBytes(RANDOM_BYTES).toString('hex')}`), RANDOM_CHARS);
  return `${PREFIX}${random}${checksumOf(random)}`;
}

/** Whether somebody means a key by it, be it one or not. */
export const looksLikeKey = (token: string): boolean => token.startsWith(PREFIX);

/** Whether it can be one: what was mistyped is known without asking the database. */
export function isWellFormed(key: string): boolean {
  if (!SHAPE.test(key)) return false;
  const random = key.slice(PREFIX.length, PREFIX.length + RANDOM_CHARS);
  return key.endsWith(checksumOf(random));
}

/** What of it is kept to be shown. */
export const shownPart = (key: string): string => key.slice(0, SHOWN_CHARS);

const checksumOf = (random: string): string => inAlphabet(BigInt(Bun.hash.crc32(random)), CHECK_CHARS);

function inAlphabet(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest /= 62n) text = ALPHABET[Number(rest % 62n)] + text;
  return text;
}
