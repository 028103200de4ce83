import { Elysia, t } from 'elysia';
import { DeskForm } from '../../../views/users/desk-form.tsx';
import { NewPersonPage } from '../../../views/users/new-person-page.tsx';
import { type PersonState as AccountState, PeoplePage, STATES, TWO_FACTOR } from '../../../views/users/people-page.tsx';
import { type PersonFields, PersonForm } from '../../../views/users/person-form.tsx';
import { PersonPage } from '../../../views/users/person-page.tsx';
import type { PersonDone } from '../../../views/users/user-texts.ts';
import type { Context } from '../../context.ts';
import { redirectTo, viewResponse } from '../../http/htmx.ts';
import { LANGUAGES, type Language } from '../../lib/language.ts';
import { administrationPath } from '../administration/model.ts';
import { PERMISSIONS } from '../auth/model.ts';
import { panelAccess } from '../auth/panel-access.ts';
import { type Caller, listOpenSessions } from '../auth/queries.ts';
import { panelLifetimeOf } from '../auth/service.ts';
import { listDesk } from '../conversations/assignment.ts';
import { frameOf, viewOf } from '../panel/frame.ts';
import { pagesOf, pathWith } from '../panel/paging.ts';
import { type AccountFilter, countAccounts, findWork, listAccounts } from './account-queries.ts';
import { type AccountChange, changeAccount, createAccount, getAccount } from './accounts.ts';
import { DeskBody, deskStateOf, takeDesk } from './desk-form.ts';
import { ACCOUNT_SOURCES, ROLES, type Role } from './model.ts';
import { canMailLinks } from './password-links.ts';
import { faultsOf } from './person-faults.ts';

const PATH = '/panel/users';
const PAGE_SIZE = 50;
const MAX_ID = 2_147_483_647;
const DONE = [
  'created',
  'invited',
  'saved',
  'availability',
  'linked',
  'deactivated',
  'reactivated',
  'sessions_ended',
  'two_factor_reset',
  'unlinked',
] as const satisfies PersonDone[];

const managed = { panel: PERMISSIONS['user.manage'] };
const params = t.Object({ id: t.Integer({ minimum: 1, maximum: MAX_ID }) });
const PeopleQuery = t.Object({
  q: t.String({ maxLength: 200, default: '' }),
  role: t.UnionEnum([...ROLES, ''], { default: '' }),
  state: t.UnionEnum([...STATES, ''], { default: '' }),
  two_factor: t.UnionEnum([...TWO_FACTOR, ''], { default: '' }),
  source: t.UnionEnum([...ACCOUNT_SOURCES, ''], { default: '' }),
  page: t.Integer({ minimum: 1, maximum: 100_000, default: 1 }),
  done: t.UnionEnum(['deactivated', ''], { default: '' }),
  count: t.Integer({ minimum: 0, maximum: 1_000, default: 0 }),
  stayed: t.Integer({ minimum: 0, maximum: 1_000, default: 0 }),
});
const PersonBody = t.Object({
  full_name: t.String({ maxLength: 120 }),
  email: t.String({ maxLength: 254 }),
  username: t.Optional(t.String({ maxLength: 254 })),
  role: t.UnionEnum([...ROLES]),
  language: t.UnionEnum([...LANGUAGES]),
  password: t.Optional(t.String({ maxLength: 1024 })),
});

/** The people who work with the panel, for those who manage them; and where the section of the settings begins. */
export const peoplePages = (ctx: Context) =>
  new Elysia({ prefix: '/panel' })
    .use(panelAccess(ctx))
    .get('/administration', ({ caller, request }) => redirectTo(administrationPath(caller.role), request), {
      panel: PERMISSIONS['sla.read'],
    })
    .get('/users', ({ caller, request, query }) => showPeople(ctx, caller, request, query), {
      ...managed,
      query: PeopleQuery,
    })
    .get('/users/new', ({ caller, request }) => showNew(ctx, caller, request), { ...managed })
    .post('/users', ({ caller, request, body }) => takeNew(ctx, caller, request, body), {
      ...managed,
      body: PersonBody,
    })
    .get(
      '/users/:id',
      ({ caller, request, params: { id }, query }) => showPerson(ctx, caller, request, id, query.done || null),
      {
        ...managed,
        params,
        query: t.Object({ done: t.UnionEnum([...DONE, ''], { default: '' }) }),
      },
    )
    .post('/users/:id', ({ caller, request, params: { id }, body }) => takePerson(ctx, caller, request, id, body), {
      ...managed,
      params,
      body: PersonBody,
    })
    .post(
      '/users/:id/desk',
      ({ caller, request, params: { id }, body }) => takePersonsDesk(ctx, caller, request, id, body),
      {
        ...managed,
        params,
        body: DeskBody,
      },
    );

async function showPeople(
  ctx: Context,
  caller: Caller,
  request: Request,
  query: typeof PeopleQuery.static,
): Promise<Response> {
  const { sql } = ctx.db;
  const text = query.q.trim();
  const filter = {
    ...(query.role && { role: query.role }),
    ...stateFilterOf(query.state),
    ...(query.two_factor && { hasTwoFactor: query.two_factor === 'on' }),
    ...(query.source && { source: query.source }),
    ...(text && { text }),
    limit: PAGE_SIZE,
    skip: (query.page - 1) * PAGE_SIZE,
  };
  const [accounts, total, agents] = await Promise.all([
    listAccounts(sql, filter),
    countAccounts(sql, filter),
    listDesk(ctx),
  ]);
  const { role, state, two_factor: twoFactor, source } = query;
  const chosen = { q: text, role, state, two_factor: twoFactor, source };
  const path = pathWith(PATH, chosen);
  const people = {
    accounts,
    agents: new Map(agents.map((agent) => [agent.id, agent])),
    path: query.page === 1 ? path : pathWith(PATH, { ...chosen, page: String(query.page) }),
    text,
    role,
    state,
    twoFactor,
    source,
    done: query.done === 'deactivated' ? { count: query.count, stayed: query.stayed } : null,
    pages: pagesOf({ path, page: query.page, size: PAGE_SIZE, shown: accounts.length, total }),
  };
  return viewResponse(PeoplePage({ people, ...frameOf(ctx, caller, request) }));
}

/** An invited person is active, and has not come yet. */
function stateFilterOf(state: AccountState | ''): Pick<AccountFilter, 'isActive' | 'isInvited'> {
  if (state === '') return {};
  return state === 'inactive' ? { isActive: false } : { isActive: true, isInvited: state === 'invited' };
}

function showNew(ctx: Context, caller: Caller, request: Request): Response {
  const fields = { email: '', fullName: '', username: '', role: 'AGENT', language: caller.language };
  const page = { personForm: { fields, faults: [] }, canMail: canMailLinks(ctx), ...frameOf(ctx, caller, request) };
  return viewResponse(NewPersonPage(page));
}

async function takeNew(
  ctx: Context,
  caller: Caller,
  request: Request,
  body: typeof PersonBody.static,
): Promise<Response> {
  const asksPassword = !canMailLinks(ctx);
  try {
    const account = await createAccount(ctx, caller, {
      email: body.email,
      fullName: body.full_name,
      role: body.role,
      language: body.language,
      ...(asksPassword && { password: body.password ?? '' }),
    });
    return redirectTo(`${PATH}/${account.id}?done=${asksPassword ? 'created' : 'invited'}`, request);
  } catch (error) {
    const faults = faultsOf(error);
    const personForm = { fields: fieldsOf(body), faults };
    return viewResponse(PersonForm({ personForm, personId: null, asksPassword, language: caller.language }), {
      status: 422,
    });
  }
}

async function showPerson(
  ctx: Context,
  caller: Caller,
  request: Request,
  id: number,
  done: PersonDone | null,
): Promise<Response> {
  const [account, work, sessions] = await Promise.all([
    getAccount(ctx, id),
    findWork(ctx.db.sql, id),
    listOpenSessions(ctx.db.sql, id, panelLifetimeOf(ctx)),
  ]);
  const shown = {
    account,
    personForm: { fields: account, faults: [] },
    desk: deskStateOf(ctx, work),
    work,
    sessions,
    canMail: canMailLinks(ctx),
    isOwn: id === caller.id,
    done,
  };
  return viewResponse(PersonPage({ shown, ...frameOf(ctx, caller, request) }));
}

async function takePerson(
  ctx: Context,
  caller: Caller,
  request: Request,
  id: number,
  body: typeof PersonBody.static,
): Promise<Response> {
  try {
    await changeAccount(ctx, caller, id, changeOf(body));
    return redirectTo(`${PATH}/${id}?done=saved`, request);
  } catch (error) {
    const personForm = { fields: fieldsOf(body), faults: faultsOf(error) };
    const { language } = caller;
    return viewResponse(PersonForm({ personForm, personId: id, asksPassword: false, language }), { status: 422 });
  }
}

const changeOf = (body: typeof PersonBody.static): AccountChange & { role: Role; language: Language } => ({
  email: body.email,
  fullName: body.full_name,
  role: body.role,
  language: body.language,
  ...(body.username !== undefined && { username: body.username }),
});

const fieldsOf = (body: typeof PersonBody.static): PersonFields => ({
  email: body.email,
  fullName: body.full_name,
  username: body.username ?? '',
  role: body.role,
  language: body.language,
});

async function takePersonsDesk(
  ctx: Context,
  caller: Caller,
  request: Request,
  id: number,
  body: typeof DeskBody.static,
): Promise<Response> {
  const desk = await takeDesk(ctx, caller, id, body);
  if (!desk.isCapacityWrong) return redirectTo(`${PATH}/${id}?done=availability`, request);
  return viewResponse(
    DeskForm({ desk, action: `${PATH}/${id}/desk`, language: viewOf(ctx, caller, request).language }),
    {
      status: 422,
    },
  );
}
