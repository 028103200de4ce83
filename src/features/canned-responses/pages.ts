import { Elysia, t } from 'elysia';
import { CannedForm, type CannedFormState } from '../../../views/canned-responses/canned-form.tsx';
import { CannedEditPage, CannedListPage } from '../../../views/canned-responses/canned-pages.tsx';
import { CANNED_PATH } from '../../../views/canned-responses/paths.ts';
import type { Context } from '../../context.ts';
import { redirectTo, viewResponse } from '../../http/htmx.ts';
import { oneOf } from '../../http/one-of.ts';
import { AppError, forbidden } from '../../lib/errors.ts';
import { may, PERMISSIONS } from '../auth/model.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { panelFiles, personOf } from '../panel/frame.ts';
import type { CannedFault, CannedFields, CannedResponse } from './model.ts';
import {
  browseCanned,
  changeCanned,
  createCanned,
  getCanned,
  MISSING,
  mayChange,
  removeCanned,
  TAKEN,
} from './service.ts';

const own = { panel: PERMISSIONS['canned.own'] };
const params = t.Object({ id: t.Integer({ minimum: 1, maximum: 2_147_483_647 }) });
const Text = t.String({ maxLength: 20_000, default: '' });
const CannedBody = t.Object({
  shortcut: t.String({ maxLength: 500, default: '' }),
  title: t.String({ maxLength: 1_000, default: '' }),
  text_es: Text,
  text_en: Text,
  shared: t.Optional(t.String({ maxLength: 10 })),
});
const EMPTY: CannedFormState = { shortcut: '', title: '', textEs: '', textEn: '', isShared: false, faults: [] };

/** The texts that `/` puts into a reply: everybody's, and each person's own. */
export const cannedPages = (ctx: Context) =>
  new Elysia({ prefix: CANNED_PATH })
    .use(panelAccess(ctx))
    .get(
      '/',
      async ({ caller, query: { done } }) => {
        const items = (await browseCanned(ctx, caller)).map((one) => ({ ...one, mayChange: mayChange(caller, one) }));
        return viewResponse(CannedListPage({ items, done: done ?? null, ...frameOf(caller) }));
      },
      { ...own, query: t.Object({ done: t.Optional(oneOf(['saved', 'removed'])) }) },
    )
    .get('/new', ({ caller }) => showForm(caller, null, { ...EMPTY, isShared: mayShare(caller) }), { ...own })
    .get(
      '/:id',
      async ({ caller, params: { id } }) => {
        const canned = await getCanned(ctx, caller, id);
        if (!mayChange(caller, canned)) throw forbidden();
        return showForm(caller, id, formOf(canned));
      },
      { ...own, params },
    )
    .post(
      '/',
      ({ caller, request, body }) => take(caller, request, null, body, (fields) => createCanned(ctx, caller, fields)),
      { ...own, body: CannedBody },
    )
    .post(
      '/:id',
      ({ caller, request, body, params: { id } }) =>
        take(caller, request, id, body, (fields) => changeCanned(ctx, caller, id, fields)),
      { ...own, params, body: CannedBody },
    )
    .post(
      '/:id/delete',
      async ({ caller, request, params: { id } }) => {
        await removeCanned(ctx, caller, id);
        return redirectTo(`${CANNED_PATH}?done=removed`, request);
      },
      { ...own, params },
    );

const mayShare = (caller: Caller): boolean => may(caller, 'canned.shared');
const frameOf = (caller: Caller) => ({ person: personOf(caller), files: panelFiles() });

const showForm = (caller: Caller, id: number | null, form: CannedFormState): Response =>
  viewResponse(CannedEditPage({ id, form, mayShare: mayShare(caller), ...frameOf(caller) }));

const formOf = ({ shortcut, title, textEs, textEn, ownerId }: CannedResponse): CannedFormState => ({
  shortcut,
  title,
  textEs: textEs ?? '',
  textEn: textEn ?? '',
  isShared: ownerId === null,
  faults: [],
});

/** Saves it, or answers the form again with what was typed and what is wrong. */
async function take(
  caller: Caller,
  request: Request,
  id: number | null,
  { shortcut, title, text_es: textEs, text_en: textEn, shared }: typeof CannedBody.static,
  save: (fields: CannedFields) => Promise<CannedResponse>,
): Promise<Response> {
  const typed = { shortcut, title, textEs, textEn, isShared: shared === 'on' };
  try {
    await save(typed);
    return redirectTo(`${CANNED_PATH}?done=saved`, request);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid') throw error;
    const form = { ...typed, faults: faultsOf(error), id, mayShare: mayShare(caller), language: caller.language };
    return viewResponse(CannedForm(form), { status: 422 });
  }
}

const faultsOf = ({ fields }: AppError): CannedFault[] =>
  fields.map(({ field, message }): CannedFault => {
    if (field === 'shortcut') return message === TAKEN ? 'taken' : 'shortcut';
    if (field === 'title') return 'title';
    if (message === MISSING) return 'text';
    return field === 'text_en' ? 'long_en' : 'long_es';
  });
