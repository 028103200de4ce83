/** The value of one cookie of the request. */
export function readCookie(request: Request, name: string): string | null {
  for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim() || null;
  }
  return null;
}

interface OwnCookie {
  /** Without the prefix that a secure cookie gets. */
  name: string;
  value: string;
  maxAgeSeconds: number;
  isSecure: boolean;
  /** Lax: also when another site leads here, which only a value may be that opens nothing by itself. */
  sameSite?: 'Strict' | 'Lax';
}

/**
 * The name under which a cookie is kept: over https with the prefix that ties it to exactly this host.
 * Source: RFC 6265bis, section 4.1.3.2.
 */
export const cookieName = (name: string, isSecure: boolean): string => (isSecure ? `__Host-${name}` : name);

/** A cookie that no script reads and no other site sends along. */
export const ownCookie = ({ name, value, maxAgeSeconds, isSecure, sameSite = 'Strict' }: OwnCookie): string =>
  [
    `${cookieName(name, isSecure)}=${value}`,
    'Path=/',
    `Max-Age=${maxAgeSeconds}`,
    'HttpOnly',
    `SameSite=${sameSite}`,
    ...(isSecure ? ['Secure'] : []),
  ].join('; ');
