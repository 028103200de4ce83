import { createHash, timingSafeEqual } from 'node:crypto';
import { Elysia } from 'elysia';
import type { Context } from '../../context.ts';
import { API_HEADERS } from '../../http/headers.ts';
import { infoOf } from '../../http/request-info.ts';
import { isWithin } from '../../lib/addresses.ts';
import { forbidden, unauthenticated } from '../../lib/errors.ts';
import { EXPOSITION_TYPE } from '../../metrics/exposition.ts';
import { MetricsPage } from './metrics.ts';

/** This machine, private networks and links. Source: RFC 1918, 4193, 3927, 4291. */
const PRIVATE = [
  '127.0.0.0/8',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '169.254.0.0/16',
  '::1/128',
  'fc00::/7',
  'fe80::/10',
];
/** What a proxy adds: behind one that is not trusted, everybody seems to come from its own private address. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'x-forwarded-host', 'via'];

/** GET /metrics, in Prometheus' text format. */
export const metricsApi = (ctx: Context) => {
  const page = new MetricsPage(ctx);
  return new Elysia({ name: 'metrics' }).get(
    '/metrics',
    async ({ request }) => {
      requireMonitor(ctx, request);
      return new Response(await page.text(), { headers: { ...API_HEADERS, 'content-type': EXPOSITION_TYPE } });
    },
    {
      detail: {
        summary: 'Figures of the whole worker pool, for Prometheus',
        description: 'From loopback and private addresses, or with METRICS_TOKEN as bearer.',
        tags: ['health'],
        'x-access': 'OPEN',
        security: [],
      } as object,
    },
  );
};

/** Errors: forbidden (a public address), unauthenticated (it could have shown the token). */
function requireMonitor({ config }: Context, request: Request): void {
  const token = config.metricsToken;
  const [, given] = /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? [];
  if (token !== null && given !== undefined && isSame(given, token)) return;
  const isForwarded = config.trustProxyHops === 0 && FORWARDED.some((name) => request.headers.has(name));
  if (!isForwarded && isWithin(infoOf(request).address, PRIVATE)) return;
  throw token === null ? forbidden() : unauthenticated();
}

/** In a time that tells nothing of the token, nor of its length. */
function isSame(given: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}
