import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Config } from '../../config.ts';

const VERSION = 1;
const PURPOSE = 'joxai audit anchors';

/** What the chain's end was on a day. */
export interface Anchor {
  /** UTC. */
  day: string;
  at: string;
  /** The number of the last entry, which is how many there ever were. */
  lastId: number;
  lastHash: string;
  /** The newest entry that was gone already, because it had been kept long enough. */
  cutId: number;
  /** The signature of the anchor before it in its file; empty for the first. */
  previous: string;
}

interface Key {
  id: string;
  bytes: Buffer;
}

/**
 * Signs anchors and knows which are ours: HMAC-SHA256 under the first of AUDIT_ANCHOR_KEY, else under a key derived from
 * SECRET_KEY. No key stands in the database, so whoever rewrites all of it can sign nothing.
 *
 * Shape of a line: one JSON object; `key` tells keys apart and nothing about them.
 */
export class AnchorSigner {
  readonly #keys: readonly [Key, ...Key[]];

  constructor({ auditAnchors, secretKey, secretKeyPrevious }: Config) {
    // A SECRET_KEY of long ago stands among the keys for the sake of what it signed while there were none.
    const secrets = [secretKey, ...(secretKeyPrevious ? [secretKeyPrevious] : []), ...auditAnchors.keys];
    const derived = secrets.map((secret) => keyOf(Buffer.from(hkdfSync('sha256', secret, '', PURPOSE, 32)))) as [
      Key,
      ...Key[],
    ];
    this.#keys = [...auditAnchors.keys.map((key) => keyOf(Buffer.from(key))), ...derived] as [Key, ...Key[]];
  }

  sign({ day, at, lastId, lastHash, cutId, previous }: Anchor): { line: string; signature: string } {
    const [key] = this.#keys;
    const words = {
      version: VERSION,
      ...{ day, at, last_id: lastId, last_hash: lastHash, cut_id: cutId, previous, key: key.id },
    };
    const signature = signatureOf(words, key);
    return { line: JSON.stringify({ ...words, signature }), signature };
  }

  /** Null for what none of our keys signed, or what was changed since. */
  read(line: string): (Anchor & { signature: string }) | null {
    const parsed = parse(line);
    if (parsed === null) return null;
    const { signature, ...words } = parsed;
    const key = this.#keys.find(({ id }) => id === words.key);
    if (!key || typeof signature !== 'string') return null;
    const [given, right] = [Buffer.from(signature), Buffer.from(signatureOf(words, key))];
    if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
    return {
      day: String(words.day),
      at: String(words.at),
      lastId: Number(words.last_id),
      lastHash: String(words.last_hash),
      cutId: Number(words.cut_id),
      previous: String(words.previous),
      signature,
    };
  }
}

const keyOf = (bytes: Buffer): Key => ({ id: createHash('sha256').update(bytes).digest('hex').slice(0, 8), bytes });

const signatureOf = (words: Record<string, unknown>, { bytes }: Key): string =>
  createHmac('sha256', bytes).update(JSON.stringify(words)).digest('hex');

function parse(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
