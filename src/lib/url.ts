const ORIGIN = 'http://own.invalid';

/**
 * The path and query of an address of our own, for links and redirects; the fallback for every other one.
 *
 * A browser reads `//host`, `/\host` and paths with control characters as other sites, so the address is judged as the
 * browser would read it and not by its first character.
 */
export function ownPath(address: string | null | undefined, fallback: string): string {
  if (!address?.startsWith('/') || /[\\\p{Cc}]/u.test(address)) return fallback;
  const url = URL.parse(address, ORIGIN);
  const path = url?.origin === ORIGIN ? `${url.pathname}${url.search}` : fallback;
  // What `/.//host` and `/a/..//host` come to names a host by itself.
  return path.startsWith('//') ? fallback : path;
}

/** The path and query of a whole address, whatever its host, if it is one of our own pages; else the fallback. */
export function pathOf(address: string | null | undefined, fallback: string): string {
  const url = address ? URL.parse(address) : null;
  return url ? ownPath(`${url.pathname}${url.search}`, fallback) : fallback;
}

/** An address that a browser opens as a page, of our own or on the web; the fallback for every other one. */
export function pageUrl(address: string, fallback: string): string {
  const url = URL.parse(address);
  if (url) return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : fallback;
  return ownPath(address, fallback);
}
