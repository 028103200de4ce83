import { createRemoteJWKSet, jwtVerify } from 'jose';
import type { Configuration, TokenEndpointResponse, TokenEndpointResponseHelpers } from 'openid-client';
import type { OidcConfig } from '../../config/oidc.ts';
import type { Context } from '../../context.ts';

/** The address at which the provider sends people back; it must be registered there. */
export const CALLBACK_PATH = '/panel/login/oidc/callback';
const REQUEST_TIMEOUT_SECONDS = 5;
/** After so long the provider is asked anew what it can do. */
const DISCOVERY_MS = 60 * 60 * 1_000;
/** Seconds that a person has for the visit to the provider. */
export const ATTEMPT_SECONDS = 10 * 60;
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

/** Loaded when somebody first signs in there: a worker that starts does not. */
const library = () => import('openid-client');

/** Why the provider's answer cannot be used. */
export type ProviderFailure = 'refused' | 'expired' | 'unreachable' | 'failed';

/** Who somebody is, as the provider says, and what their session rests on. */
export interface ProviderPerson {
  issuer: string;
  subject: string;
  email: string | null;
  isEmailVerified: boolean;
  name: string | null;
  groups: string[];
  /** The provider's id of the session. */
  sid: string | null;
  refreshToken: string | null;
  idToken: string | null;
  /** Units: seconds; null where the provider does not say. */
  expiresIn: number | null;
}

/** What a visit to the provider must bring back. It travels in a sealed cookie. */
interface Attempt {
  state: string;
  nonce: string;
  verifier: string;
  next: string;
  until: number;
}

/** The provider is not there, as against: it says no. */
class ProviderAway extends Error {}

interface Known {
  configuration: Promise<Configuration>;
  at: number;
}

const known = new WeakMap<Context, Known>();

/** Begins a visit. Shape: where to go, and what to keep meanwhile. */
export async function beginSignIn(
  ctx: Context,
  next: string,
): Promise<{ url: string; kept: string } | ProviderFailure> {
  const client = await library();
  try {
    const configuration = await configurationOf(ctx);
    const attempt: Attempt = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
      next,
      until: ctx.clock.now().getTime() + ATTEMPT_SECONDS * 1_000,
    };
    const url = client.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri(ctx),
      scope: settingsOf(ctx).scopes.join(' '),
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(attempt.verifier),
      code_challenge_method: 'S256',
    });
    return { url: url.href, kept: ctx.vault.seal(JSON.stringify(attempt)) };
  } catch (error) {
    return failureOf(ctx, error);
  }
}

/** Ends a visit. `search` is the query with which the provider sent the person back. */
export async function finishSignIn(
  ctx: Context,
  { kept, search }: { kept: string | null; search: string },
): Promise<{ person: ProviderPerson; next: string } | ProviderFailure> {
  const attempt = attemptOf(ctx, kept);
  const client = await library();
  // Before anything else: what was not begun here, in this browser, is not looked at.
  if (!attempt || new URLSearchParams(search).get('state') !== attempt.state) return 'expired';
  try {
    const configuration = await configurationOf(ctx);
    const tokens = await client.authorizationCodeGrant(configuration, new URL(redirectUri(ctx) + search), {
      pkceCodeVerifier: attempt.verifier,
      expectedState: attempt.state,
      expectedNonce: attempt.nonce,
      idTokenExpected: true,
    });
    return { person: await personOf(ctx, configuration, tokens), next: attempt.next };
  } catch (error) {
    if (error instanceof client.AuthorizationResponseError && error.error === 'access_denied') return 'refused';
    return failureOf(ctx, error);
  }
}

/**
 * Asks the provider whether a session goes on. `ended`: it does not, for whatever reason the provider has. The subject
 * must be the same.
 */
export async function renewSignIn(
  ctx: Context,
  { refreshToken, subject }: { refreshToken: string; subject: string },
): Promise<ProviderPerson | 'ended' | 'unreachable'> {
  const client = await library();
  try {
    const configuration = await configurationOf(ctx);
    const tokens = await client.refreshTokenGrant(configuration, refreshToken);
    const person = await personOf(ctx, configuration, tokens, subject);
    return { ...person, refreshToken: person.refreshToken ?? refreshToken };
  } catch (error) {
    return failureOf(ctx, error) === 'unreachable' ? 'unreachable' : 'ended';
  }
}

/** Where the provider ends its own session; null where it cannot, or is away. */
export async function endSessionUrl(ctx: Context, idToken: string | null): Promise<string | null> {
  const client = await library();
  try {
    const configuration = await configurationOf(ctx);
    if (!configuration.serverMetadata().end_session_endpoint) return null;
    const url = client.buildEndSessionUrl(configuration, {
      post_logout_redirect_uri: `${ctx.config.publicUrl}/panel/login`,
      ...(idToken && { id_token_hint: idToken }),
    });
    return url.href;
  } catch (error) {
    failureOf(ctx, error);
    return null;
  }
}

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

function attemptOf(ctx: Context, kept: string | null): Attempt | null {
  const opened = kept && ctx.vault.open(kept);
  const attempt = opened ? (JSON.parse(opened) as Attempt) : null;
  return attempt && attempt.until > ctx.clock.now().getTime() ? attempt : null;
}

function settingsOf(ctx: Context): OidcConfig {
  if (!ctx.config.oidc) throw new Error('no sign-in provider is configured');
  return ctx.config.oidc;
}

const redirectUri = (ctx: Context): string => `${ctx.config.publicUrl}${CALLBACK_PATH}`;

/** What the provider can do, asked once an hour; one that did not answer is asked again the next time. */
function configurationOf(ctx: Context): Promise<Configuration> {
  const found = known.get(ctx);
  if (found && ctx.clock.monotonic() - found.at < DISCOVERY_MS) return found.configuration;
  const configuration = discover(settingsOf(ctx));
  known.set(ctx, { configuration, at: ctx.clock.monotonic() });
  configuration.catch(() => known.delete(ctx));
  return configuration;
}

async function discover({ issuer, clientId, clientSecret }: OidcConfig): Promise<Configuration> {
  const client = await library();
  const isPlain = issuer.startsWith('http:');
  return client.discovery(new URL(issuer), clientId, clientSecret, undefined, {
    timeout: REQUEST_TIMEOUT_SECONDS,
    [client.customFetch]: askProvider,
    // Signatures are checked although the tokens come straight from the provider.
    execute: [client.enableNonRepudiationChecks, ...(isPlain ? [client.allowInsecureRequests] : [])],
  });
}

/** Tells a provider that is away from one that says no. */
async function askProvider(url: string, options: object): Promise<Response> {
  const response = await fetch(url, options as RequestInit).catch((cause) => {
    throw new ProviderAway('the sign-in provider does not answer', { cause });
  });
  if (response.status < 500) return response;
  await response.body?.cancel();
  throw new ProviderAway(`the sign-in provider answers ${response.status}`);
}

async function personOf(
  ctx: Context,
  configuration: Configuration,
  tokens: TokenEndpointResponse & TokenEndpointResponseHelpers,
  expectedSubject?: string,
): Promise<ProviderPerson> {
  const client = await library();
  const idClaims = tokens.claims();
  const subject = expectedSubject ?? idClaims?.sub;
  if (!subject || (idClaims && idClaims.sub !== subject)) throw new Error('the provider names somebody else');
  const { issuer, userinfo_endpoint: userinfo } = configuration.serverMetadata();
  const claims: Record<string, unknown> = {
    ...(userinfo && (await client.fetchUserInfo(configuration, tokens.access_token, subject))),
    ...idClaims,
  };
  return {
    issuer,
    subject,
    email: textOf(claims.email),
    isEmailVerified: claims.email_verified === true,
    name: textOf(claims.name),
    groups: groupsOf(claims, settingsOf(ctx).groupsClaim),
    sid: textOf(idClaims?.sid),
    refreshToken: tokens.refresh_token ?? null,
    idToken: tokens.id_token ?? null,
    expiresIn: tokens.expiresIn() ?? null,
  };
}

/** The claim may stand inside of others: `realm_access.roles`. */
function groupsOf(claims: Record<string, unknown>, name: string): string[] {
  const found = Object.hasOwn(claims, name)
    ? claims[name]
    : name
        .split('.')
        .reduce<unknown>((part, key) => (isObject(part) && Object.hasOwn(part, key) ? part[key] : null), claims);
  return (Array.isArray(found) ? found : [found]).filter((group): group is string => typeof group === 'string');
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const textOf = (value: unknown): string | null => (typeof value === 'string' && value.trim() ? value.trim() : null);

function failureOf(ctx: Context, error: unknown): Extract<ProviderFailure, 'unreachable' | 'failed'> {
  ctx.log.warn({ err: error }, 'the sign-in provider');
  for (let one = error; one instanceof Error; one = one.cause) {
    if (one instanceof ProviderAway || one.name === 'TimeoutError' || one.name === 'AbortError') return 'unreachable';
  }
  return 'failed';
}
