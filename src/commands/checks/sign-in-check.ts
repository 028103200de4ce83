import type { Config } from '../../config.ts';
import { type Check, fail, ok, warn } from './check.ts';

const TIMEOUT_SECONDS = 5;
const name = 'sign-in';

/** Whether the sign-in provider answers under the name it has for itself, and can do what staff sessions rest on. */
export async function checkSignIn({ oidc }: Config): Promise<Check[]> {
  if (!oidc) return [ok(name, 'local accounts alone: OIDC_ISSUER is not set')];
  const client = await import('openid-client');
  try {
    const configuration = await client.discovery(new URL(oidc.issuer), oidc.clientId, oidc.clientSecret, undefined, {
      timeout: TIMEOUT_SECONDS,
      ...(oidc.issuer.startsWith('http:') && { execute: [client.allowInsecureRequests] }),
    });
    const { grant_types_supported: grants, end_session_endpoint: logout } = configuration.serverMetadata();
    if (grants && !grants.includes('refresh_token')) {
      return [warn(name, 'gives no refresh tokens: sessions end with their access token', 'see OIDC_SCOPES')];
    }
    if (!logout) return [warn(name, 'a logout here does not end the session at the provider')];
    return [ok(name, 'the provider answers')];
  } catch {
    return [
      fail(name, 'no provider answers as OIDC_ISSUER; local accounts work', 'the issuer as the provider names itself'),
    ];
  }
}
