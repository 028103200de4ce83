import { parseRate, rateText } from '../config/rate-limits.ts';
import type { Config, RateLimit, RateLimitName } from '../config.ts';
import type { Sql } from './client.ts';
import {
  checkSetting,
  isSettingKey,
  ruleOf,
  SETTING_KEYS,
  SETTING_RULES,
  type SettingKey,
  type Settings,
} from './setting-rules.ts';

export type { Settings } from './setting-rules.ts';

const MEGABYTE = 1024 * 1024;

type Surroundings = Pick<Config, 'rateLimits' | 'maxUploadBytes'>;

/**
 * The bank's own instructions to models, as they are in use. `version` is that of the texts; null where there are none.
 */
export interface Instructions {
  version: number | null;
  es: string;
  en: string;
}

/** Pictures of the bank that the widget shows. */
export const BRAND_IMAGES = ['avatar', 'logo'] as const;
export type BrandImageName = (typeof BRAND_IMAGES)[number];

const NO_INSTRUCTIONS: Instructions = { version: null, es: '', en: '' };

/** The settings as this process knows them. `reload` after a `settings` event brings them up to date. */
export class SettingsStore {
  readonly #usual: Settings;
  readonly #mostUploadBytes: number;
  #values: Settings;
  #rates: Record<RateLimitName, RateLimit>;
  #instructions = NO_INSTRUCTIONS;
  #ownPublic: Record<string, unknown> = {};
  #images: Record<string, string> = {};
  #reloading: Promise<unknown> = Promise.resolve();

  /** `surroundings`: what of the environment gives defaults. */
  constructor(surroundings?: Surroundings) {
    this.#usual = usualOf(surroundings);
    this.#mostUploadBytes = surroundings?.maxUploadBytes ?? Number.POSITIVE_INFINITY;
    this.#values = this.#usual;
    this.#rates = ratesOf(this.#usual);
  }

  get<Key extends SettingKey>(key: Key): Settings[Key] {
    return this.#values[key];
  }

  /** What the setting is where no administrator changed it: of the environment where that names it. */
  usual<Key extends SettingKey>(key: Key): Settings[Key] {
    return this.#usual[key];
  }

  rateLimit(name: RateLimitName): RateLimit {
    return this.#rates[name];
  }

  /** What everybody may read, by key: of what the program knows, and of the bank's own. */
  get public(): Record<string, unknown> {
    const known = SETTING_KEYS.filter((key) => ruleOf(key).isPublic).map((key) => [key, this.#values[key]]);
    return { ...this.#ownPublic, ...Object.fromEntries(known) };
  }

  /** What tells the bank's picture of that name from an earlier one; null where there is none. */
  imageHash(name: BrandImageName): string | null {
    return this.#images[name] ?? null;
  }

  get instructions(): Instructions {
    return this.#instructions;
  }

  /** The size up to which a file is taken, in bytes; never more than the environment lets through. */
  get maxUploadBytes(): number {
    return Math.min(this.#mostUploadBytes, Math.round(this.get('uploads.max_megabytes') * MEGABYTE));
  }

  /**
   * One after another, so that what was read first never takes the place of what was read later. Shape: the keys whose
   * stored value cannot be used; they keep their default.
   */
  reload(sql: Sql): Promise<string[]> {
    const reloaded = this.#reloading.catch(() => {}).then(() => this.#read(sql));
    this.#reloading = reloaded;
    return reloaded;
  }

  async #read(sql: Sql): Promise<string[]> {
    const [rows, [instructions], images] = await Promise.all([
      sql<{ key: string; value: unknown; isPublic: boolean }[]>`
        SELECT key, value, is_public AS "isPublic" FROM settings WHERE key = ANY(${SETTING_KEYS}) OR is_public`,
      sql<Instructions[]>`SELECT id AS version, text_es AS es, text_en AS en FROM prompt_versions WHERE is_active`,
      sql<{ name: string; hash: string }[]>`SELECT name, hash FROM brand_images`,
    ]);
    const known = rows.filter((row): row is KnownRow => isSettingKey(row.key));
    const isUsable = ({ key, value }: KnownRow) => checkSetting(key, value) === null;
    this.#values = { ...this.#usual, ...valuesOf(known.filter(isUsable)) };
    this.#rates = ratesOf(this.#values);
    this.#instructions = instructions ?? NO_INSTRUCTIONS;
    this.#images = Object.fromEntries(images.map(({ name, hash }) => [name, hash]));
    this.#ownPublic = valuesOf(rows.filter(({ key, isPublic }) => isPublic && !isSettingKey(key)));
    return known.filter((row) => !isUsable(row)).map(({ key }) => key);
  }
}

interface KnownRow {
  key: SettingKey;
  value: unknown;
  isPublic: boolean;
}

const valuesOf = (rows: { key: string; value: unknown }[]): Record<string, unknown> =>
  Object.fromEntries(rows.map(({ key, value }) => [key, value]));

const usualOf = (surroundings: Surroundings | undefined): Settings => {
  const usual = Object.fromEntries(SETTING_KEYS.map((key) => [key, SETTING_RULES[key].usual])) as Settings;
  if (!surroundings) return usual;
  const rates = Object.entries(surroundings.rateLimits).map(([name, limit]) => [`limits.${name}`, rateText(limit)]);
  const megabytes = surroundings.maxUploadBytes / MEGABYTE;
  return { ...usual, ...Object.fromEntries(rates), 'uploads.max_megabytes': megabytes };
};

const RATE_NAMES = SETTING_KEYS.filter((key) => key.startsWith('limits.')).map(
  (key) => key.slice('limits.'.length) as RateLimitName,
);

const ratesOf = (values: Settings) =>
  Object.fromEntries(RATE_NAMES.map((name) => [name, parseRate(values[`limits.${name}`]) as RateLimit])) as Record<
    RateLimitName,
    RateLimit
  >;
