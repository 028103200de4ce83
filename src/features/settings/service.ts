import { settingTexts } from '../../../views/settings/setting-texts.ts';
import type { Context } from '../../context.ts';
import type { Sql } from '../../db/client.ts';
import { sentenceOf } from '../../db/setting-kinds.ts';
import { checkSetting, isSettingKey, ruleOf, SETTING_KEYS, type SettingKey } from '../../db/setting-rules.ts';
import { conflict, type FieldError, invalid, notFound } from '../../lib/errors.ts';
import type { DeedOn } from '../audit/model.ts';
import { writeAudit } from '../audit/queries.ts';
import type { Caller } from '../auth/queries.ts';
import { actorOf } from '../auth/service.ts';
import type { Setting, SettingChange, StoredSetting, SystemSetting } from './model.ts';
import {
  countChanges,
  deleteSetting,
  findStored,
  insertChange,
  listChanges,
  listLastChanges,
  listStored,
  lockSettings,
  saveSetting,
} from './queries.ts';

/** Of the bank's own settings. */
const KEY = /^[a-z0-9][a-z0-9_.-]{0,99}$/i;
const MAX_VALUE_CHARS = 16_384;
const MAX_OWN = 1_000;
/** A name that says so is taken for a secret unless somebody says otherwise. */
const SECRET_NAME = /secret|password|passwd|token|api_?key|private_?key|credential/i;
/** What the program's own keys begin with: a key there that it does not know is a slip. */
const RESERVED = new Set(SETTING_KEYS.map((key) => key.slice(0, key.indexOf('.') + 1)));

export interface NewSetting {
  key: string;
  value: unknown;
  category?: string | undefined;
  description?: string | null | undefined;
  isPublic?: boolean | undefined;
  isSecret?: boolean | undefined;
}

/** Every setting that the program knows, then the bank's own; of one category where it is given. */
export async function browseSettings(ctx: Context, category?: string): Promise<SystemSetting[]> {
  const { sql } = ctx.db;
  const [stored, changes] = await Promise.all([listStored(sql), listLastChanges(sql, SETTING_KEYS)]);
  const rows = new Map(stored.map((row) => [row.key, row]));
  const last = new Map(changes.map((change) => [change.key, change]));
  const known = SETTING_KEYS.map((key) => knownSetting(ctx, key, rows.get(key) ?? null, last.get(key) ?? null));
  const own = stored.filter(({ key }) => !isSettingKey(key)).map(ownSetting);
  return [...known, ...own].filter((one) => category === undefined || one.category === category);
}

/** Errors: not_found. */
export async function getSetting(ctx: Context, key: string): Promise<SystemSetting> {
  const stored = await findStored(ctx.db.sql, key);
  if (isSettingKey(key)) {
    const [last] = await listLastChanges(ctx.db.sql, [key]);
    return knownSetting(ctx, key, stored, last ?? null);
  }
  if (!stored) throw notFound('Setting');
  return ownSetting(stored);
}

/** Errors: invalid, conflict (it is there already, or there are too many). */
export async function createSetting(ctx: Context, caller: Caller, fields: NewSetting): Promise<SystemSetting> {
  const { key, value } = fields;
  requireFit(key, value);
  const row = isSettingKey(key) ? { key, value, ...KNOWN_ROW(key) } : newOwn(ctx, fields);
  await change(ctx, async (tx) => {
    const stored = await listStored(tx);
    if (stored.some((one) => one.key === key)) throw conflict('There is a setting with this key already');
    if (stored.length >= MAX_OWN) throw conflict(`There are ${MAX_OWN} settings already`);
    await write(tx, caller, row, null, 'create');
  });
  return getSetting(ctx, key);
}

/** Errors: not_found, invalid. */
export async function changeSetting(
  ctx: Context,
  caller: Caller,
  key: string,
  fields: Omit<NewSetting, 'key' | 'isSecret'>,
): Promise<SystemSetting> {
  const { value } = fields;
  requireFit(key, value);
  await change(ctx, async (tx) => {
    const before = await findStored(tx, key);
    if (isSettingKey(key)) return write(tx, caller, { key, value, ...KNOWN_ROW(key) }, before, 'update');
    if (!before) throw notFound('Setting');
    const isPublic = fields.isPublic ?? before.isPublic;
    requireOneOf(isPublic, before.isSecret);
    await write(
      tx,
      caller,
      {
        key,
        value: before.isSecret ? ctx.vault.seal(JSON.stringify(value)) : value,
        category: categoryOf(fields.category ?? before.category),
        description: fields.description === undefined ? before.description : fields.description,
        isPublic,
        isSecret: before.isSecret,
      },
      before,
      'update',
    );
  });
  return getSetting(ctx, key);
}

/**
 * Changes several settings that the program knows at once, all or none. What is as it was is left alone, and what is as
 * nobody changed it follows its default from then on. Errors: invalid, with every key that is wrong.
 */
export async function changeSettings(ctx: Context, caller: Caller, settings: Setting[]): Promise<SettingKey[]> {
  const wrong = settings.flatMap(({ key, value }) => faultOf(key, value));
  if (wrong.length > 0) throw invalid(wrong);
  const changed: SettingKey[] = [];
  await change(ctx, async (tx) => {
    const stored = new Map((await listStored(tx)).map((row) => [row.key, row]));
    for (const { key, value } of settings) {
      const before = stored.get(key) ?? null;
      const usual = ctx.settings.usual(key);
      if (Bun.deepEquals(value, before ? before.value : usual)) continue;
      changed.push(key);
      if (Bun.deepEquals(value, usual)) await remove(tx, caller, key, before);
      else await write(tx, caller, { key, value, ...KNOWN_ROW(key) }, before, 'update');
    }
  });
  return changed;
}

/** Puts a setting that the program knows back to its default; removes one of the bank's own. Errors: not_found. */
export async function removeSetting(ctx: Context, caller: Caller, key: string): Promise<void> {
  await change(ctx, async (tx) => {
    const before = await findStored(tx, key);
    if (!before && !isSettingKey(key)) throw notFound('Setting');
    if (before) await remove(tx, caller, key, before);
  });
}

/** The newest first. Errors: not_found, for a key that is not there and never was. */
export async function historyOf(
  ctx: Context,
  key: string,
  page: { skip: number; limit: number },
): Promise<{ changes: SettingChange[]; total: number }> {
  const { sql } = ctx.db;
  const [changes, total] = await Promise.all([listChanges(sql, key, page), countChanges(sql, key)]);
  if (total === 0 && !isSettingKey(key) && !(await findStored(sql, key))) throw notFound('Setting');
  return { changes, total };
}

/** In one transaction, one after the other; then every worker reads the settings again, this one first. */
async function change(ctx: Context, work: (tx: Sql) => Promise<void>): Promise<void> {
  await ctx.db.sql.begin(async (tx) => {
    await lockSettings(tx);
    await work(tx);
  });
  ctx.bus.publish({ type: 'settings' });
  await ctx.settings.reload(ctx.db.sql);
}

type Row = Pick<StoredSetting, 'key' | 'value' | 'category' | 'description' | 'isPublic' | 'isSecret'>;

async function write(
  tx: Sql,
  caller: Caller,
  row: Row,
  before: StoredSetting | null,
  deed: 'create' | 'update',
): Promise<void> {
  await saveSetting(tx, row, caller.id);
  await note(tx, caller, deed, row, before?.value ?? null, row.value);
}

async function remove(tx: Sql, caller: Caller, key: string, before: StoredSetting | null): Promise<void> {
  if (!before) return;
  await deleteSetting(tx, key);
  await note(tx, caller, isSettingKey(key) ? 'reset' : 'delete', before, before.value, null);
}

/** History and trail. Of a secret they tell that it was changed, and no more. */
async function note(
  tx: Sql,
  caller: Caller,
  deed: DeedOn<'setting'>,
  { key, isSecret }: Pick<Row, 'key' | 'isSecret'>,
  from: unknown,
  to: unknown,
): Promise<void> {
  const values = isSecret ? { from: null, to: null } : { from, to };
  await insertChange(tx, { key, ...actorOf(caller), ...values });
  await writeAudit(tx, {
    ...actorOf(caller),
    action: `setting.${deed}`,
    resourceType: 'setting',
    resourceId: key,
    details: isSecret ? { secret: true } : values,
  });
}

const KNOWN_ROW = (key: SettingKey) => {
  const { category, isPublic = false } = ruleOf(key);
  return { category, description: null, isPublic, isSecret: false };
};

function newOwn(ctx: Context, fields: NewSetting): Row {
  const { key, value, isPublic = false } = fields;
  const isSecret = fields.isSecret ?? SECRET_NAME.test(key);
  requireOneOf(isPublic, isSecret);
  return {
    key,
    value: isSecret ? ctx.vault.seal(JSON.stringify(value)) : value,
    category: categoryOf(fields.category),
    description: fields.description ?? null,
    isPublic,
    isSecret,
  };
}

const categoryOf = (category: string | undefined): string => category?.trim() || 'general';

/** Errors: invalid. */
function requireOneOf(isPublic: boolean, isSecret: boolean): void {
  if (isPublic && isSecret) throw invalid([{ field: 'is_public', message: 'cannot be true of a secret' }]);
}

/** Errors: invalid. */
function requireFit(key: string, value: unknown): void {
  const wrong = isSettingKey(key) ? faultOf(key, value, 'value') : ownFaults(key, value);
  if (wrong.length > 0) throw invalid(wrong);
}

function faultOf(key: SettingKey, value: unknown, field: string = key): FieldError[] {
  const fault = checkSetting(key, value);
  return fault ? [{ field, message: sentenceOf(fault) }] : [];
}

function ownFaults(key: string, value: unknown): FieldError[] {
  if (!KEY.test(key)) {
    return [{ field: 'key', message: 'must be letters, digits, ., - and _, 100 at most, the first no sign' }];
  }
  if (RESERVED.has(key.slice(0, key.indexOf('.') + 1))) {
    return [{ field: 'key', message: `is none that the program knows; what begins so is its own` }];
  }
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined || text.length > MAX_VALUE_CHARS) {
    return [{ field: 'value', message: `must be there, and have at most ${MAX_VALUE_CHARS} characters as JSON` }];
  }
  return [];
}

function knownSetting(
  ctx: Context,
  key: SettingKey,
  stored: StoredSetting | null,
  last: SettingChange | null,
): SystemSetting {
  const { category, form, isPublic = false, environment = null } = ruleOf(key);
  const isUsable = stored !== null && checkSetting(key, stored.value) === null;
  const usual = ctx.settings.usual(key);
  const { name, text } = settingTexts.en.settings[key];
  return {
    key,
    form,
    usual,
    value: isUsable ? stored.value : usual,
    isChanged: isUsable,
    category,
    description: `${name}. ${text}`,
    isPublic,
    isSecret: false,
    environment,
    updatedBy: last?.actorName ?? stored?.updatedBy ?? null,
    updatedAt: last?.at ?? stored?.updatedAt ?? null,
  };
}

const ownSetting = (stored: StoredSetting): SystemSetting => ({
  ...stored,
  form: null,
  usual: null,
  isChanged: true,
  environment: null,
});
