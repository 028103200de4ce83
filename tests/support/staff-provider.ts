import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import Provider from 'oidc-provider';

const CLIENT = { id: 'joxai', secret: 'the-secret-of-the-desk-at-its-provider' };
const GROUP_ROLES = { 'desk-agents': 'AGENT', 'desk-leads': 'SUPERVISOR', 'desk-it': 'ADMIN' };
const ALGORITHM = 'RS256';
const KEY_ID = 'tests';

/** Somebody whom the provider knows; every field may be changed between requests. */
export interface ProviderAccount {
  email: string;
  email_verified: boolean;
  name: string;
  groups: string[];
  /** They are let go: the provider knows them no more. */
  isGone?: boolean;
}

/** A certified OIDC provider in this process, on a loopback port. */
export interface StaffProvider {
  issuer: string;
  accounts: Map<string, ProviderAccount>;
  /** What the service needs to know of it. */
  env: Record<string, string>;
  /** It answers 503 to everything. */
  isAway: boolean;
  /** How often tokens were asked for. */
  tokenRequests: number;
  /** A token as it signs them for its clients. */
  sign(claims: JWTPayload, type?: string): Promise<string>;
  stop(): Promise<void>;
}

interface ProviderOptions {
  /** Where the service is reached. */
  origin: string;
  /** Units: seconds. */
  accessTokenLifetime?: number;
  hasRefreshTokens?: boolean;
}

export async function startStaffProvider(options: ProviderOptions): Promise<StaffProvider> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), kid: KEY_ID, alg: ALGORITHM, use: 'sig' };
  let handle: (request: IncomingMessage, response: ServerResponse) => void = () => {};
  const server = createServer((request, response) => {
    if (state.isAway || request.url === '/favicon.ico') {
      response.writeHead(state.isAway ? 503 : 204).end();
      return;
    }
    if (request.url?.startsWith('/token')) state.tokenRequests += 1;
    handle(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const accounts = new Map<string, ProviderAccount>();
  const provider = makeProvider(issuer, accounts, [jwk], options);
  const answer = provider.callback();
  handle = (request, response) => {
    const uid = /^\/interaction\/([\w-]+)/.exec(request.url ?? '')?.[1];
    if (uid) void interact(provider, accounts, request, response);
    else answer(request, response);
  };
  const state: StaffProvider = {
    issuer,
    accounts,
    isAway: false,
    tokenRequests: 0,
    env: {
      PUBLIC_URL: options.origin,
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: CLIENT.id,
      OIDC_CLIENT_SECRET: CLIENT.secret,
      OIDC_GROUP_ROLES: JSON.stringify(GROUP_ROLES),
      OIDC_NAME: 'Banco ID',
    },
    sign: (claims, type = 'logout+jwt') =>
      new SignJWT({
        iss: issuer,
        aud: CLIENT.id,
        iat: Math.floor(Date.now() / 1_000),
        jti: crypto.randomUUID(),
        ...claims,
      })
        .setProtectedHeader({ alg: ALGORITHM, kid: KEY_ID, typ: type })
        .sign(privateKey),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return state;
}

function makeProvider(
  issuer: string,
  accounts: Map<string, ProviderAccount>,
  keys: object[],
  { origin, accessTokenLifetime = 60, hasRefreshTokens = true }: ProviderOptions,
): Provider {
  const provider: Provider = new Provider(issuer, {
    jwks: { keys },
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [`${origin}/panel/login/oidc/callback`],
        post_logout_redirect_uris: [`${origin}/panel/login`],
        backchannel_logout_uri: `${origin}/panel/login/oidc/backchannel-logout`,
        backchannel_logout_session_required: true,
        grant_types: ['authorization_code', 'refresh_token'],
      },
    ],
    cookies: { keys: ['the-key-of-the-cookies-of-the-tests'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    ttl: {
      AccessToken: accessTokenLifetime,
      AuthorizationCode: 60,
      Grant: 3_600,
      IdToken: 600,
      Interaction: 600,
      RefreshToken: 3_600,
      Session: 3_600,
    },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx: { body: string }, form: string) => {
          ctx.body = `<!doctype html><title>Out</title>${form}<button type="submit" form="op.logoutForm" name="logout" value="yes">Out</button>`;
        },
      },
    },
    issueRefreshToken: () => hasRefreshTokens,
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_: unknown, id: string) => {
      const found = accounts.get(id);
      if (!found || found.isGone) return undefined;
      const { isGone: _gone, ...claims } = found;
      return { accountId: id, claims: () => ({ sub: id, ...claims }) };
    },
    // Nobody is asked whether the desk of their own bank may know their name.
    async loadExistingGrant(ctx: { oidc: { client: { clientId: string }; session: { accountId: string } } }) {
      const { client, session } = ctx.oidc;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
  return provider;
}

/** The provider's own login: a name, and who has it is in; an unknown one is refused. */
async function interact(
  provider: Provider,
  accounts: Map<string, ProviderAccount>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(
      '<!doctype html><html lang="en"><title>Banco ID</title><form method="post"><label>Name <input name="account"></label><button>Sign in</button></form></html>',
    );
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const account = new URLSearchParams(Buffer.concat(chunks).toString()).get('account') ?? '';
  const result = accounts.has(account)
    ? { login: { accountId: account } }
    : { error: 'access_denied', error_description: 'nobody of that name' };
  await provider.interactionFinished(request, response, result);
}
