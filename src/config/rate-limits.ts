import type { RateLimit, RateLimitName } from '../config.ts';
import type { SettingsReader } from './reader.ts';

const SECONDS_OF = { second: 1, minute: 60, hour: 3600 } as const;
const MAX_POINTS = 1_000_000;

const perMinute = (points: number): RateLimit => ({ points, windowSeconds: SECONDS_OF.minute });

const DEFAULT_RATE_LIMITS: Readonly<Record<RateLimitName, RateLimit>> = {
  login: perMinute(5),
  chat_start: perMinute(10),
  chat_message: perMinute(20),
  chat_message_address: perMinute(120),
  tickets: perMinute(30),
  analytics: perMinute(30),
  notifications: perMinute(30),
  settings_write: perMinute(20),
  staff: perMinute(300),
};

export const RATE_LIMIT_NAMES = Object.keys(DEFAULT_RATE_LIMITS) as RateLimitName[];

/** Shape: RATE_LIMITS={"login":"5/minute","chat_start":"10/minute"}; what is left out keeps its default. */
export function readRateLimits(reader: SettingsReader): Record<RateLimitName, RateLimit> {
  const limits = { ...DEFAULT_RATE_LIMITS };
  const text = reader.text('RATE_LIMITS');
  if (text === null) return limits;
  const given = parseObject(text);
  if (given === null) {
    reader.fault('RATE_LIMITS', 'must be a JSON object such as {"login":"5/minute"}');
    return limits;
  }
  for (const [name, value] of Object.entries(given)) {
    const limit = parseRate(value);
    if (!isName(name)) {
      reader.fault('RATE_LIMITS', `may hold only ${RATE_LIMIT_NAMES.join(', ')}`);
    } else if (limit === null) {
      reader.fault('RATE_LIMITS', `must give ${name} as "N/second", "N/minute" or "N/hour", N from 1 to ${MAX_POINTS}`);
    } else {
      limits[name] = limit;
    }
  }
  return limits;
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

const isName = (name: string): name is RateLimitName => Object.hasOwn(DEFAULT_RATE_LIMITS, name);

/** Null: it is none. Shape: "N/second", "N/minute", "N/hour". */
export function parseRate(value: unknown): RateLimit | null {
  const match = typeof value === 'string' ? /^(\d{1,7})\/(second|minute|hour)$/.exec(value.trim()) : null;
  const points = Number(match?.[1]);
  const unit = match?.[2] as keyof typeof SECONDS_OF | undefined;
  if (unit === undefined || points < 1 || points > MAX_POINTS) return null;
  return { points, windowSeconds: SECONDS_OF[unit] };
}

/** The limit as it is written. */
export function rateText({ points, windowSeconds }: RateLimit): string {
  const unit = Object.entries(SECONDS_OF).find(([, seconds]) => seconds === windowSeconds)?.[0] ?? 'minute';
  return `${points}/${unit}`;
}

/** How many pass in a minute, of a limit that is one. */
export function perMinuteOf(value: string): number {
  const limit = parseRate(value);
  return limit ? (limit.points * SECONDS_OF.minute) / limit.windowSeconds : 0;
}
