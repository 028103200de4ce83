import type { SettingFault, SettingForm } from '../../db/setting-kinds.ts';
import type { SettingCategory, SettingKey } from '../../db/setting-rules.ts';
import type { ProviderHealth } from '../system/model.ts';

export type { SettingFault, SettingForm, Unit } from '../../db/setting-kinds.ts';
export type { SettingCategory, SettingKey } from '../../db/setting-rules.ts';

/** What a row of `settings` holds, and who wrote it. */
export interface StoredSetting {
  key: string;
  value: unknown;
  category: string;
  description: string | null;
  isPublic: boolean;
  isSecret: boolean;
  updatedAt: Date;
  updatedBy: string | null;
}

/** A setting as it is now: one that the program knows, or one of the bank's own. */
export interface SystemSetting extends Omit<StoredSetting, 'updatedAt'> {
  /** Null for the bank's own. */
  form: SettingForm | null;
  /** Of one that the program knows: what it is while nobody changes it. */
  usual: unknown;
  isChanged: boolean;
  /** The variable of the environment that gives the default, or bounds the value. */
  environment: string | null;
  /** Null: nobody ever changed it. */
  updatedAt: Date | null;
}

export interface SettingChange {
  id: number;
  key: string;
  actorName: string;
  from: unknown;
  to: unknown;
  at: Date;
}

export interface UserSetting {
  key: string;
  value: unknown;
  updatedAt: Date;
}

const TYPES: Record<SettingForm['kind'], string> = {
  text: 'string',
  texts: 'object',
  lists: 'object',
  number: 'number',
  switch: 'boolean',
  choice: 'string',
  order: 'array',
  colour: 'string',
  rate: 'string',
  prices: 'object',
};

/** The settings that belong to the bank's whole desk, by what they are about; `description` in English. */
export function toSettingView(setting: SystemSetting) {
  const { form } = setting;
  return {
    key: setting.key,
    value: setting.isSecret ? null : setting.value,
    type: form ? TYPES[form.kind] : typeOf(setting.value),
    category: setting.category,
    description: setting.description,
    is_known: form !== null,
    is_changed: setting.isChanged,
    is_public: setting.isPublic,
    is_secret: setting.isSecret,
    default: form ? setting.usual : null,
    ...(form?.kind === 'number' && { minimum: form.least, maximum: form.most, unit: form.unit }),
    ...((form?.kind === 'choice' || form?.kind === 'order') && { options: form.options }),
    environment: setting.environment,
    updated_by: setting.updatedBy,
    updated_at: setting.updatedAt?.toISOString() ?? null,
  };
}

const typeOf = (value: unknown): string => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value);

export const toChangeView = ({ id, key, actorName, from, to, at }: SettingChange) => ({
  id,
  key,
  changed_by: actorName,
  from,
  to,
  at: at.toISOString(),
});

export const toUserSettingView = ({ key, value, updatedAt }: UserSetting) => ({
  key,
  value,
  updated_at: updatedAt.toISOString(),
});

/** A key with its new value. */
export interface Setting<Key extends string = SettingKey> {
  key: Key;
  value: unknown;
}

/** What stands in the fields of a form, by their names: the setting's key, or it and a part of it. */
export type Typed = Record<string, string>;

/** A setting on its page: with what stands in its fields, and what is wrong with that. */
export interface SettingEntry extends SystemSetting {
  key: SettingKey;
  category: SettingCategory;
  form: SettingForm;
  typed: Typed;
  fault: SettingFault | null;
}

export const PRICE_COLUMNS = ['prompt', 'completion', 'cached', 'cacheWrite'] as const;

/** A provider as the assistant's page shows it. */
export interface ProviderState {
  name: 'openai' | 'anthropic' | 'mock';
  /** In the order in which they are asked, from 1; null for one that is not. */
  place: number | null;
  /** Whether the environment gives it a key or an address. */
  isConfigured: boolean;
  hasOwnAddress: boolean;
  model: string | null;
  /** Over all processes; null where none has it. */
  health: ProviderHealth | null;
}

export type { Probe } from '../../ai/answer.ts';

/** What the assistant spent since midnight UTC. Units: millionths of a US dollar; a budget of 0 is without end. */
export interface SpentToday {
  micros: number;
  tokens: number;
  budgetMicros: number;
  budgetTokens: number;
}
