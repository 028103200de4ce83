import { randomUUID } from 'node:crypto';
import { isIP } from 'node:net';
import type { Server } from 'bun';

/** What the service knows of a request besides what it says. */
export interface RequestInfo {
  id: string;
  startedAt: number;
  /** The client's address, as far as the trusted proxies tell it. */
  address: string;
  /** The pattern of the route that takes it; null as long as it is not known, and where there is none. */
  route: string | null;
  /** Whether its body, if it has one, is there. */
  isRead: boolean;
}

const infos = new WeakMap<Request, RequestInfo>();
const UNKNOWN: RequestInfo = { id: '', startedAt: 0, address: 'unknown', route: null, isRead: false };

export function noteRequest(request: Request, server: Server<unknown>, trustedHops: number): RequestInfo {
  const peer = server.requestIP(request)?.address ?? 'unknown';
  const address = trustedHops > 0 ? forwardedAddress(request, trustedHops, peer) : peer;
  const info = { id: randomUUID(), startedAt: performance.now(), address, route: null, isRead: false };
  infos.set(request, info);
  return info;
}

/** The notes of a request of this server; a request that did not come through it has none. */
export const infoOf = (request: Request): RequestInfo => infos.get(request) ?? UNKNOWN;

/** To be told when a handler begins, which is when the body has been read. */
export function noteHandler(request: Request, route: string): void {
  const info = infos.get(request);
  if (!info) return;
  info.route = patternOf(route);
  info.isRead = true;
}

/** To be told of the route where its handler may not have begun: its body could not be read, for example. */
export function noteRoute(request: Request, route: string | undefined): void {
  const info = infos.get(request);
  if (info && route) info.route = patternOf(route);
}

/** The first page of a feature has no slash at its end, which the framework adds. */
const patternOf = (route: string): string => (route.length > 1 && route.endsWith('/') ? route.slice(0, -1) : route);

/** The address that the outermost trusted proxy saw: what stands left of it anybody may have written. */
function forwardedAddress(request: Request, trustedHops: number, peer: string): string {
  const hops = (request.headers.get('x-forwarded-for') ?? '')
    .split(',')
    .map((hop) => hop.trim())
    .filter(Boolean);
  const hop = hops.at(-trustedHops) ?? hops[0];
  return hop === undefined ? peer : addressIn(hop);
}

/** Some proxies write the port too, which is another with each connection. What is no address counts as one and the same. */
function addressIn(hop: string): string {
  const address = hop.replace(/^\[(.*)\](?::\d+)?$/, '$1').replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
  return isIP(address) === 0 ? UNKNOWN.address : address;
}
