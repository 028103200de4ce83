import { Elysia, t } from 'elysia';
import { EnrolmentPage } from '../../../views/auth/enrolment-page.tsx';
import { RecoveryCodesPage } from '../../../views/auth/recovery-codes-page.tsx';
import type { Context } from '../../context.ts';
import { redirectTo, viewResponse } from '../../http/htmx.ts';
import { AppError } from '../../lib/errors.ts';
import { ownPath } from '../../lib/url.ts';
import { HOME } from '../panel/errors.ts';
import { panelAccess } from './panel-access.ts';
import { loneFrameOf } from './panel-entry.ts';
import type { SessionPerson } from './queries.ts';
import { mustEnrol } from './service.ts';
import { confirmEnrolment, startEnrolment } from './two-factor.ts';

const PATH = '/panel/two-factor';
const ACCOUNT = '/panel/account';

const next = t.Optional(t.String({ maxLength: 2048 }));

/** Setting a second factor up: by one's own wish, or because one's role needs it. */
export const twoFactorPages = (ctx: Context) =>
  new Elysia({ prefix: PATH })
    .use(panelAccess(ctx))
    .get('/', ({ caller, request, query }) => showEnrolment(ctx, caller, request, query.next, false), {
      panelEnrolling: true,
      query: t.Object({ next }),
    })
    .post('/', ({ caller, request, body }) => takeEnrolment(ctx, caller, request, body), {
      panelEnrolling: true,
      body: t.Object({ code: t.String({ maxLength: 32, default: '' }), next }),
    });

async function showEnrolment(
  ctx: Context,
  caller: SessionPerson,
  request: Request,
  next: string | undefined,
  hasFailed: boolean,
): Promise<Response> {
  const isRequired = mustEnrol(ctx, caller);
  if (caller.hasTwoFactor || caller.isFromProvider) return redirectTo(isRequired ? HOME : ACCOUNT, request);
  const { secret, url } = await startEnrolment(ctx, caller);
  const { encode } = await import('uqr');
  const page = EnrolmentPage({
    ...loneFrameOf(ctx, request),
    language: caller.language,
    secret,
    modules: encode(url, { border: 0 }).data,
    isRequired,
    next: ownPath(next, isRequired ? HOME : ACCOUNT),
    hasFailed,
  });
  return viewResponse(page, { status: hasFailed ? 422 : 200 });
}

async function takeEnrolment(
  ctx: Context,
  caller: SessionPerson,
  request: Request,
  body: { code: string; next?: string },
): Promise<Response> {
  const to = ownPath(body.next, mustEnrol(ctx, caller) ? HOME : ACCOUNT);
  try {
    const codes = await confirmEnrolment(ctx, caller, body.code);
    return viewResponse(
      RecoveryCodesPage({ ...loneFrameOf(ctx, request), language: caller.language, codes, next: to }),
    );
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'invalid') return showEnrolment(ctx, caller, request, body.next, true);
    // Two pages of the same person: the other one was faster.
    if (error.code === 'conflict') return redirectTo(to, request);
    throw error;
  }
}
