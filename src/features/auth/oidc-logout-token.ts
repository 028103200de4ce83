import { createRemoteJWKSet, jwtVerify } from 'jose';
import type { Context } from '../../context.ts';
import { configurationOf, REQUEST_TIMEOUT_SECONDS, settingsOf, textOf } from './oidc-provider.ts';

const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const LOGOUT_TOKEN_AGE = '10 minutes';
const CLOCK_TOLERANCE_SECONDS = 60;
const ASYMMETRIC = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/**
 * Whose sessions the provider says have ended; null for a token that it did not sign for us.
 * Source: OpenID Connect Back-Channel Logout 1.0, section 2.6.
 */
export async function readLogoutToken(
  ctx: Context,
  token: string,
): Promise<{ sid: string | null; subject: string | null } | null> {
  try {
    const metadata = (await configurationOf(ctx)).serverMetadata();
    const { payload } = await jwtVerify(token, keysOf(metadata.jwks_uri ?? ''), {
      issuer: metadata.issuer,
      audience: settingsOf(ctx).clientId,
      algorithms: ASYMMETRIC,
      requiredClaims: ['iat', 'jti', 'events'],
      maxTokenAge: LOGOUT_TOKEN_AGE,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
    });
    const events = payload.events as Record<string, unknown> | null;
    const isLogout = typeof events === 'object' && events !== null && Object.hasOwn(events, LOGOUT_EVENT);
    const [sid, subject] = [textOf(payload.sid), textOf(payload.sub)];
    if (!isLogout || payload.nonce !== undefined || (!sid && !subject)) return null;
    return { sid, subject };
  } catch (error) {
    ctx.log.warn({ err: error }, 'a logout token of the sign-in provider was not taken');
    return null;
  }
}

const keySets = new Map<string, ReturnType<typeof createRemoteJWKSet>>();

function keysOf(address: string): ReturnType<typeof createRemoteJWKSet> {
  const keys =
    keySets.get(address) ?? createRemoteJWKSet(new URL(address), { timeoutDuration: REQUEST_TIMEOUT_SECONDS * 1_000 });
  keySets.set(address, keys);
  return keys;
}
