/** Seconds that one code stands for. Source: RFC 6238, section 4. */
const PERIOD = 30;
/** Steps of clock difference between the person's phone and this machine that are forgiven, each way. */
const DRIFT = 1;
const DIGITS = 6;
const SECRET_BYTES = 20;

/** Loaded when somebody first needs it: a worker that starts does not. */
const library = () => import('otpauth');

/** A new secret, in base32. */
export async function newTotpSecret(): Promise<string> {
  const { Secret } = await library();
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** The address that apps read from the picture. */
export async function totpUrl(secret: string, { issuer, label }: { issuer: string; label: string }): Promise<string> {
  const { TOTP, Secret } = await library();
  return new TOTP({ issuer, label, secret: Secret.fromBase32(secret), digits: DIGITS, period: PERIOD }).toString();
}

/** Which thirty seconds the code is of, by the number of them since 1970; null where it is of none around now. */
export async function stepOf(secret: string, typed: string, now: Date): Promise<number | null> {
  const code = typed.replace(/[\s-]/g, '');
  if (!/^\d{6}$/.test(code)) return null;
  const { TOTP, Secret } = await library();
  const totp = new TOTP({ secret: Secret.fromBase32(secret), digits: DIGITS, period: PERIOD });
  const delta = totp.validate({ token: code, timestamp: now.getTime(), window: DRIFT });
  return delta === null ? null : Math.floor(now.getTime() / (PERIOD * 1_000)) + delta;
}
