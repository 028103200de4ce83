import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newSecret } from '../lib/ids.ts';

const MIN_SECRET_CHARACTERS = 32;
const MIN_DISTINCT_CHARACTERS = 10;
const SECRET_FILE = 'secret-key';

// Words of the placeholders that guides, templates and sample files print in the place of a secret.
const EXAMPLE_WORDS =
  /change.?me|change.?this|your.?(secret|key|super|jwt)|secret.?key|super.?secret|my.?secret|example|insecure|placeholder|replace|password|default|do.?not.?use|dev.?(secret|key)|test.?(secret|key)|lorem|ipsum|xxxx/i;

/** What is wrong with a signing secret, as the end of a sentence that begins with its name; null when it will do. */
export function weaknessOf(secret: string): string | null {
  if (secret.length < MIN_SECRET_CHARACTERS) return `must have at least ${MIN_SECRET_CHARACTERS} characters`;
  if (EXAMPLE_WORDS.test(secret)) return 'must not be an example or contain the words of one';
  if (isPredictable(secret)) return 'must be random (for instance the output of: openssl rand -hex 32)';
  return null;
}

function isPredictable(secret: string): boolean {
  if (new Set(secret).size < MIN_DISTINCT_CHARACTERS) return true;
  if (/^(.+?)\1+.{0,8}$/s.test(secret)) return true;
  return runShare(secret) > 0.5;
}

/** The share of characters that follow from the one before: abc…, 321…, aaa… */
function runShare(secret: string): number {
  let steps = 0;
  for (let index = 1; index < secret.length; index++) {
    const step = secret.charCodeAt(index) - secret.charCodeAt(index - 1);
    if (Math.abs(step) <= 1) steps++;
  }
  return steps / (secret.length - 1);
}

/** The secret of a local installation: made once, kept in the data folder, readable by its owner alone. */
export function localSecret(dataDir: string): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  return readOrCreateSecret(join(dataDir, SECRET_FILE));
}

/** Promises the same secret to every caller, also to two that start at once. */
export function readOrCreateSecret(path: string): string {
  const existing = readSecret(path);
  if (existing !== null) return existing;
  try {
    const secret = newSecret();
    writeFileSync(path, `${secret}\n`, { flag: 'wx', mode: 0o600 });
    return secret;
  } catch (error) {
    const winner = readSecret(path);
    if (winner === null) throw error;
    return winner;
  }
}

function readSecret(path: string): string | null {
  try {
    const secret = readFileSync(path, 'utf8').trim();
    chmodSync(path, 0o600);
    return secret === '' ? null : secret;
  } catch {
    return null;
  }
}
