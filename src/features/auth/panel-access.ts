import { Elysia } from 'elysia';
import type { Context } from '../../context.ts';
import { cookieName, readCookie } from '../../http/cookies.ts';
import { limit } from '../../http/limits.ts';
import { requireSameOrigin } from '../../http/origin.ts';
import { forbidden, unauthenticated } from '../../lib/errors.ts';
import { timeZoneOf } from '../../lib/format.ts';
import { isAtLeast, type Role } from '../users/model.ts';
import type { Caller, SessionPerson } from './queries.ts';
import { mustEnrol, personOfCookie, requireEnrolled } from './service.ts';

export const PANEL_COOKIE = 'joxai_panel';
/** The browser's time zone, written by the panel's own script. */
const TIME_ZONE_COOKIE = 'joxai_tz';

const callers = new WeakMap<Request, SessionPerson>();

/**
 * The access that a route of the panel declares: `panel: role`, a session of at least that role; `panelEnrolling: true`,
 * any session, also of somebody who must set a second factor up and can do nothing else. A form must come from a page of
 * our own, and show it.
 */
export const panelAccess = (ctx: Context) =>
  new Elysia({ name: 'panel-access' }).macro({
    panel: (role: Role) => ({
      detail: { 'x-access': role, hide: true } as object,
      async transform({ request, set }) {
        const caller = await enter(ctx, request, set);
        requireEnrolled(ctx, caller);
        if (!isAtLeast(caller.role, role)) throw forbidden();
      },
      resolve: ({ request }) => ({ caller: callers.get(request) as Caller }),
    }),
    panelEnrolling: (_: true) => ({
      detail: { 'x-access': 'AGENT', hide: true } as object,
      async transform({ request, set }) {
        await enter(ctx, request, set);
      },
      resolve: ({ request }) => ({ caller: callers.get(request) as SessionPerson }),
    }),
    /** A page of the panel for somebody who has no session. */
    panelOpen: (_: true) => ({
      detail: { 'x-access': 'OPEN', hide: true } as object,
      transform: ({ request }) => requireOwnPage(request),
    }),
  });

/** The person whom a request of the panel was found to come from, for pages that render errors. */
export const knownCaller = (request: Request): Caller | null => callers.get(request) ?? null;

/** The person of the panel's cookie who may do what their role may; null also for one who must enrol first. */
export async function findPanelCaller(ctx: Context, request: Request): Promise<Caller | null> {
  const person = await findPanelPerson(ctx, request);
  return person && !mustEnrol(ctx, person) ? person : null;
}

/** The person of the panel's cookie, also one who must enrol first. */
export async function findPanelPerson(ctx: Context, request: Request): Promise<SessionPerson | null> {
  const cookie = readCookie(request, cookieName(PANEL_COOKIE, isSecure(ctx, request)));
  return cookie ? personOfCookie(ctx, cookie) : null;
}

/** Errors: unauthenticated, forbidden (a foreign page), too_many. */
async function enter(ctx: Context, request: Request, set: Parameters<typeof limit>[1]): Promise<SessionPerson> {
  requireOwnPage(request);
  const caller = await findPanelPerson(ctx, request);
  if (!caller) throw unauthenticated();
  callers.set(request, caller);
  await limit(ctx, set, { name: 'staff', subject: caller.id });
  return caller;
}

/** Whether the browser came by https; behind a proxy that is trusted, what the proxy says. */
export function isSecure(ctx: Context, request: Request): boolean {
  if (ctx.config.isProduction || request.url.startsWith('https:')) return true;
  return ctx.config.trustProxyHops > 0 && request.headers.get('x-forwarded-proto') === 'https';
}

export const timeZoneOfRequest = (request: Request): string => {
  const value = readCookie(request, TIME_ZONE_COOKIE);
  return timeZoneOf(value?.replaceAll('%2F', '/'));
};

/**
 * Whatever changes something must show that it comes from our own page: a browser always does, by one of the two
 * headers. Errors: forbidden.
 */
function requireOwnPage(request: Request): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const isShown = request.headers.has('origin') || request.headers.has('sec-fetch-site');
  if (!isShown) throw forbidden('This request does not say which page it comes from');
  requireSameOrigin(request);
}
