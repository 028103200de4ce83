import { forbidden } from '../lib/errors.ts';

/**
 * Refuses what a foreign page makes a browser send along with our cookie.
 *
 * Browsers name the sender in Sec-Fetch-Site and Origin and no page can change them; a program that is no browser sends
 * neither and has no cookie that it did not put there itself. Errors: forbidden.
 */
export function requireSameOrigin(request: Request, allowed: readonly string[] = []): void {
  if (!isTrustedOrigin(request, allowed)) throw forbidden('This request comes from a page that may not make it');
}

export function isTrustedOrigin(request: Request, allowed: readonly string[]): boolean {
  const origin = request.headers.get('origin');
  if (origin !== null) return allowed.includes(origin) || sameHost(origin, request);
  const site = request.headers.get('sec-fetch-site');
  return site === null || site === 'same-origin' || site === 'none';
}

function sameHost(origin: string, request: Request): boolean {
  return URL.canParse(origin) && new URL(origin).host === request.headers.get('host');
}
