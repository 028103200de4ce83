import { Elysia, t } from 'elysia';
import { OwnEditPage, OwnForm, type OwnFormState, OwnListPage } from '../../../views/settings/own-pages.tsx';
import type { OwnDone, OwnFault } from '../../../views/settings/own-texts.ts';
import { OWN_PATH } from '../../../views/settings/paths.ts';
import type { Context } from '../../context.ts';
import { redirectTo, viewResponse } from '../../http/htmx.ts';
import { limit } from '../../http/limits.ts';
import { oneOf } from '../../http/one-of.ts';
import { AppError, notFound } from '../../lib/errors.ts';
import { may, PERMISSIONS } from '../auth/model.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { frameOf, viewOf } from '../panel/frame.ts';
import type { SystemSetting } from './model.ts';
import { browseSettings, changeSetting, createSetting, getSetting, removeSetting } from './service.ts';

const read = { panel: PERMISSIONS['setting.read'] };
const written = { panel: PERMISSIONS['setting.manage'] };
const key = t.String({ minLength: 1, maxLength: 100 });
const Typed = t.Object({
  key: t.String({ maxLength: 200, default: '' }),
  value: t.String({ maxLength: 40_000, default: '' }),
  category: t.String({ maxLength: 50, default: '' }),
  description: t.String({ maxLength: 500, default: '' }),
  is_public: t.Optional(t.String()),
  is_secret: t.Optional(t.String()),
});

/** Settings that the program does not know: the bank's own, which its clients read by the interface. */
export const ownSettingsPages = (ctx: Context) =>
  new Elysia({ prefix: OWN_PATH })
    .use(panelAccess(ctx))
    .get('/', ({ caller, request, query }) => showAll(ctx, caller, request, query.done ?? null), {
      ...read,
      query: t.Object({ done: t.Optional(oneOf(['saved', 'removed'])) }),
    })
    .get('/new', ({ caller, request }) => showForm(ctx, caller, request, EMPTY), { ...written })
    .get(
      '/edit',
      async ({ caller, request, query }) => showForm(ctx, caller, request, stateOf(await ownOf(ctx, query.key))),
      { ...written, query: t.Object({ key }) },
    )
    .post(
      '/',
      async ({ caller, request, body, set }) => {
        await limit(ctx, set, { name: 'settings_write', subject: caller.id });
        const { is_secret: secret } = body;
        const fields = { key: body.key.trim(), ...fieldsOf(body), ...(secret === 'on' && { isSecret: true }) };
        return take(ctx, caller, request, typedState(body, null), () => createSetting(ctx, caller, fields));
      },
      { ...written, body: Typed },
    )
    .post(
      '/edit',
      async ({ caller, request, query, body, set }) => {
        await limit(ctx, set, { name: 'settings_write', subject: caller.id });
        const { key, isSecret } = await ownOf(ctx, query.key);
        const state = typedState(body, { key, isSecret });
        return take(ctx, caller, request, state, () => changeSetting(ctx, caller, key, fieldsOf(body)));
      },
      { ...written, query: t.Object({ key }), body: Typed },
    )
    .post(
      '/delete',
      async ({ caller, request, body, set }) => {
        await limit(ctx, set, { name: 'settings_write', subject: caller.id });
        await removeSetting(ctx, caller, (await ownOf(ctx, body.key)).key);
        return redirectTo(`${OWN_PATH}?done=removed`, request);
      },
      { ...written, body: t.Object({ key }) },
    );

const EMPTY: OwnFormState = {
  existing: null,
  ...{ key: '', value: '', category: '', description: '' },
  ...{ isPublic: false, isSecret: false, fault: null },
};

async function showAll(ctx: Context, caller: Caller, request: Request, done: OwnDone | null): Promise<Response> {
  const settings = (await browseSettings(ctx)).filter(({ form }) => form === null);
  const mayChange = may(caller, 'setting.manage');
  return viewResponse(OwnListPage({ settings, mayChange, done, ...frameOf(ctx, caller, request) }));
}

const showForm = (ctx: Context, caller: Caller, request: Request, state: OwnFormState): Response =>
  viewResponse(OwnEditPage({ state, ...frameOf(ctx, caller, request) }));

/** One of the bank's own. Errors: not_found. */
async function ownOf(ctx: Context, key: string): Promise<SystemSetting> {
  const setting = await getSetting(ctx, key);
  if (setting.form !== null) throw notFound('Setting');
  return setting;
}

/** Saves it; else answers the form as it was typed, with what is wrong. */
async function take(
  ctx: Context,
  caller: Caller,
  request: Request,
  state: OwnFormState,
  save: () => Promise<SystemSetting>,
): Promise<Response> {
  const refused = (fault: OwnFault) =>
    viewResponse(OwnForm({ state: { ...state, fault }, language: viewOf(ctx, caller, request).language }), {
      status: 422,
    });
  try {
    await save();
    return redirectTo(`${OWN_PATH}?done=saved`, request);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'conflict') return refused((await isThere(ctx, state.key)) ? 'taken' : 'many');
    if (error.code !== 'invalid') throw error;
    return refused(FAULTS[error.fields[0]?.field ?? ''] ?? 'key');
  }
}

const FAULTS: Record<string, OwnFault> = { key: 'key', value: 'value', is_public: 'secret_public' };

const isThere = async (ctx: Context, key: string): Promise<boolean> =>
  (await browseSettings(ctx)).some((setting) => setting.key === key.trim());

const fieldsOf = ({ value, category, description, is_public: isPublic }: typeof Typed.static) => ({
  // Nothing typed is no value.
  value: value.trim() === '' ? undefined : readValue(value),
  category,
  description: description.trim() || null,
  isPublic: isPublic === 'on',
});

/** JSON where it is some, else the text as it is. */
function readValue(typed: string): unknown {
  try {
    return JSON.parse(typed);
  } catch {
    return typed;
  }
}

/** As it is typed: a text that would read as JSON stands in quotation marks. */
function valueText(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value, null, 2);
  return readValue(value) === value ? value : JSON.stringify(value);
}

const typedState = (body: typeof Typed.static, existing: OwnFormState['existing']): OwnFormState => ({
  existing,
  key: existing?.key ?? body.key,
  // A secret is not given back.
  value: existing?.isSecret ? '' : body.value,
  category: body.category,
  description: body.description,
  isPublic: body.is_public === 'on',
  isSecret: body.is_secret === 'on',
  fault: null,
});

const stateOf = ({ key, value, category, description, isPublic, isSecret }: SystemSetting): OwnFormState => ({
  existing: { key, isSecret },
  key,
  value: isSecret ? '' : valueText(value),
  category,
  description: description ?? '',
  isPublic,
  isSecret,
  fault: null,
});
