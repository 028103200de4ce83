import { RATE_LIMIT_NAMES } from '../../src/config/rate-limits.ts';
import type { RateLimitName } from '../../src/config.ts';

/** RATE_LIMITS with the same for every name, such as nobody reaches, but for those that are given. */
export const ampleLimits = (given: Partial<Record<RateLimitName, string>> = {}, ample = '100000/minute'): string =>
  JSON.stringify({ ...Object.fromEntries(RATE_LIMIT_NAMES.map((name) => [name, ample])), ...given });
