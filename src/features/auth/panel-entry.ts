import type { LoneFrame } from '../../../views/auth/lone-page.tsx';
import type { Context } from '../../context.ts';
import { cookieName, ownCookie, readCookie } from '../../http/cookies.ts';
import { redirectTo } from '../../http/htmx.ts';
import { languageOf } from '../../http/language.ts';
import { infoOf } from '../../http/request-info.ts';
import { loneFiles } from '../panel/frame.ts';
import type { Whence } from './model.ts';
import { isSecure, PANEL_COOKIE } from './panel-access.ts';
import type { PanelLogin } from './sign-in.ts';

/** Tells a browser in which somebody logged in before from one that was never here. */
const DEVICE_COOKIE = 'joxai_device';
const DEVICE_SECONDS = 365 * 24 * 60 * 60;
const DEVICE_KEY = /^[\w-]{43}$/;

export function whenceOf(ctx: Context, request: Request): Whence {
  const deviceKey = readCookie(request, cookieName(DEVICE_COOKIE, isSecure(ctx, request)));
  return {
    address: infoOf(request).address,
    userAgent: request.headers.get('user-agent'),
    deviceKey: deviceKey && DEVICE_KEY.test(deviceKey) ? deviceKey : null,
  };
}

/** Sends somebody into the panel who has just logged in. */
export function enterPanel(ctx: Context, request: Request, login: PanelLogin, next: string): Response {
  const response = redirectTo(next, request);
  for (const cookie of loginCookies(ctx, request, login)) response.headers.append('set-cookie', cookie);
  return response;
}

/** What the browser keeps of a login. */
export const loginCookies = (ctx: Context, request: Request, login: PanelLogin): string[] => [
  sessionCookie(ctx, request, login.cookie, login.maxAgeSeconds),
  ownCookie({
    name: DEVICE_COOKIE,
    value: login.deviceKey,
    maxAgeSeconds: DEVICE_SECONDS,
    isSecure: isSecure(ctx, request),
    // Read when somebody comes back from the sign-in provider, too; it opens nothing.
    sameSite: 'Lax',
  }),
];

export const sessionCookie = (ctx: Context, request: Request, value: string, maxAgeSeconds: number): string =>
  ownCookie({ name: PANEL_COOKIE, value, maxAgeSeconds, isSecure: isSecure(ctx, request) });

/** What a page takes that stands before the panel. */
export const loneFrameOf = (ctx: Context, request: Request): LoneFrame => ({
  language: languageOf(request),
  bankName: ctx.settings.get('bank.name'),
  files: loneFiles(),
});
