import { Elysia, t } from 'elysia';
import { ToastPiece } from '../../../views/components/toast.tsx';
import { DeskForm } from '../../../views/users/desk-form.tsx';
import { NewPersonPage } from '../../../views/users/new-person-page.tsx';
import { type PersonState as AccountState, PeoplePage, STATES } from '../../../views/users/people-page.tsx';
import { type PersonFields, PersonForm } from '../../../views/users/person-form.tsx';
import { PersonPage } from '../../../views/users/person-page.tsx';
import { type PersonDone, type PersonFault, userTexts } from '../../../views/users/user-texts.ts';
import type { Context } from '../../context.ts';
import { redirectTo, viewResponse } from '../../http/htmx.ts';
import { AppError } from '../../lib/errors.ts';
import { LANGUAGES, type Language } from '../../lib/language.ts';
import { administrationPath } from '../administration/model.ts';
import { PERMISSIONS } from '../auth/model.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { listDesk } from '../conversations/assignment.ts';
import { frameOf, viewOf } from '../panel/frame.ts';
import { pagesOf, pathWith } from '../panel/paging.ts';
import { countAccounts, findWork, listAccounts } from './account-queries.ts';
import {
  type AccountChange,
  changeAccount,
  createAccount,
  deactivateAccount,
  getAccount,
  inviteAgain,
  isDeactivated,
  isLastAdministrator,
} from './accounts.ts';
import { DeskBody, deskStateOf, takeDesk } from './desk-form.ts';
import { type Account, ROLES, type Role } from './model.ts';
import { canMailLinks } from './password-links.ts';

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
] as const satisfies PersonDone[];

const managed = { panel: PERMISSIONS['user.manage'] };
const params = t.Object({ id: t.Integer({ minimum: 1, maximum: MAX_ID }) });
const PeopleQuery = t.Object({
  q: t.String({ maxLength: 200, default: '' }),
  role: t.UnionEnum([...ROLES, ''], { default: '' }),
  state: t.UnionEnum([...STATES, ''], { default: '' }),
  page: t.Integer({ minimum: 1, maximum: 100_000, default: 1 }),
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
    )
    .post(
      '/users/:id/invitation',
      ({ caller, request, params: { id } }) =>
        doOrSay(caller, request, id, 'linked', () => inviteAgain(ctx, caller, id)),
      { ...managed, params },
    )
    .post(
      '/users/:id/deactivate',
      ({ caller, request, params: { id } }) =>
        doOrSay(caller, request, id, 'deactivated', () => deactivateAccount(ctx, caller, id)),
      { ...managed, params },
    )
    .post(
      '/users/:id/reactivate',
      ({ caller, request, params: { id } }) =>
        doOrSay(caller, request, id, 'reactivated', () => changeAccount(ctx, caller, id, { isActive: true })),
      { ...managed, params },
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
    ...(query.state && { isActive: query.state === ('active' satisfies AccountState) }),
    ...(text && { text }),
    limit: PAGE_SIZE,
    skip: (query.page - 1) * PAGE_SIZE,
  };
  const [accounts, total, agents] = await Promise.all([
    listAccounts(sql, filter),
    countAccounts(sql, filter),
    listDesk(ctx),
  ]);
  const path = pathWith(PATH, { q: text, role: query.role, state: query.state });
  const people = {
    accounts,
    agents: new Map(agents.map((agent) => [agent.id, agent])),
    text,
    role: query.role,
    state: query.state,
    pages: pagesOf({ path, page: query.page, size: PAGE_SIZE, shown: accounts.length, total }),
  };
  return viewResponse(PeoplePage({ people, ...frameOf(ctx, caller, request) }));
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
  const account = await getAccount(ctx, id);
  const work = await findWork(ctx.db.sql, id);
  const shown = {
    account,
    personForm: { fields: account, faults: [] },
    desk: deskStateOf(ctx, work),
    work,
    canMail: canMailLinks(ctx),
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

/** What cannot be done is said over the page, which stays as it is. */
async function doOrSay(
  caller: Caller,
  request: Request,
  id: number,
  done: PersonDone,
  deed: () => Promise<Account>,
): Promise<Response> {
  try {
    await deed();
    return redirectTo(`${PATH}/${id}?done=${done}`, request);
  } catch (error) {
    const [fault] = faultsOf(error);
    if (!fault) throw error;
    const title = userTexts[caller.language].faults[fault];
    return viewResponse(ToastPiece({ title, kind: 'failed', language: caller.language }), { status: 409 });
  }
}

const FIELD_FAULTS: readonly string[] = ['email', 'full_name', 'username', 'password'] satisfies PersonFault[];

/** What was wrong, for a person to read. Whatever else it was is thrown on. */
function faultsOf(error: unknown): PersonFault[] {
  if (!(error instanceof AppError)) throw error;
  if (error.code === 'invalid') {
    const faults = error.fields.map(({ field }) => field).filter((field) => FIELD_FAULTS.includes(field));
    if (faults.length > 0) return faults as PersonFault[];
  }
  if (error.code === 'unavailable') return ['no_mail'];
  if (error.code !== 'conflict') throw error;
  if (isLastAdministrator(error)) return ['last_administrator'];
  return [isDeactivated(error) ? 'inactive' : 'taken'];
}
