import type { Configuration } from 'openid-client';
import type { OidcConfig } from '../../config/oidc.ts';
import type { Context } from '../../context.ts';

export const REQUEST_TIMEOUT_SECONDS = 5;
/** After so long the provider is asked anew what it can do. */
const DISCOVERY_MS = 60 * 60 * 1_000;
/** It asks for patience, which says nothing about anybody's session. */
const TOO_MANY_REQUESTS = 429;

/** Loaded when somebody first signs in there: a worker that starts does not. */
export const library = () => import('openid-client');

/** The provider is not there, as against: it says no. */
class ProviderAway extends Error {}

interface Known {
  configuration: Promise<Configuration>;
  at: number;
}

const known = new WeakMap<Context, Known>();

/** The settings of the provider, where there is one. */
export function settingsOf(ctx: Context): OidcConfig {
  if (!ctx.config.oidc) throw new Error('no sign-in provider is configured');
  return ctx.config.oidc;
}

/** What the provider can do, asked once an hour; one that did not answer is asked again the next time. */
export function configurationOf(ctx: Context): Promise<Configuration> {
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
  if (response.status < 500 && response.status !== TOO_MANY_REQUESTS) return response;
  await response.body?.cancel();
  throw new ProviderAway(`the sign-in provider answers ${response.status}`);
}

/** A claim that is a text with something in it. */
export const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() ? value.trim() : null;

/** Notes what went wrong with the provider, and whether it is away or says what cannot be used. */
export function failureOf(ctx: Context, error: unknown): 'unreachable' | 'failed' {
  ctx.log.warn({ err: error }, 'the sign-in provider');
  for (let one = error; one instanceof Error; one = one.cause) {
    if (one instanceof ProviderAway || one.name === 'TimeoutError' || one.name === 'AbortError') return 'unreachable';
  }
  return 'failed';
}
