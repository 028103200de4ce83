import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';

const ALGORITHMS = ['RS256', 'ES256'] as const;
type Algorithm = (typeof ALGORITHMS)[number];

interface TokenWish {
  alg: Algorithm;
  /** Over the usual ones; undefined leaves a claim out. */
  claims?: Record<string, unknown>;
  /** Signed with a key that nobody published, under the name of one that is. */
  isForeign?: boolean;
}

/** A bank's own login, which publishes its keys and signs who its customer is. */
export interface IdentityProvider {
  jwksUrl: string;
  sign(wish: TokenWish): Promise<string>;
  unsigned(): string;
  /** HS256 with the published key's text as the secret: what a verifier that trusts `alg` falls for. */
  signedWithPublicKey(): Promise<string>;
  stop(): Promise<void>;
}

export async function startIdentityProvider(): Promise<IdentityProvider> {
  const own = await makeKeys();
  const foreign = await makeKeys();
  const keys = await Promise.all(
    ALGORITHMS.map(async (alg) => ({ ...(await exportJWK(own[alg].publicKey)), alg, kid: alg, use: 'sig' })),
  );
  const server = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: () => Response.json({ keys }) });
  return {
    jwksUrl: `http://127.0.0.1:${server.port}/keys`,
    sign: ({ alg, claims, isForeign }) =>
      new SignJWT({ ...usualClaims(), ...claims } as JWTPayload)
        .setProtectedHeader({ alg, kid: alg })
        .sign((isForeign ? foreign : own)[alg].privateKey),
    unsigned: () => new UnsecuredJWT(usualClaims()).encode(),
    signedWithPublicKey: async () =>
      new SignJWT(usualClaims())
        .setProtectedHeader({ alg: 'HS256', kid: 'RS256' })
        .sign(new TextEncoder().encode(await exportSPKI(own.RS256.publicKey))),
    stop: () => server.stop(true),
  };
}

type Keys = Record<Algorithm, { publicKey: CryptoKey; privateKey: CryptoKey }>;

async function makeKeys(): Promise<Keys> {
  const pairs = await Promise.all(
    ALGORITHMS.map(async (alg) => [alg, await generateKeyPair(alg, { extractable: true })] as const),
  );
  return Object.fromEntries(pairs) as Keys;
}

function usualClaims(): JWTPayload {
  const now = Math.floor(Date.now() / 1_000);
  return { sub: 'C-1002', iat: now, exp: now + 300 };
}
