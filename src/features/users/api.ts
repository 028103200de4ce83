import { Elysia, t } from 'elysia';
import type { Context } from '../../context.ts';
import { documentation } from '../../http/documented.ts';
import { oneOf } from '../../http/one-of.ts';
import { Page, sendTotal } from '../../http/page.ts';
import { invalid } from '../../lib/errors.ts';
import { LANGUAGES } from '../../lib/language.ts';
import { access } from '../auth/access.ts';
import { type AccountFilter, countAccounts, listAccounts } from './account-queries.ts';
import { changeAccount, createAccount, deactivateAccount, getAccount, inviteAgain } from './accounts.ts';
import { ACCOUNT_SOURCES, ROLES, type Role, toAccountView } from './model.ts';

const documented = documentation('users', () => import('./answers.ts'));
const managed = { staff: { may: 'user.manage' } } as const;
const MAX_ID = 2_147_483_647;

const email = t.String({ minLength: 3, maxLength: 254 });
const name = t.String({ minLength: 1, maxLength: 120 });
const username = t.String({ minLength: 1, maxLength: 254 });
const role = t.String({ maxLength: 20, description: 'AGENT, SUPERVISOR or ADMIN, in any case' });
const language = t.UnionEnum([...LANGUAGES]);
const timeZone = t.Nullable(t.String({ maxLength: 64 }));

const NewUser = t.Object({
  email,
  full_name: name,
  role,
  username: t.Optional(username),
  password: t.Optional(t.String({ minLength: 1, maxLength: 1024 })),
  language: t.Optional(language),
  time_zone: t.Optional(timeZone),
});
const UserChange = t.Object({
  email: t.Optional(email),
  full_name: t.Optional(name),
  role: t.Optional(role),
  username: t.Optional(username),
  language: t.Optional(language),
  time_zone: t.Optional(timeZone),
  is_active: t.Optional(t.Boolean()),
});
const UserQuery = t.Composite([
  Page,
  t.Object({
    role: t.Optional(role),
    is_active: t.Optional(t.BooleanString()),
    q: t.Optional(t.String({ maxLength: 200 })),
    two_factor: t.Optional(t.BooleanString()),
    source: t.Optional(oneOf(ACCOUNT_SOURCES)),
  }),
]);
const params = t.Object({ id: t.Integer({ minimum: 1, maximum: MAX_ID }) });

export const usersApi = (ctx: Context) =>
  new Elysia({ prefix: '/api/v1/users' })
    .use(access(ctx))
    .get(
      '/',
      async ({ query, set }) => {
        const filter = filterOf(query);
        const { sql } = ctx.db;
        const [accounts, total] = await Promise.all([listAccounts(sql, filter), countAccounts(sql, filter)]);
        sendTotal(set, total);
        return accounts.map(toAccountView);
      },
      { ...managed, query: UserQuery, detail: documented('The staff, by name', { answer: ['Account'] }) },
    )
    .post(
      '/',
      async ({ caller, body, set }) => {
        const { full_name, time_zone, ...fields } = body;
        const account = await createAccount(ctx, caller, {
          email: fields.email,
          fullName: full_name,
          role: roleOf(fields.role),
          ...(fields.username !== undefined && { username: fields.username }),
          ...(fields.password !== undefined && { password: fields.password }),
          ...(fields.language && { language: fields.language }),
          ...(time_zone !== undefined && { timeZone: time_zone }),
        });
        set.status = 201;
        return toAccountView(account);
      },
      {
        ...managed,
        body: NewUser,
        detail: documented('Add a user; without a password an invitation is mailed', {
          answer: 'Account',
          status: 201,
          errors: { 409: 'The e-mail or the username is taken' },
          example: { email: 'lucia.ferrer@example.com', full_name: 'Lucía Ferrer', role: 'AGENT' },
        }),
      },
    )
    .get('/:id', async ({ params: { id } }) => toAccountView(await getAccount(ctx, id)), {
      ...managed,
      params,
      detail: documented('One user', { answer: 'Account' }),
    })
    .patch(
      '/:id',
      async ({ caller, params: { id }, body }) => {
        const account = await changeAccount(ctx, caller, id, {
          ...(body.email !== undefined && { email: body.email }),
          ...(body.full_name !== undefined && { fullName: body.full_name }),
          ...(body.username !== undefined && { username: body.username }),
          ...(body.role !== undefined && { role: roleOf(body.role) }),
          ...(body.language && { language: body.language }),
          ...(body.time_zone !== undefined && { timeZone: body.time_zone }),
          ...(body.is_active !== undefined && { isActive: body.is_active }),
        });
        return toAccountView(account);
      },
      {
        ...managed,
        params,
        body: UserChange,
        detail: documented('Change a user', {
          answer: 'Account',
          errors: { 409: 'Taken, or the last active ADMIN' },
          example: { role: 'SUPERVISOR' },
        }),
      },
    )
    .delete('/:id', async ({ caller, params: { id } }) => toAccountView(await deactivateAccount(ctx, caller, id)), {
      ...managed,
      params,
      detail: documented('Deactivate a user: every session of theirs ends at once', {
        answer: 'Account',
        errors: { 409: 'The last active ADMIN' },
      }),
    })
    .post(
      '/:id/invitation',
      async ({ caller, params: { id }, set }) => {
        set.status = 202;
        return toAccountView(await inviteAgain(ctx, caller, id));
      },
      {
        ...managed,
        params,
        detail: documented('Mail a new link to choose a password', {
          answer: 'Account',
          status: 202,
          errors: { 409: 'They have a password, or are not active' },
        }),
      },
    );

function filterOf({ role, is_active, q, two_factor, source, limit, skip }: typeof UserQuery.static): AccountFilter {
  return {
    limit,
    skip,
    ...(role && { role: roleOf(role) }),
    ...(is_active !== undefined && { isActive: is_active }),
    ...(two_factor !== undefined && { hasTwoFactor: two_factor }),
    ...(source && { source }),
    ...(q?.trim() && { text: q.trim() }),
  };
}

function roleOf(text: string): Role {
  const role = ROLES.find((one) => one === text.toUpperCase());
  if (!role) throw invalid([{ field: 'role', message: `must be one of ${ROLES.join(', ')}` }]);
  return role;
}
