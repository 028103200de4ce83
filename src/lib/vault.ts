import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

const VERSION = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const SECRETS = 'joxai sealed secrets';

interface Key {
  /** Tells keys apart in what they sealed, and nothing about them. */
  id: string;
  bytes: Buffer;
}

/**
 * Keeps secrets that must be read again, so that a copy of the database opens nothing: AES-256-GCM under a key derived
 * from SECRET_KEY. What SECRET_KEY_PREVIOUS sealed still opens, and `isStale` tells that it should be sealed anew.
 *
 * What was sealed for one purpose does not open for another: whoever may open one kind learns nothing of the others.
 *
 * Shape: `v1.<key id>.<iv, text and tag in base64url>`.
 */
export class Vault {
  readonly #keys: readonly [Key, ...Key[]];

  constructor(secret: string, previousSecret: string | null, purpose: string = SECRETS) {
    this.#keys = [keyOf(secret, purpose), ...(previousSecret ? [keyOf(previousSecret, purpose)] : [])];
  }

  /** What everything begins with that is sealed by the present key. */
  get prefix(): string {
    return `${VERSION}.${this.#keys[0].id}.`;
  }

  seal(text: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#keys[0].bytes, iv);
    const sealed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return this.prefix + sealed.toString('base64url');
  }

  /** Null for what no key of ours sealed, or what was changed since. */
  open(sealed: string): string | null {
    const [version, keyId, body = ''] = sealed.split('.');
    const key = this.#keys.find(({ id }) => id === keyId);
    const bytes = Buffer.from(body, 'base64url');
    if (version !== VERSION || !key || bytes.length < IV_BYTES + TAG_BYTES) return null;
    const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(0, IV_BYTES));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      return decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    } catch {
      return null;
    }
  }

  isStale(sealed: string): boolean {
    return !sealed.startsWith(this.prefix);
  }
}

function keyOf(secret: string, purpose: string): Key {
  const bytes = Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
  return { bytes, id: createHash('sha256').update(bytes).digest('base64url').slice(0, 8) };
}
