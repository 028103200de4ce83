import { BlockList, isIP } from 'node:net';

/**
 * Where the internet is not: this machine, private networks, links, carriers' and special networks, multicast.
 * Source: IANA IPv4 Special-Purpose Address Registry. The networks for documentation lead nowhere, which harms nobody.
 */
const NOT_PUBLIC_4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
];
/**
 * Of IPv6 only global unicast is public, and of that nothing which has another address inside (Teredo, 6to4): mapped
 * addresses and NAT64 lie outside of it. Source: IANA IPv6 Special-Purpose Address Registry.
 */
const GLOBAL_6 = ['2000::', 3] as const;
const NOT_PUBLIC_6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const notPublic4 = new BlockList();
for (const [address, bits] of NOT_PUBLIC_4) notPublic4.addSubnet(address, bits, 'ipv4');
const global6 = new BlockList();
global6.addSubnet(...GLOBAL_6, 'ipv6');
const notPublic6 = new BlockList();
for (const [address, bits] of NOT_PUBLIC_6) notPublic6.addSubnet(address, bits, 'ipv6');

/** Whether the address is one of the internet's. False for whatever is no address. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !notPublic4.check(address, 'ipv4');
  return isIP(address) === 6 && global6.check(address, 'ipv6') && !notPublic6.check(address, 'ipv6');
}

/** An address, or a range in CIDR notation, in the shape that `isWithin` takes; null for anything else. */
export function rangeOf(text: string): string | null {
  const [address = '', bits, ...rest] = text.trim().toLowerCase().split('/');
  const family = isIP(address);
  const most = family === 4 ? 32 : 128;
  if (family === 0 || address.includes('%') || rest.length > 0) return null;
  if (bits === undefined) return `${address}/${most}`;
  return /^\d{1,3}$/.test(bits) && Number(bits) <= most ? `${address}/${Number(bits)}` : null;
}

/** Whether the address lies in one of the ranges (`rangeOf`). An IPv4 address that came over IPv6 is the IPv4 one. */
export function isWithin(address: string, ranges: readonly string[]): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
  if (isIP(plain) === 0) return false;
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', bits] = range.split('/');
    list.addSubnet(network, Number(bits), isIP(network) === 4 ? 'ipv4' : 'ipv6');
  }
  return list.check(plain, isIP(plain) === 4 ? 'ipv4' : 'ipv6');
}
