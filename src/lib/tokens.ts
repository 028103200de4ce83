import { createSecretKey, type KeyObject } from 'node:crypto';
import { createRemoteJWKSet, type JWTPayload, type JWTVerifyGetKey, jwtVerify, SignJWT } from 'jose';

const ISSUER = 'joxai';
const STAFF_AUDIENCE = 'joxai-staff';
const CHAT_AUDIENCE = 'joxai-chat';
const RETURN_AUDIENCE = 'joxai-return';
const SECOND_STEP_AUDIENCE = 'joxai-second-step';
/** Seconds that a customer's conversation token lives. */
const CONVERSATION_TOKEN_LIFETIME = 24 * 60 * 60;
/** Seconds that the link in a mail leads back to its conversation. */
const RETURN_TOKEN_LIFETIME = 7 * 24 * 60 * 60;
/** Seconds between the password and the code of a login. */
export const SECOND_STEP_LIFETIME = 5 * 60;
const REMEMBERED_TOKENS = 5_000;
/** Seconds of clock difference that are forgiven in a token of the bank's own site. */
const IDENTITY_CLOCK_TOLERANCE = 30;

export interface TokenOptions {
  secret: string;
  previousSecret: string | null;
  algorithm: 'HS256' | 'HS384' | 'HS512';
  accessTokenMinutes: number;
  customerIdentitySecret: string | null;
  customerIdentityJwksUrl: string | null;
}

export interface StaffClaims {
  userId: number;
  sessionId: string;
  expiresAt: Date;
}

/** Who has shown their password, and not yet a code. */
export interface SecondStepClaims {
  userId: number;
  /** What the password was then. */
  proof: string;
}

export interface ConversationClaims {
  /** The one conversation that the token opens. */
  id: string;
  expiresAt: Date;
}

export interface ReturnClaims {
  conversationId: string;
  /** Whose conversation it was when the mail was sent; null for one who was not verified. */
  customerId: number | null;
}

export interface CustomerIdentity {
  /** The bank's external id of the customer. */
  externalId: string;
  name: string | null;
  email: string | null;
}

/** Signs and verifies every token of the service. A token that is not valid, for whatever reason, is null. */
export class Tokens {
  readonly #algorithm: string;
  readonly #keys: KeyObject[];
  readonly #accessTokenSeconds: number;
  readonly #identityKey: KeyObject | JWTVerifyGetKey | null;
  readonly #identityAlgorithms: string[];
  /** Tokens whose signature was found right: a customer sends the same one with every message. */
  readonly #conversations = new Map<string, ConversationClaims>();

  constructor(options: TokenOptions) {
    this.#algorithm = options.algorithm;
    const secrets = [options.secret, ...(options.previousSecret ? [options.previousSecret] : [])];
    this.#keys = secrets.map((secret) => createSecretKey(Buffer.from(secret)));
    this.#accessTokenSeconds = options.accessTokenMinutes * 60;
    this.#identityAlgorithms = options.customerIdentitySecret
      ? ['HS256']
      : ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'];
    this.#identityKey = options.customerIdentitySecret
      ? createSecretKey(Buffer.from(options.customerIdentitySecret))
      : options.customerIdentityJwksUrl
        ? createRemoteJWKSet(new URL(options.customerIdentityJwksUrl), { timeoutDuration: 5000 })
        : null;
  }

  get accessTokenSeconds(): number {
    return this.#accessTokenSeconds;
  }

  signStaff(user: { id: number; email: string; role: string }, sessionId: string): Promise<string> {
    return this.#sign(
      { user_id: user.id, role: user.role, sid: sessionId },
      user.email,
      STAFF_AUDIENCE,
      this.#accessTokenSeconds,
    );
  }

  async verifyStaff(token: string): Promise<StaffClaims | null> {
    const claims = await this.#verify(token, STAFF_AUDIENCE);
    if (typeof claims?.user_id !== 'number' || typeof claims.sid !== 'string') return null;
    return { userId: claims.user_id, sessionId: claims.sid, expiresAt: new Date(Number(claims.exp) * 1_000) };
  }

  signSecondStep({ userId, proof }: SecondStepClaims): Promise<string> {
    return this.#sign({ user_id: userId, proof }, String(userId), SECOND_STEP_AUDIENCE, SECOND_STEP_LIFETIME);
  }

  async verifySecondStep(token: string): Promise<SecondStepClaims | null> {
    const claims = await this.#verify(token, SECOND_STEP_AUDIENCE);
    if (typeof claims?.user_id !== 'number' || typeof claims.proof !== 'string') return null;
    return { userId: claims.user_id, proof: claims.proof };
  }

  signConversation(conversationId: string): Promise<string> {
    return this.#sign({}, conversationId, CHAT_AUDIENCE, CONVERSATION_TOKEN_LIFETIME);
  }

  async verifyConversation(token: string): Promise<ConversationClaims | null> {
    const known = this.#conversations.get(token);
    if (known && known.expiresAt.getTime() > Date.now()) return known;
    const claims = await this.#verify(token, CHAT_AUDIENCE);
    if (!claims?.sub) return null;
    const conversation = { id: claims.sub, expiresAt: new Date(Number(claims.exp) * 1_000) };
    if (this.#conversations.size >= REMEMBERED_TOKENS) this.#conversations.clear();
    this.#conversations.set(token, conversation);
    return conversation;
  }

  /** For a link in a mail: it opens nothing but the way back to a conversation, and only while that is the same person's. */
  signReturn({ conversationId, customerId }: ReturnClaims): Promise<string> {
    return this.#sign({ customer_id: customerId }, conversationId, RETURN_AUDIENCE, RETURN_TOKEN_LIFETIME);
  }

  async verifyReturn(token: string): Promise<ReturnClaims | null> {
    const claims = await this.#verify(token, RETURN_AUDIENCE);
    const customerId = claims?.customer_id;
    if (!claims?.sub || (customerId !== null && typeof customerId !== 'number')) return null;
    return { conversationId: claims.sub, customerId };
  }

  /** Who the bank's own site says the customer is; null for any doubt, and where no secret is set. */
  async verifyIdentity(token: string): Promise<CustomerIdentity | null> {
    if (!this.#identityKey) return null;
    const options = {
      algorithms: this.#identityAlgorithms,
      requiredClaims: ['sub', 'exp'],
      clockTolerance: IDENTITY_CLOCK_TOLERANCE,
    };
    const claims = await payloadOf(
      typeof this.#identityKey === 'function'
        ? jwtVerify(token, this.#identityKey, options)
        : jwtVerify(token, this.#identityKey, options),
    );
    // jose asks only that there is one: a number or a list would otherwise go on to the database as a customer's id.
    if (typeof claims?.sub !== 'string' || claims.sub.trim() === '') return null;
    return { externalId: claims.sub, name: textOrNull(claims.name), email: textOrNull(claims.email) };
  }

  #sign(claims: JWTPayload, subject: string, audience: string, lifetimeSeconds: number): Promise<string> {
    return new SignJWT(claims)
      .setProtectedHeader({ alg: this.#algorithm, typ: 'JWT' })
      .setIssuer(ISSUER)
      .setAudience(audience)
      .setSubject(subject)
      .setIssuedAt()
      .setExpirationTime(`${lifetimeSeconds}s`)
      .sign(this.#keys[0] as KeyObject);
  }

  async #verify(token: string, audience: string): Promise<JWTPayload | null> {
    for (const key of this.#keys) {
      const claims = await payloadOf(
        jwtVerify(token, key, {
          algorithms: [this.#algorithm],
          issuer: ISSUER,
          audience,
          requiredClaims: ['sub', 'exp', 'iat'],
        }),
      );
      if (claims) return claims;
    }
    return null;
  }
}

async function payloadOf(verification: Promise<{ payload: JWTPayload }>): Promise<JWTPayload | null> {
  try {
    return (await verification).payload;
  } catch {
    return null;
  }
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' && value.trim() ? value.trim() : null);
