import { Elysia, t } from 'elysia';
import { ToastPiece } from '../../../views/components/toast.tsx';
import { type PersonDone, userTexts } from '../../../views/users/user-texts.ts';
import type { Context } from '../../context.ts';
import { redirectTo, viewResponse } from '../../http/htmx.ts';
import { PERMISSIONS } from '../auth/model.ts';
import { unlinkProvider } from '../auth/oidc-sessions.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { resetTwoFactor } from '../auth/two-factor.ts';
import { changeAccount, deactivateAccount, deactivateAccounts, endSessionsOf, inviteAgain } from './accounts.ts';
import { whyNot } from './person-faults.ts';

const PATH = '/panel/users';
const MAX_ID = 2_147_483_647;
const MAX_AT_ONCE = 200;

const managed = { panel: PERMISSIONS['user.manage'] };
const id = t.Integer({ minimum: 1, maximum: MAX_ID });
const params = t.Object({ id });

type Deed = (ctx: Context, caller: Caller, id: number) => Promise<unknown>;

/** What is done to one person, by the end of its address, and what their page says afterwards. */
const DEEDS: Record<string, { done: PersonDone; deed: Deed }> = {
  invitation: { done: 'linked', deed: inviteAgain },
  deactivate: { done: 'deactivated', deed: deactivateAccount },
  reactivate: { done: 'reactivated', deed: (ctx, caller, id) => changeAccount(ctx, caller, id, { isActive: true }) },
  'sessions/end': { done: 'sessions_ended', deed: endSessionsOf },
  'two-factor/reset': { done: 'two_factor_reset', deed: resetTwoFactor },
  unlink: { done: 'unlinked', deed: unlinkProvider },
};

/** What administrators do to the access of people, one by one or several together. */
export function personDeeds(ctx: Context) {
  const routes = new Elysia({ prefix: PATH }).use(panelAccess(ctx)).post(
    '/deactivate',
    async ({ caller, request, body }) => {
      const ids = [body.selected ?? []].flat();
      const outcomes = await deactivateAccounts(ctx, caller, ids);
      const count = outcomes.filter(({ result }) => result === 'deactivated').length;
      return redirectTo(`${PATH}?done=deactivated&count=${count}&stayed=${outcomes.length - count}`, request);
    },
    {
      ...managed,
      body: t.Object({ selected: t.Optional(t.Union([id, t.Array(id, { maxItems: MAX_AT_ONCE })])) }),
    },
  );
  for (const [end, { done, deed }] of Object.entries(DEEDS)) {
    routes.post(
      `/:id/${end}`,
      ({ caller, request, params: { id } }) => doOrSay(caller, request, id, done, () => deed(ctx, caller, id)),
      { ...managed, params },
    );
  }
  return routes;
}

/** What cannot be done is said over the page, which stays as it is. */
async function doOrSay(
  caller: Caller,
  request: Request,
  id: number,
  done: PersonDone,
  deed: () => Promise<unknown>,
): Promise<Response> {
  try {
    await deed();
    return redirectTo(`${PATH}/${id}?done=${done}`, request);
  } catch (error) {
    const title = userTexts[caller.language].faults[whyNot(error, 'changed')];
    return viewResponse(ToastPiece({ title, kind: 'failed', language: caller.language }), { status: 409 });
  }
}
