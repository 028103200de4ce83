import type { Configuration, TokenEndpointResponse, TokenEndpointResponseHelpers } from 'openid-client';
import type { Context } from '../../context.ts';
import { configurationOf, failureOf, library, settingsOf, textOf } from './oidc-provider.ts';

/** The address at which the provider sends people back; it must be registered there. */
export const CALLBACK_PATH = '/panel/login/oidc/callback';
/** Seconds that a person has for the visit to the provider. */
export const ATTEMPT_SECONDS = 10 * 60;

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

function attemptOf(ctx: Context, kept: string | null): Attempt | null {
  const opened = kept && ctx.vault.open(kept);
  const attempt = opened ? (JSON.parse(opened) as Attempt) : null;
  return attempt && attempt.until > ctx.clock.now().getTime() ? attempt : null;
}

const redirectUri = (ctx: Context): string => `${ctx.config.publicUrl}${CALLBACK_PATH}`;

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
