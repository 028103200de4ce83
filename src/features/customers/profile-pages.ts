import { Elysia, t } from 'elysia';
import { Piece } from '../../../views/components/piece.tsx';
import { BankItems } from '../../../views/conversations/side-profile.tsx';
import { customerTexts } from '../../../views/customers/customer-texts.ts';
import { customerPath, NOTES_ID } from '../../../views/customers/paths.ts';
import { Hold } from '../../../views/customers/profile-facts.tsx';
import { NoteForm, NoteList } from '../../../views/customers/profile-notes.tsx';
import { type ProfileDone, ProfilePage } from '../../../views/customers/profile-page.tsx';
import { TimelineRows } from '../../../views/customers/profile-timeline.tsx';
import type { Context } from '../../context.ts';
import { isHtmx, redirectTo, textOf, viewResponse } from '../../http/htmx.ts';
import { AppError } from '../../lib/errors.ts';
import { PERMISSIONS } from '../auth/model.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { frameOf, viewOf } from '../panel/frame.ts';
import { exportPerson } from './person-export.ts';
import { readBankAccounts, readProfile, readTimeline } from './profile.ts';
import { listNotes } from './queries.ts';
import { getCustomer } from './reading.ts';
import { deleteCustomer, holdCustomer, noteAbout, removeAccount, restoreCustomer } from './service.ts';

const MAX_ID = 2_147_483_647;
const MAX_NOTES = 50;
const DONE = ['created', 'saved', 'deleted', 'restored', 'merged', 'held', 'released', 'account'] as const;
const params = t.Object({ id: t.Integer({ minimum: 1, maximum: MAX_ID }) });
/** As the rows of the history have it. */
const mark = t.String({ pattern: '^[1-9]\\d{3}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{6}Z$' });

/** One customer, and what is done on their page. */
export const profilePages = (ctx: Context) =>
  new Elysia()
    .use(panelAccess(ctx))
    .get('/:id', ({ caller, request, params: { id }, query }) => show(ctx, caller, request, id, query.done), {
      panel: PERMISSIONS['customer.read'],
      params,
      query: t.Object({ done: t.String({ maxLength: 20, default: '' }) }),
    })
    .get(
      '/:id/timeline',
      async ({ caller, request, params: { id }, query: { mark, key } }) => {
        const page = await readTimeline(ctx, caller, id, { mark, key });
        const view = viewOf(ctx, caller, request);
        return viewResponse(TimelineRows({ customerId: id, page, role: caller.role, view }));
      },
      {
        panel: PERMISSIONS['customer.read'],
        params,
        query: t.Object({ mark, key: t.String({ maxLength: 80 }) }),
      },
    )
    .get(
      '/:id/bank',
      async ({ caller, request, params: { id } }) => {
        const bankItems = await readBankAccounts(ctx, caller, id);
        return viewResponse(BankItems({ bankItems, view: viewOf(ctx, caller, request) }));
      },
      { panel: PERMISSIONS['customer.read'], params },
    )
    .get('/:id/export', ({ caller, params: { id } }) => exportPerson(ctx, caller, id), {
      panel: PERMISSIONS['customer.export'],
      params,
    })
    .post('/:id/notes', ({ caller, request, params: { id }, body }) => takeNote(ctx, caller, request, id, body.note), {
      panel: PERMISSIONS['customer.note'],
      params,
      body: t.Object({ note: t.String({ maxLength: 20_000, default: '' }) }),
    })
    .post(
      '/:id/accounts',
      async ({ caller, request, params: { id }, body: { last4 } }) => {
        await removeAccount(ctx, caller, id, last4);
        return redirectTo(`${customerPath(id)}?done=account`, request);
      },
      { panel: PERMISSIONS['customer.update'], params, body: t.Object({ last4: t.String({ maxLength: 4 }) }) },
    )
    .post(
      '/:id/delete',
      async ({ caller, request, params: { id } }) => {
        await deleteCustomer(ctx, caller, id);
        return redirectTo(`${customerPath(id)}?done=deleted`, request);
      },
      { panel: PERMISSIONS['customer.delete'], params },
    )
    .post(
      '/:id/restore',
      async ({ caller, request, params: { id } }) => {
        await restoreCustomer(ctx, caller, id);
        return redirectTo(`${customerPath(id)}?done=restored`, request);
      },
      { panel: PERMISSIONS['customer.delete'], params },
    )
    .post('/:id/hold', ({ caller, request, params: { id }, body }) => takeHold(ctx, caller, request, id, body.reason), {
      panel: PERMISSIONS['customer.hold'],
      params,
      body: t.Object({ reason: t.String({ maxLength: 2_000, default: '' }) }),
    })
    .post(
      '/:id/release',
      async ({ caller, request, params: { id } }) => {
        await holdCustomer(ctx, caller, id, null);
        return redirectTo(`${customerPath(id)}?done=released`, request);
      },
      { panel: PERMISSIONS['customer.hold'], params },
    );

async function show(ctx: Context, caller: Caller, request: Request, id: number, word: string): Promise<Response> {
  const profile = await readProfile(ctx, caller, id);
  const done: ProfileDone | null = DONE.find((one) => one === word) ?? null;
  return viewResponse(ProfilePage({ profile, done, ...frameOf(ctx, caller, request) }));
}

async function takeNote(ctx: Context, caller: Caller, request: Request, id: number, note: string): Promise<Response> {
  const view = viewOf(ctx, caller, request);
  try {
    await noteAbout(ctx, caller, id, note);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid') throw error;
    const wrong = customerTexts[view.language].profile.noteMissing;
    return viewResponse(NoteForm({ customerId: id, typed: note, error: wrong, view }), { status: 422 });
  }
  if (!isHtmx(request)) return redirectTo(customerPath(id), request);
  const notes = await listNotes(ctx.db.sql, id, MAX_NOTES);
  const list = Piece({ target: NOTES_ID, swap: 'outerHTML', content: NoteList({ notes, view }) });
  return viewResponse(textOf(NoteForm({ customerId: id, typed: '', error: null, view })) + textOf(list));
}

async function takeHold(ctx: Context, caller: Caller, request: Request, id: number, reason: string): Promise<Response> {
  try {
    await holdCustomer(ctx, caller, id, reason);
    return redirectTo(`${customerPath(id)}?done=held`, request);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid') throw error;
    const view = viewOf(ctx, caller, request);
    const customer = await getCustomer(ctx.db.sql, id);
    const wrong = customerTexts[view.language].profile.holdMissing;
    return viewResponse(Hold({ customer, value: reason, error: wrong, view }), { status: 422 });
  }
}
