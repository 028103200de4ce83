import type { Price } from '../ai/pricing.ts';
import type { Settings } from './settings.ts';

/** What a value must be, in words, where it is not. */
type Rule = (value: unknown) => string | null;

const MAX_NAME_CHARS = 100;
const MAX_KEEP_DAYS = 3_650;
const MAX_PRICES = 200;
const MAX_PRICE = 10_000;
const MAX_BUDGET_USD = 1_000_000;
const MAX_BUDGET_TOKENS = 1_000_000_000_000;
const MAX_IDLE_MINUTES = 1_440;
const MAX_SESSION_HOURS = 168;
const MAX_API_SESSION_DAYS = 365;
const STAFF_ROLES: readonly unknown[] = ['AGENT', 'SUPERVISOR', 'ADMIN'];
const PROVIDERS: readonly unknown[] = ['openai', 'anthropic', 'mock'];
const PRICE_PARTS = ['prompt', 'completion', 'cached', 'cacheWrite'] as const satisfies (keyof Price)[];

/** What the kind of the default alone does not tell. */
const RULES: Partial<Record<keyof Settings, Rule>> = {
  'notifications.keep_days': numberWithin(1, MAX_KEEP_DAYS),
  'auth.session_idle_minutes': numberWithin(5, MAX_IDLE_MINUTES),
  'auth.session_hours': numberWithin(1, MAX_SESSION_HOURS),
  'auth.api_session_days': numberWithin(1, MAX_API_SESSION_DAYS),
  'auth.two_factor_roles': (value) =>
    Array.isArray(value) && value.every((one) => STAFF_ROLES.includes(one)) && new Set(value).size === value.length
      ? null
      : 'must be a list of AGENT, SUPERVISOR and ADMIN, each at most once',
  'ai.providers': (value) =>
    Array.isArray(value) && value.every((one) => PROVIDERS.includes(one)) && new Set(value).size === value.length
      ? null
      : 'must be a list of openai, anthropic and mock, each at most once; an empty one keeps the order of the environment',
  'ai.openai_model': modelName,
  'ai.anthropic_model': modelName,
  'ai.temperature': numberWithin(0, 1),
  'ai.prices': (value) =>
    isObject(value) && Object.keys(value).length <= MAX_PRICES && Object.values(value).every(isPrice)
      ? null
      : `must give each model's prompt and completion, and may give its cached and cacheWrite, from 0 to ${MAX_PRICE}`,
  'ai.budget_per_conversation_usd': numberWithin(0, MAX_BUDGET_USD),
  'ai.budget_per_day_usd': numberWithin(0, MAX_BUDGET_USD),
  'ai.budget_per_conversation_tokens': numberWithin(0, MAX_BUDGET_TOKENS),
  'ai.budget_per_day_tokens': numberWithin(0, MAX_BUDGET_TOKENS),
};

/** Why the value cannot be that of the setting, in words; null where it can. `usual` is the setting's default. */
export function faultOf<Key extends keyof Settings>(key: Key, value: unknown, usual: Settings[Key]): string | null {
  const rule = RULES[key];
  if (rule) return rule(value);
  return isLike(usual, value) ? null : `must be like ${JSON.stringify(usual)}`;
}

/** Of the same kind all the way down: what an object's default names must be there, what it does not name must not. */
function isLike(usual: unknown, value: unknown): boolean {
  if (Array.isArray(usual)) return Array.isArray(value) && value.every((one) => isLike(usual[0], one));
  if (!isObject(usual)) return typeof value === typeof usual && (typeof value !== 'number' || Number.isFinite(value));
  return (
    isObject(value) &&
    Object.keys(value).length === Object.keys(usual).length &&
    Object.entries(usual).every(([key, one]) => Object.hasOwn(value, key) && isLike(one, value[key]))
  );
}

function numberWithin(least: number, most: number): Rule {
  return (value) =>
    typeof value === 'number' && value >= least && value <= most ? null : `must be a number from ${least} to ${most}`;
}

function modelName(value: unknown): string | null {
  const isName = typeof value === 'string' && value.length <= MAX_NAME_CHARS && /^[\x21-\x7e]*$/.test(value);
  return isName ? null : `must be the vendor's name of a model, or empty for the environment's`;
}

function isPrice(value: unknown): boolean {
  if (!isObject(value)) return false;
  const parts = Object.entries(value);
  const isKnown = parts.every(([part]) => (PRICE_PARTS as readonly string[]).includes(part));
  const isAmount = parts.every(([, one]) => typeof one === 'number' && one >= 0 && one <= MAX_PRICE);
  return isKnown && isAmount && Object.hasOwn(value, 'prompt') && Object.hasOwn(value, 'completion');
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
