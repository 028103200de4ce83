/**
 * After how many requests a worker asks for its successor: MAX_REQUESTS, give or take up to the jitter, so that those
 * started together do not grow old together. Infinity where MAX_REQUESTS is 0. `random` is in 0…1.
 */
export function lifespanOf(maxRequests: number, jitter: number, random: number): number {
  if (maxRequests === 0) return Number.POSITIVE_INFINITY;
  return Math.max(1, Math.round(maxRequests + jitter * (2 * random - 1)));
}
