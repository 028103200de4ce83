import { Elysia, t } from 'elysia';
import { KeyForm, type KeyFormState } from '../../../views/api-keys/key-form.tsx';
import { KeyPage, KeySecret, KeysPage, NewKeyPage } from '../../../views/api-keys/key-pages.tsx';
import { KEYS_PATH, keyPath } from '../../../views/api-keys/paths.ts';
import type { Context } from '../../context.ts';
import { redirectTo, viewResponse } from '../../http/htmx.ts';
import { oneOf } from '../../http/one-of.ts';
import { AppError } from '../../lib/errors.ts';
import { fromLocalTime, toLocalTime } from '../../lib/zoned-time.ts';
import { PERMISSIONS } from '../auth/model.ts';
import { panelAccess, timeZoneOfRequest } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { frameOf, viewOf } from '../panel/frame.ts';
import { type ApiKey, grantableTo, type KeyFault, type KeyFields } from './model.ts';
import { browseKeys, changeKey, createKey, getKey, revokeApiKey, rotateKey } from './service.ts';

const managed = { panel: PERMISSIONS['api_key.manage'] };
const params = t.Object({ id: t.Integer({ minimum: 1, maximum: 2_147_483_647 }) });
const done = t.Optional(oneOf(['saved', 'revoked']));
const Typed = t.Record(t.String({ maxLength: 80 }), t.String({ maxLength: 6_000 }), { maxProperties: 200 });
const EMPTY: KeyFormState = {
  name: '',
  role: 'AGENT',
  isAll: false,
  scopes: [],
  addresses: '',
  expires: '',
  faults: [],
};
const FAULTS: readonly string[] = ['name', 'role', 'scopes', 'allowed_addresses', 'expires_at'] satisfies KeyFault[];

/** Keys of the bank's systems, for those who manage them. */
export const apiKeysPages = (ctx: Context) =>
  new Elysia({ prefix: KEYS_PATH })
    .use(panelAccess(ctx))
    .get(
      '/',
      async ({ caller, request, query }) => {
        const apiKeys = await browseKeys(ctx);
        return viewResponse(KeysPage({ apiKeys, done: query.done ?? null, ...frameOf(ctx, caller, request) }));
      },
      { ...managed, query: t.Object({ done }) },
    )
    .get(
      '/new',
      ({ caller, request }) => viewResponse(NewKeyPage({ keyForm: EMPTY, ...frameOf(ctx, caller, request) })),
      {
        ...managed,
      },
    )
    .post('/', ({ caller, request, body }) => takeNew(ctx, caller, request, body), { ...managed, body: Typed })
    .get(
      '/:id',
      async ({ caller, request, params: { id }, query }) => {
        const apiKey = await getKey(ctx, id);
        const keyForm = formOf(apiKey, timeZoneOfRequest(request));
        return viewResponse(KeyPage({ apiKey, keyForm, done: query.done ?? null, ...frameOf(ctx, caller, request) }));
      },
      { ...managed, params, query: t.Object({ done }) },
    )
    .post('/:id', ({ caller, request, params: { id }, body }) => takeChange(ctx, caller, request, id, body), {
      ...managed,
      params,
      body: Typed,
    })
    .post(
      '/:id/rotate',
      async ({ caller, request, params: { id } }) => {
        const { secret } = await rotateKey(ctx, caller, id);
        return viewResponse(KeySecret({ id, secret, isRotated: true, view: viewOf(ctx, caller, request) }));
      },
      { ...managed, params },
    )
    .post(
      '/:id/revoke',
      async ({ caller, request, params: { id } }) => {
        await revokeApiKey(ctx, caller, id);
        return redirectTo(`${KEYS_PATH}?done=revoked`, request);
      },
      { ...managed, params },
    );

const formOf = (key: ApiKey, timeZone: string): KeyFormState => ({
  name: key.name,
  role: key.role,
  isAll: key.scopes === null,
  scopes: key.scopes ?? [],
  addresses: key.allowedAddresses.join('\n'),
  expires: toLocalTime(key.expiresAt, timeZone).slice(0, 10),
  faults: [],
});

async function takeNew(ctx: Context, caller: Caller, request: Request, body: typeof Typed.static): Promise<Response> {
  const typed = typedOf(body);
  const view = viewOf(ctx, caller, request);
  try {
    const { key, secret } = await createKey(ctx, caller, fieldsOf(typed, view.timeZone, null));
    return viewResponse(KeySecret({ id: key.id, secret, isRotated: false, view }));
  } catch (error) {
    return formAgain(error, typed, null, caller);
  }
}

async function takeChange(
  ctx: Context,
  caller: Caller,
  request: Request,
  id: number,
  body: typeof Typed.static,
): Promise<Response> {
  const typed = typedOf(body);
  const before = await getKey(ctx, id);
  try {
    await changeKey(ctx, caller, id, fieldsOf(typed, timeZoneOfRequest(request), before.expiresAt));
    return redirectTo(`${keyPath(id)}?done=saved`, request);
  } catch (error) {
    return formAgain(error, typed, id, caller);
  }
}

const typedOf = (body: typeof Typed.static): KeyFormState => ({
  name: body.name ?? '',
  role: body.role ?? '',
  isAll: body.all === 'on',
  scopes: grantableTo('ADMIN').filter((action) => body[`scope.${action}`] === 'on'),
  addresses: body.addresses ?? '',
  expires: body.expires ?? '',
  faults: [],
});

/** `known`: the end of its life so far, which stays as it is where its day was left alone. */
function fieldsOf(typed: KeyFormState, timeZone: string, known: Date | null): KeyFields {
  const isSame = known !== null && toLocalTime(known, timeZone).slice(0, 10) === typed.expires;
  const midnight = typed.expires === '' ? null : fromLocalTime(`${typed.expires}T00:00`, timeZone);
  return {
    name: typed.name,
    role: typed.role,
    scopes: typed.isAll ? null : typed.scopes,
    allowedAddresses: typed.addresses.split(/[\s,;]+/).filter(Boolean),
    // What is no day has passed: it is refused as such.
    expiresAt: isSame ? known : midnight === undefined ? new Date(0) : midnight,
  };
}

function formAgain(error: unknown, typed: KeyFormState, id: number | null, { language }: Caller): Response {
  if (!(error instanceof AppError)) throw error;
  const isFull = error.code === 'conflict' && id === null;
  if (error.code !== 'invalid' && !isFull) throw error;
  const faults = isFull
    ? (['too_many'] as const)
    : error.fields.flatMap(({ field }) => (FAULTS.includes(field) ? [field as KeyFault] : []));
  return viewResponse(KeyForm({ keyForm: { ...typed, faults }, id, language }), { status: 422 });
}
