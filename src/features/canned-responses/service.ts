import type { Context } from '../../context.ts';
import { isUniqueViolation } from '../../db/client.ts';
import { type FieldError, forbidden, invalid, notFound } from '../../lib/errors.ts';
import type { DeedOn } from '../audit/model.ts';
import { writeAudit } from '../audit/queries.ts';
import { may } from '../auth/model.ts';
import type { Caller } from '../auth/queries.ts';
import { actorOf } from '../auth/service.ts';
import {
  type CannedFields,
  type CannedResponse,
  MAX_SHORTCUT_CHARS,
  MAX_TEXT_CHARS,
  MAX_TITLE_CHARS,
} from './model.ts';
import { deleteCanned, findCanned, insertCanned, listCanned, type StoredFields, saveCanned } from './queries.ts';

/** What the fields say where the shortcut is taken and where there is no text: the page tells them apart by these. */
export const TAKEN = 'is taken by another canned response';
export const MISSING = 'must be there in one of the languages';
/** Letters, digits, `-` and `_`: what ends with the next space. */
const SHORTCUT = /^[\p{L}\p{N}_-]+$/u;

/** Everybody's and the person's own, by their shortcut. */
export const browseCanned = (ctx: Context, caller: Caller): Promise<CannedResponse[]> =>
  listCanned(ctx.db.sql, caller.id);

/** Errors: not_found, also for another person's own. */
export async function getCanned(ctx: Context, caller: Caller, id: number): Promise<CannedResponse> {
  const canned = await findCanned(ctx.db.sql, id, caller.id);
  if (!canned) throw notFound('Canned response');
  return canned;
}

/** Whether the person may change it: their own, and everybody's who may. */
export const mayChange = (caller: Pick<Caller, 'id' | 'role'>, { ownerId }: Pick<CannedResponse, 'ownerId'>): boolean =>
  may(caller, ownerId === null ? 'canned.shared' : 'canned.own');

/** Errors: invalid (with every field that is wrong), forbidden (for everybody, by who may not). */
export async function createCanned(ctx: Context, caller: Caller, fields: CannedFields): Promise<CannedResponse> {
  const stored = storedOf(caller, fields);
  const canned = await onlyOne(insertCanned(ctx.db.sql, stored));
  await note(ctx, caller, 'create', canned);
  return canned;
}

/** Errors: not_found, forbidden, invalid. */
export async function changeCanned(
  ctx: Context,
  caller: Caller,
  id: number,
  fields: CannedFields,
): Promise<CannedResponse> {
  const before = await getCanned(ctx, caller, id);
  if (!mayChange(caller, before)) throw forbidden();
  const canned = await onlyOne(saveCanned(ctx.db.sql, id, storedOf(caller, fields)));
  if (!canned) throw notFound('Canned response');
  await note(ctx, caller, 'update', canned);
  return canned;
}

/** Errors: not_found, forbidden. */
export async function removeCanned(ctx: Context, caller: Caller, id: number): Promise<void> {
  const canned = await getCanned(ctx, caller, id);
  if (!mayChange(caller, canned)) throw forbidden();
  if (await deleteCanned(ctx.db.sql, id)) await note(ctx, caller, 'delete', canned);
}

/** Errors: forbidden, invalid. */
function storedOf(caller: Caller, { isShared, ...fields }: CannedFields): StoredFields {
  if (!may(caller, isShared ? 'canned.shared' : 'canned.own')) throw forbidden();
  const stored = {
    shortcut: fields.shortcut.trim().replace(/^\//, '').toLowerCase(),
    title: fields.title.trim(),
    textEs: fields.textEs?.trim() || null,
    textEn: fields.textEn?.trim() || null,
    ownerId: isShared ? null : caller.id,
  };
  const wrong = problemsOf(stored);
  if (wrong.length > 0) throw invalid(wrong);
  return stored;
}

function problemsOf({ shortcut, title, textEs, textEn }: StoredFields): FieldError[] {
  const problems: FieldError[] = [];
  if (!SHORTCUT.test(shortcut) || shortcut.length > MAX_SHORTCUT_CHARS) {
    problems.push({
      field: 'shortcut',
      message: `must be letters, digits, - and _, at most ${MAX_SHORTCUT_CHARS} of them`,
    });
  }
  if (!title || title.length > MAX_TITLE_CHARS) {
    problems.push({ field: 'title', message: `must have 1 to ${MAX_TITLE_CHARS} characters` });
  }
  if (!textEs && !textEn) problems.push({ field: 'text_es', message: MISSING });
  for (const [field, text] of [['text_es', textEs] as const, ['text_en', textEn] as const]) {
    if (text && text.length > MAX_TEXT_CHARS) {
      problems.push({ field, message: `must have at most ${MAX_TEXT_CHARS} characters` });
    }
  }
  return problems;
}

/** Errors: invalid, where the shortcut is taken. */
const onlyOne = <Result>(work: Promise<Result>): Promise<Result> =>
  work.catch((error: unknown) => {
    throw isUniqueViolation(error) ? invalid([{ field: 'shortcut', message: TAKEN }]) : error;
  });

/** Leaves a trace, and has the pages that show them ask for them again. */
const note = async (
  ctx: Context,
  caller: Caller,
  deed: DeedOn<'canned'>,
  { id, shortcut, ownerId }: CannedResponse,
): Promise<void> => {
  ctx.bus.publish({ type: 'canned' });
  await writeAudit(ctx.db.sql, {
    ...actorOf(caller),
    action: `canned.${deed}`,
    resourceType: 'canned_response',
    resourceId: id,
    details: { shortcut, shared: ownerId === null },
  });
};
