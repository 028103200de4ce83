import { Elysia } from 'elysia';
import type { RateLimitName } from '../../config.ts';
import type { Context } from '../../context.ts';
import { readCookie } from '../../http/cookies.ts';
import { limit } from '../../http/limits.ts';
import { isTrustedOrigin } from '../../http/origin.ts';
import { infoOf } from '../../http/request-info.ts';
import { forbidden, unauthenticated } from '../../lib/errors.ts';
import { callerOfKey } from '../api-keys/presenting.ts';
import { looksLikeKey } from '../api-keys/secret.ts';
import { isAtLeast, type Role } from '../users/model.ts';
import { type Action, may, PERMISSIONS } from './model.ts';
import type { Caller, SessionPerson } from './queries.ts';
import { mustEnrol, personOfToken, requireEnrolled } from './service.ts';

/** The cookie that chat/start sets, on the API's own path. */
export const CHAT_COOKIE = 'joxai_chat';

type Needed = ({ role: Role } | { may: Action }) & {
  limit?: RateLimitName;
  /** Also for somebody who must set a second factor up first, and can do nothing else. */
  enrolling?: boolean;
};

const callers = new WeakMap<Request, Caller>();
const conversationIds = new WeakMap<Request, string | null>();

/**
 * The three kinds of access that a route of the JSON interface declares; one without any does not register (app.ts).
 *
 * - `staff: role` or `staff: { may: action }`: a staff token of a role that may; checked before the body is, so that a
 *   stranger learns nothing. An API key that was given the action may too; what a route asks a role alone for is a
 *   person's own.
 * - `customer: true`: `conversationId` is the one conversation that the customer's token opens, or null.
 * - `open: true`: nobody is asked.
 */
export const access = (ctx: Context) =>
  new Elysia({ name: 'access' }).macro({
    staff: (needed: Role | Needed) => {
      const { role, action, limitName, isForEnrolling } = rulesOf(needed);
      return {
        detail: { 'x-access': role, ...(action && { 'x-action': action }), security: [{ staff: [] }] } as object,
        async transform({ request, set }) {
          const caller = await staffCaller(ctx, request, isForEnrolling);
          await limit(ctx, set, { name: limitName, subject: caller.id });
          if (!(action ? may(caller, action) : caller.scopes === undefined && isAtLeast(caller.role, role))) {
            throw forbidden();
          }
          callers.set(request, caller);
        },
        resolve: ({ request }) => ({ caller: callers.get(request) as Caller }),
      };
    },
    customer: (_: true) => ({
      detail: { 'x-access': 'CUSTOMER', security: [{ conversation: [] }] } as object,
      async transform({ request }) {
        conversationIds.set(request, await conversationOf(ctx, request));
      },
      resolve: ({ request }) => ({ conversationId: conversationIds.get(request) ?? null }),
    }),
    open: (_: true) => ({ detail: { 'x-access': 'OPEN', security: [] } as object }),
  });

/** Errors: unauthenticated, and those of `requireEnrolled`. */
async function staffCaller(ctx: Context, request: Request, isForEnrolling: boolean): Promise<Caller> {
  const token = bearerOf(request);
  if (token !== null && looksLikeKey(token)) {
    const actor = await callerOfKey(ctx, token, infoOf(request).address);
    if (!actor) throw unauthenticated();
    return actor;
  }
  const person = await personOfToken(ctx, token);
  if (!person) throw unauthenticated();
  if (!isForEnrolling) requireEnrolled(ctx, person);
  return person;
}

interface Rules {
  role: Role;
  action: Action | null;
  limitName: RateLimitName;
  isForEnrolling: boolean;
}

function rulesOf(needed: Role | Needed): Rules {
  if (typeof needed === 'string') return { role: needed, action: null, limitName: 'staff', isForEnrolling: false };
  return {
    action: 'may' in needed ? needed.may : null,
    role: 'may' in needed ? PERMISSIONS[needed.may] : needed.role,
    limitName: needed.limit ?? 'staff',
    isForEnrolling: needed.enrolling ?? false,
  };
}

/** The person of a token who may do what their role may; null also for one who must enrol first. */
export async function callerOfToken(ctx: Context, token: string | null): Promise<SessionPerson | null> {
  const person = await personOfToken(ctx, token);
  return person && !mustEnrol(ctx, person) ? person : null;
}

/**
 * The conversation that the request's token opens: the bearer token, or the cookie of a page of our own origin.
 * Errors: forbidden, where a foreign page sends the cookie along.
 */
async function conversationOf(ctx: Context, request: Request): Promise<string | null> {
  const bearer = bearerOf(request);
  if (bearer) return (await ctx.tokens.verifyConversation(bearer))?.id ?? null;
  const cookie = readCookie(request, CHAT_COOKIE);
  if (!cookie) return null;
  if (request.method !== 'GET' && !isTrustedOrigin(request, [])) {
    throw forbidden('This request comes from a page that may not make it');
  }
  return (await ctx.tokens.verifyConversation(cookie))?.id ?? null;
}

export function bearerOf(request: Request): string | null {
  const header = request.headers.get('authorization') ?? '';
  return /^bearer /i.test(header) ? header.slice(7).trim() : null;
}
