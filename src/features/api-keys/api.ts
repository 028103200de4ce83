import { Elysia, t } from 'elysia';
import type { Context } from '../../context.ts';
import { documentation } from '../../http/documented.ts';
import { Page, sendTotal } from '../../http/page.ts';
import { access } from '../auth/access.ts';
import { toKeyView } from './model.ts';
import { browseKeys, changeKey, createKey, getKey, revokeApiKey, rotateKey } from './service.ts';

const documented = documentation('api keys', () => import('./answers.ts'));
const Id = t.Object({ id: t.Integer({ minimum: 1, maximum: 2_147_483_647 }) });
const fields = {
  scopes: t.Optional(
    t.Union([t.Array(t.String({ maxLength: 60 }), { maxItems: 200 }), t.Null()], {
      description: 'Actions such as `ticket.read`; null: all that keys of the role can have',
    }),
  ),
  allowed_addresses: t.Optional(
    t.Array(t.String({ maxLength: 60 }), { maxItems: 200, description: 'Addresses and CIDR ranges; none: everywhere' }),
  ),
  expires_at: t.Optional(t.Union([t.String({ format: 'date-time' }), t.Null()])),
};
const name = t.String({ maxLength: 500 });
const role = t.String({ maxLength: 20, description: 'AGENT, SUPERVISOR or ADMIN' });

/** Keys by which the bank's systems act here: `Authorization: Bearer jox_…`, each an actor of its own. */
export const apiKeysApi = (ctx: Context) =>
  new Elysia({ prefix: '/api/v1/api-keys' })
    .use(access(ctx))
    .get(
      '/',
      async ({ query: { limit, skip }, set }) => {
        const all = await browseKeys(ctx);
        sendTotal(set, all.length);
        return all.slice(skip, skip + limit).map(toKeyView);
      },
      { staff: { may: 'api_key.manage' }, query: Page, detail: documented('All keys', { answer: ['ApiKey'] }) },
    )
    .post(
      '/',
      async ({ caller, body, set }) => {
        const { key, secret } = await createKey(ctx, caller, {
          name: body.name,
          role: body.role,
          scopes: body.scopes ?? null,
          allowedAddresses: body.allowed_addresses ?? [],
          expiresAt: body.expires_at ? new Date(body.expires_at) : null,
        });
        set.status = 201;
        return { ...toKeyView(key), key: secret };
      },
      {
        staff: { may: 'api_key.manage', limit: 'settings_write' },
        body: t.Object({ name, role, ...fields }),
        detail: documented('Make one; it is shown this once', {
          answer: 'ApiKeyWithSecret',
          status: 201,
          errors: { 409: 'There are too many' },
          example: { name: 'Core bancario', role: 'AGENT', scopes: ['ticket.read', 'ticket.create'] },
        }),
      },
    )
    .get('/:id', async ({ params: { id } }) => toKeyView(await getKey(ctx, id)), {
      staff: { may: 'api_key.manage' },
      params: Id,
      detail: documented('One of them', { answer: 'ApiKey' }),
    })
    .patch(
      '/:id',
      async ({ caller, params: { id }, body }) =>
        toKeyView(
          await changeKey(ctx, caller, id, {
            ...(body.name !== undefined && { name: body.name }),
            ...(body.role !== undefined && { role: body.role }),
            ...(body.scopes !== undefined && { scopes: body.scopes }),
            ...(body.allowed_addresses !== undefined && { allowedAddresses: body.allowed_addresses }),
            ...(body.expires_at !== undefined && {
              expiresAt: body.expires_at === null ? null : new Date(body.expires_at),
            }),
          }),
        ),
      {
        staff: { may: 'api_key.manage', limit: 'settings_write' },
        params: Id,
        body: t.Object({ name: t.Optional(name), role: t.Optional(role), ...fields }),
        detail: documented('Change what is named and leave the rest; it holds with the next request', {
          answer: 'ApiKey',
          errors: { 409: 'It is revoked' },
          example: { allowed_addresses: ['203.0.113.0/24'] },
        }),
      },
    )
    .post(
      '/:id/rotate',
      async ({ caller, params: { id } }) => {
        const { key, secret } = await rotateKey(ctx, caller, id);
        return { ...toKeyView(key), key: secret };
      },
      {
        staff: { may: 'api_key.manage', limit: 'settings_write' },
        params: Id,
        detail: documented('A new secret, shown this once; the one before it is good for a day', {
          answer: 'ApiKeyWithSecret',
          errors: { 409: 'It is revoked' },
        }),
      },
    )
    .delete(
      '/:id',
      async ({ caller, params: { id }, set }) => {
        await revokeApiKey(ctx, caller, id);
        set.status = 204;
      },
      {
        staff: { may: 'api_key.manage', limit: 'settings_write' },
        params: Id,
        detail: documented('Revoke it: it opens nothing from now on', {
          answer: null,
          errors: { 409: 'It is revoked' },
        }),
      },
    );
