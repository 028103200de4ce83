import { Elysia, t } from 'elysia';
import { AccountPage } from '../../../views/account/account-page.tsx';
import type { AccountDone } from '../../../views/account/account-texts.ts';
import { PasswordCheck, PasswordForm, type PasswordFormState } from '../../../views/account/password-form.tsx';
import { ProfileForm } from '../../../views/account/profile-form.tsx';
import { DeskForm } from '../../../views/users/desk-form.tsx';
import type { Context } from '../../context.ts';
import { redirectTo, viewResponse } from '../../http/htmx.ts';
import { limit } from '../../http/limits.ts';
import { AppError } from '../../lib/errors.ts';
import { LANGUAGES } from '../../lib/language.ts';
import { timeZoneNames } from '../../lib/time-zones.ts';
import { PERMISSIONS } from '../auth/model.ts';
import { panelAccess } from '../auth/panel-access.ts';
import { type Caller, listOpenSessions } from '../auth/queries.ts';
import { changePassword, panelLifetimeOf } from '../auth/service.ts';
import { listSignIns } from '../auth/sign-in-queries.ts';
import { twoFactorStateOf } from '../auth/two-factor.ts';
import { frameOf } from '../panel/frame.ts';
import { findWork } from './account-queries.ts';
import { getAccount } from './accounts.ts';
import { DeskBody, deskStateOf, takeDesk } from './desk-form.ts';
import { passwordFault } from './passwords.ts';
import { changeProfile, profileFaultsOf } from './profile.ts';

const PATH = '/panel/account';
const SIGN_INS_SHOWN = 10;
const DONE = [
  'profile',
  'desk',
  'password',
  'sessions',
  'session',
  'avatar',
  'two_factor_off',
] as const satisfies AccountDone[];

const own = { panel: 'AGENT' } as const;
const ProfileBody = t.Object({
  full_name: t.String({ maxLength: 120 }),
  alias: t.String({ maxLength: 200, default: '' }),
  signature: t.String({ maxLength: 2_000, default: '' }),
  language: t.UnionEnum([...LANGUAGES]),
  theme: t.UnionEnum(['auto', 'light', 'dark']),
  time_zone: t.String({ maxLength: 64, default: '' }),
});
const password = t.String({ maxLength: 1024, default: '' });
const PasswordBody = t.Object({ current: password, next: password, repeated: password });

/** A person's own account. */
export const accountPages = (ctx: Context) =>
  new Elysia({ prefix: PATH })
    .use(panelAccess(ctx))
    .get('/', ({ caller, request, query }) => showAccount(ctx, caller, request, query.done || null), {
      ...own,
      query: t.Object({ done: t.UnionEnum([...DONE, ''], { default: '' }) }),
    })
    .post('/', ({ caller, request, body }) => takeProfile(ctx, caller, request, body), { ...own, body: ProfileBody })
    .post('/desk', ({ caller, request, body }) => takeOwnDesk(ctx, caller, request, body), {
      panel: PERMISSIONS['availability.own'],
      body: DeskBody,
    })
    .post(
      '/password',
      async ({ caller, request, body, set }) => {
        // A session that was left open must not be a place to try passwords.
        await limit(ctx, set, { name: 'login', subject: `password:${caller.id}` });
        return takePassword(ctx, caller, request, body);
      },
      { ...own, body: PasswordBody },
    )
    .post(
      '/password/check',
      ({ caller, body: { next } }) => {
        const fault = next === '' ? null : passwordFault(next, caller);
        const { language } = caller;
        return viewResponse(PasswordCheck({ passwordFault: fault, isTyped: next !== '', language }));
      },
      { ...own, body: PasswordBody },
    );

async function showAccount(
  ctx: Context,
  caller: Caller,
  request: Request,
  done: AccountDone | null,
): Promise<Response> {
  const { sql } = ctx.db;
  const [own, work, sessions, signIns, twoFactor] = await Promise.all([
    getAccount(ctx, caller.id),
    findWork(sql, caller.id),
    listOpenSessions(sql, caller.id, panelLifetimeOf(ctx)),
    listSignIns(sql, caller.id, SIGN_INS_SHOWN),
    twoFactorStateOf(ctx, caller.id, caller.role),
  ]);
  const account = {
    profile: {
      fullName: own.fullName,
      alias: own.alias ?? '',
      signature: own.signature ?? '',
      language: caller.language,
      theme: caller.theme,
      timeZone: own.timeZone ?? '',
      timeZones: timeZoneNames(own.timeZone),
      faults: [],
    },
    loginName: caller.email,
    desk: deskStateOf(ctx, work),
    twoFactor,
    sessions,
    sessionId: caller.sessionId,
    signIns,
    done,
  };
  return viewResponse(AccountPage({ account, ...frameOf(ctx, caller, request) }));
}

async function takeProfile(
  ctx: Context,
  caller: Caller,
  request: Request,
  { full_name: fullName, time_zone: timeZone, ...rest }: typeof ProfileBody.static,
): Promise<Response> {
  const change = { fullName, timeZone, ...rest };
  try {
    await changeProfile(ctx, caller, change);
    return redirectTo(`${PATH}?done=profile`, request);
  } catch (error) {
    const profile = { ...change, timeZones: timeZoneNames(null), faults: profileFaultsOf(error) };
    return viewResponse(ProfileForm({ profile, language: caller.language }), { status: 422 });
  }
}

async function takeOwnDesk(
  ctx: Context,
  caller: Caller,
  request: Request,
  body: typeof DeskBody.static,
): Promise<Response> {
  const desk = await takeDesk(ctx, caller, caller.id, body);
  if (!desk.isCapacityWrong) return redirectTo(`${PATH}?done=desk`, request);
  return viewResponse(DeskForm({ desk, action: `${PATH}/desk`, language: caller.language }), { status: 422 });
}

async function takePassword(
  ctx: Context,
  caller: Caller,
  request: Request,
  { current, next, repeated }: typeof PasswordBody.static,
): Promise<Response> {
  const fault = passwordFault(next, caller);
  const faults: PasswordFormState['faults'] = {
    ...(fault && { next: fault }),
    ...(next !== repeated && { repeated: 'different' }),
  };
  if (Object.keys(faults).length === 0) {
    try {
      await changePassword(ctx, caller, current, next);
      return redirectTo(`${PATH}?done=password`, request);
    } catch (error) {
      const isCurrent = error instanceof AppError && error.fields.some(({ field }) => field === 'current_password');
      if (!isCurrent) throw error;
      faults.current = 'current';
    }
  }
  const passwordForm = { loginName: caller.email, faults };
  return viewResponse(PasswordForm({ passwordForm, language: caller.language }), { status: 422 });
}
