import { Secret, TOTP } from 'otpauth';

const STEP_MS = 30_000;

/** A person's app: the code of now, or of so many steps before or after. */
export function codeOf(secret: string, now = new Date(), steps = 0): string {
  const totp = new TOTP({ secret: Secret.fromBase32(secret.replace(/\s/g, '')) });
  return totp.generate({ timestamp: now.getTime() + steps * STEP_MS });
}
