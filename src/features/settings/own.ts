import type { Context } from '../../context.ts';
import { conflict, invalid, notFound } from '../../lib/errors.ts';
import type { Caller } from '../auth/queries.ts';
import type { UserSetting } from './model.ts';
import { deleteUserSetting, findUserSetting, listUserSettings, saveUserSetting } from './queries.ts';

const MAX_SETTINGS = 200;
const MAX_VALUE_CHARS = 16_384;

/** What a person's client keeps for them, by its own keys. Nobody else reads it. */
export const browseOwn = (ctx: Context, caller: Caller): Promise<UserSetting[]> =>
  listUserSettings(ctx.db.sql, caller.id);

/** Errors: not_found, also for what another person has. */
export async function getOwn(ctx: Context, caller: Caller, key: string): Promise<UserSetting> {
  const setting = await findUserSetting(ctx.db.sql, caller.id, key);
  if (!setting) throw notFound('Setting');
  return setting;
}

/** Errors: invalid, conflict (too many). */
export async function keepOwn(ctx: Context, caller: Caller, key: string, value: unknown): Promise<UserSetting> {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined || text.length > MAX_VALUE_CHARS) {
    throw invalid([
      { field: 'value', message: `must be there, and have at most ${MAX_VALUE_CHARS} characters as JSON` },
    ]);
  }
  const saved = await saveUserSetting(ctx.db.sql, caller.id, { key, value }, MAX_SETTINGS);
  if (!saved) throw conflict(`You have ${MAX_SETTINGS} settings already`);
  return saved;
}

/** Errors: not_found. */
export async function dropOwn(ctx: Context, caller: Caller, key: string): Promise<void> {
  if (!(await deleteUserSetting(ctx.db.sql, caller.id, key))) throw notFound('Setting');
}
