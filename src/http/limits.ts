import type { RateLimitName } from '../config.ts';
import type { Context } from '../context.ts';
import type { Verdict } from '../db/rate-limiter.ts';
import { tooMany } from '../lib/errors.ts';

export interface LimitedBy {
  name: RateLimitName;
  /** Whose requests are counted: an address, an id. */
  subject: string | number;
}

interface ResponseHeaders {
  headers: Record<string, string | number | undefined>;
}

/** Charges the request to its limits and says so in the RateLimit-* headers. Errors: too_many. */
export async function limit(ctx: Context, set: ResponseHeaders, ...limited: LimitedBy[]): Promise<void> {
  const verdict = await ctx.limiter.consume(
    ...limited.map(({ name, subject }) => ({ key: `${name}:${subject}`, limit: ctx.settings.rateLimit(name) })),
  );
  tellLimit(set, verdict);
  if (!verdict.isAllowed) throw tooMany(verdict.resetSeconds);
}

export function tellLimit(set: ResponseHeaders, verdict: Verdict): void {
  set.headers['ratelimit-limit'] = String(verdict.limit);
  set.headers['ratelimit-remaining'] = String(verdict.remaining);
  set.headers['ratelimit-reset'] = String(verdict.resetSeconds);
}
