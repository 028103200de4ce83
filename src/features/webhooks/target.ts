import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isPublicAddress } from '../../lib/addresses.ts';
import { MAX_URL_CHARS } from './model.ts';

const LOOKUP_MS = 3_000;
/** Names of this machine and of private networks, whatever they may resolve to. */
const PRIVATE_NAME = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa)$/;

export type TargetFault = 'url' | 'scheme' | 'credentials' | 'not_public' | 'unknown_host';

interface Address {
  address: string;
  family: 4 | 6;
}

/** What of the address itself is wrong; null where nothing is. Names are looked up by `resolveTarget`. */
export function faultOfUrl(text: string, allowsPrivate: boolean): TargetFault | null {
  const url = text.length <= MAX_URL_CHARS ? URL.parse(text) : null;
  if (!url || url.hostname === '') return 'url';
  if (url.protocol !== 'https:' && !(allowsPrivate && url.protocol === 'http:')) {
    return url.protocol === 'http:' && !isPublicHost(hostOf(url)) ? 'not_public' : 'scheme';
  }
  if (url.username !== '' || url.password !== '') return 'credentials';
  return allowsPrivate || isPublicHost(hostOf(url)) ? null : 'not_public';
}

/** What a URL names, without the brackets of IPv6 and the dot of a full name. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');

const isPublicHost = (host: string): boolean => (isIP(host) ? isPublicAddress(host) : !PRIVATE_NAME.test(host));

/**
 * Where a connection to the host may go now. All of its addresses must be public: which of them answers is not ours to
 * guess. Whoever connects must connect to one of these, since the name may mean others a moment later.
 */
export async function resolveTarget(
  host: string,
  allowsPrivate: boolean,
): Promise<[Address, ...Address[]] | TargetFault> {
  const found = isIP(host) ? [{ address: host, family: isIP(host) }] : await addressesOf(host);
  const [first, ...rest] = found.map(({ address, family }): Address => ({ address, family: family === 6 ? 6 : 4 }));
  if (!first) return 'unknown_host';
  if (!allowsPrivate && ![first, ...rest].every(({ address }) => isPublicAddress(address))) return 'not_public';
  return [first, ...rest];
}

async function addressesOf(host: string): Promise<{ address: string; family: number }[]> {
  const { promise: isLate, resolve } = Promise.withResolvers<[]>();
  const timer = setTimeout(() => resolve([]), LOOKUP_MS);
  try {
    return await Promise.race([lookup(host, { all: true }), isLate]);
  } catch {
    return [];
  } finally {
    clearTimeout(timer);
  }
}
