import { Elysia, t } from 'elysia';
import { type DisableFault, DisableForm, NewCodes, RenewCodesForm } from '../../../views/account/two-factor-card.tsx';
import type { Context } from '../../context.ts';
import { redirectTo, viewResponse } from '../../http/htmx.ts';
import { AppError } from '../../lib/errors.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { endOtherSessions, endOwnSession } from '../auth/service.ts';
import { disableTwoFactor, renewRecoveryCodes } from '../auth/two-factor.ts';

const PATH = '/panel/account';

const own = { panel: 'AGENT' } as const;
const code = t.String({ maxLength: 32, default: '' });

/** How a person logs in, and where they are logged in. */
export const accountSecurityPages = (ctx: Context) =>
  new Elysia({ prefix: PATH })
    .use(panelAccess(ctx))
    .post('/two-factor/codes', ({ caller, body }) => renewCodes(ctx, caller, body.code), {
      ...own,
      body: t.Object({ code }),
    })
    .post('/two-factor/disable', ({ caller, request, body }) => disable(ctx, caller, request, body), {
      ...own,
      body: t.Object({ password: t.String({ maxLength: 1024, default: '' }), code }),
    })
    .post(
      '/sessions/end',
      async ({ caller, request }) => {
        await endOtherSessions(ctx, caller);
        return redirectTo(`${PATH}?done=sessions`, request);
      },
      { ...own },
    )
    .post(
      '/sessions/:id/end',
      async ({ caller, request, params: { id } }) => {
        await endOwnSession(ctx, caller, id);
        return redirectTo(`${PATH}?done=session`, request);
      },
      { ...own, params: t.Object({ id: t.String({ format: 'uuid' }) }) },
    );

async function renewCodes(ctx: Context, caller: Caller, code: string): Promise<Response> {
  const { language } = caller;
  try {
    return viewResponse(NewCodes({ codes: await renewRecoveryCodes(ctx, caller, code), language }));
  } catch (error) {
    if (faultsOf(error).length === 0) throw error;
    return viewResponse(RenewCodesForm({ isWrong: true, language }), { status: 422 });
  }
}

async function disable(
  ctx: Context,
  caller: Caller,
  request: Request,
  form: { password: string; code: string },
): Promise<Response> {
  try {
    await disableTwoFactor(ctx, caller, form);
    return redirectTo(`${PATH}?done=two_factor_off`, request);
  } catch (error) {
    const faults = faultsOf(error);
    if (faults.length === 0) throw error;
    return viewResponse(DisableForm({ faults, language: caller.language }), { status: 422 });
  }
}

function faultsOf(error: unknown): DisableFault[] {
  if (!(error instanceof AppError)) return [];
  if (error.code === 'too_many') return ['too_many'];
  return error.fields.flatMap(({ field }) => (field === 'password' || field === 'code' ? [field] : []));
}
