import type { Context } from '../../context.ts';
import { isUniqueViolation } from '../../db/client.ts';
import { conflict, forbidden, invalid, notFound } from '../../lib/errors.ts';
import { may } from '../auth/model.ts';
import type { Caller } from '../auth/queries.ts';
import type { SavedView, ViewList } from './model.ts';
import { countViews, deleteView, insertView, listViews, updateView } from './queries.ts';

const MAX_NAME_CHARS = 60;
/** Of one person, over all lists. */
const MAX_VIEWS = 50;

/** The person's own views of a list and the team's. */
export const readViews = (ctx: Context, caller: Pick<Caller, 'id'>, list: ViewList): Promise<SavedView[]> =>
  listViews(ctx.db.sql, caller.id, list);

/**
 * Keeps filters under a name. Errors: invalid (name), conflict (a name that the person has, or too many views), forbidden
 * (sharing, for who may not).
 */
export async function saveView(
  ctx: Context,
  caller: Caller,
  view: Pick<SavedView, 'list' | 'name' | 'filters' | 'isShared'>,
): Promise<number> {
  requireShare(caller, view.isShared);
  const name = nameOf(view.name);
  if ((await countViews(ctx.db.sql, caller.id)) >= MAX_VIEWS) throw conflict(`At most ${MAX_VIEWS} views are kept`);
  return onlyName(insertView(ctx.db.sql, { ...view, name, ownerId: caller.id }));
}

/** Renames and shares, or shares no more. Errors: as saveView, and not_found, also where it is somebody else's. */
export async function changeView(
  ctx: Context,
  caller: Caller,
  id: number,
  change: Pick<SavedView, 'name' | 'isShared'>,
): Promise<ViewList> {
  requireShare(caller, change.isShared);
  const { isShared } = change;
  return known(await onlyName(updateView(ctx.db.sql, { id, ownerId: caller.id, name: nameOf(change.name), isShared })));
}

/** Errors: not_found, also where it is somebody else's. */
export const removeView = async (ctx: Context, caller: Caller, id: number): Promise<ViewList> =>
  known(await deleteView(ctx.db.sql, id, caller.id));

function requireShare(caller: Caller, isShared: boolean): void {
  if (isShared && !may(caller, 'view.share')) throw forbidden();
}

function nameOf(text: string): string {
  const name = text.trim().replace(/\s+/g, ' ');
  if (name === '') throw invalid([{ field: 'name', message: 'must not be empty' }]);
  if (name.length > MAX_NAME_CHARS) {
    throw invalid([{ field: 'name', message: `must have at most ${MAX_NAME_CHARS} characters` }]);
  }
  return name;
}

const onlyName = <Result>(work: Promise<Result>): Promise<Result> =>
  work.catch((error: unknown) => {
    throw isUniqueViolation(error) ? invalid([{ field: 'name', message: 'is taken' }]) : error;
  });

function known(list: ViewList | null): ViewList {
  if (list === null) throw notFound('View');
  return list;
}
