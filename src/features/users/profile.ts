import type { ProfileFault } from '../../../views/account/profile-form.tsx';
import type { Context } from '../../context.ts';
import { AppError, invalid } from '../../lib/errors.ts';
import type { Language } from '../../lib/language.ts';
import { writeAudit } from '../audit/queries.ts';
import type { Caller } from '../auth/queries.ts';
import { actorOf } from '../auth/service.ts';
import { changeAccount, getAccount } from './accounts.ts';
import { savePreferences } from './queries.ts';

const ALIAS_LENGTH = 60;
const SIGNATURE_LENGTH = 500;

export interface ProfileChange {
  fullName: string;
  /** What customers read in the place of the full name; empty: the full name. */
  alias: string;
  /** Below the person's words in a mail to a customer; may be empty. */
  signature: string;
  language: Language;
  theme: 'auto' | 'light' | 'dark';
  /** Empty: as the browser has it. */
  timeZone: string;
}

/** Changes one's own profile. Errors: invalid, with the fields that are wrong. */
export async function changeProfile(ctx: Context, caller: Caller, change: ProfileChange): Promise<void> {
  const alias = change.alias.trim();
  const signature = change.signature.replaceAll('\r\n', '\n').trim();
  const faults = [
    ...(alias.length > ALIAS_LENGTH || /[\p{Cc}\u2028\u2029]/u.test(alias) ? ['alias'] : []),
    ...(signature.length > SIGNATURE_LENGTH || hasControls(signature) ? ['signature'] : []),
  ];
  if (faults.length > 0) throw invalid(faults.map((field) => ({ field, message: 'is not valid' })));
  const { fullName, language, theme } = change;
  const before = await getAccount(ctx, caller.id);
  await changeAccount(ctx, caller, caller.id, { fullName, language, timeZone: change.timeZone || null });
  await savePreferences(ctx.db.orm, caller.id, { theme, alias: alias || null, signature: signature || null });
  const changed = [
    ...((before.alias ?? '') === alias ? [] : ['alias']),
    ...((before.signature ?? '') === signature ? [] : ['signature']),
  ];
  if (changed.length > 0) await auditOwn(ctx, caller, changed);
}

/** Notes what a person changed of their own that others see. */
export const auditOwn = (ctx: Context, caller: Caller, changed: string[]): Promise<void> =>
  writeAudit(ctx.db.sql, {
    ...actorOf(caller),
    action: 'user.update',
    resourceType: 'user',
    resourceId: caller.id,
    details: { changed },
  });

const FAULTS: readonly string[] = ['full_name', 'alias', 'signature', 'time_zone'] satisfies ProfileFault[];

/** The fields that an error names. Whatever else it was is thrown on. */
export function profileFaultsOf(error: unknown): ProfileFault[] {
  const faults =
    error instanceof AppError ? error.fields.map(({ field }) => field).filter((one) => FAULTS.includes(one)) : [];
  if (faults.length === 0) throw error;
  return faults as ProfileFault[];
}

/** Control characters besides line breaks. */
const hasControls = (text: string): boolean => /[\p{Cc}\u2028\u2029]/u.test(text.replaceAll('\n', ''));
