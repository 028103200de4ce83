import { cors } from '@elysiajs/cors';
import { Elysia } from 'elysia';
import type { Context } from '../context.ts';

/**
 * Lets the listed origins call the customer's interface from their own pages. They carry the conversation's token in a
 * header: no cookie crosses origins. Without a list nothing is allowed.
 */
export const crossOrigin = (ctx: Context) => {
  const allowed = new Set(ctx.config.corsOrigins);
  if (allowed.size === 0) return new Elysia({ name: 'cors' });
  return new Elysia({ name: 'cors' }).use(
    cors({
      // A function of ours, because the library matches texts loosely.
      origin: (request) => allowed.has(request.headers.get('origin') ?? ''),
      credentials: false,
      methods: ['GET', 'POST'],
      allowedHeaders: ['authorization', 'content-type'],
      exposeHeaders: ['x-request-id', 'retry-after', 'ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'],
      maxAge: 600,
    }),
  );
};
