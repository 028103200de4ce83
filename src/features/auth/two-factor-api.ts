import { Elysia, t } from 'elysia';
import type { Context } from '../../context.ts';
import { documentation } from '../../http/documented.ts';
import { access } from './access.ts';
import {
  confirmEnrolment,
  disableTwoFactor,
  renewRecoveryCodes,
  startEnrolment,
  twoFactorStateOf,
} from './two-factor.ts';

const code = t.String({ minLength: 1, maxLength: 32, description: 'A code of the app, or a recovery code' });
/** Also for somebody who must set a second factor up first: this is where they do. */
const enrolling = { role: 'AGENT', enrolling: true } as const;
const documented = documentation('auth', () => import('./answers.ts'));
const WRONG = {
  422: 'The code, or the password, is not right',
  429: 'Too many codes; ten wrong ones in a row close for 15 minutes',
};

/** The own second factor. */
export const twoFactorApi = (ctx: Context) =>
  new Elysia({ prefix: '/api/v1/auth/two-factor' })
    .use(access(ctx))
    .get(
      '/',
      async ({ caller }) => {
        const { isOn, isRequired, codesLeft } = await twoFactorStateOf(ctx, caller.id, caller.role);
        return { is_on: isOn, is_required: isRequired, recovery_codes_left: codesLeft };
      },
      { staff: enrolling, detail: documented('Whether the own second factor is on', { answer: 'TwoFactor' }) },
    )
    .post(
      '/setup',
      async ({ caller }) => {
        const { secret, url } = await startEnrolment(ctx, caller);
        return { secret, otpauth_url: url };
      },
      {
        staff: enrolling,
        detail: documented('Begin to set a second factor up', {
          answer: 'Enrolment',
          errors: { 409: 'It is on already, or the sign-in provider looks after it' },
        }),
      },
    )
    .post(
      '/confirm',
      async ({ caller, body }) => ({ recovery_codes: await confirmEnrolment(ctx, caller, body.code) }),
      {
        staff: enrolling,
        body: t.Object({ code }),
        detail: documented('Turn the second factor on by a first code', {
          answer: 'RecoveryCodes',
          errors: { ...WRONG, 409: 'Nothing was begun, or it is on already' },
          example: { code: '123456' },
        }),
      },
    )
    .post(
      '/recovery-codes',
      async ({ caller, body }) => ({ recovery_codes: await renewRecoveryCodes(ctx, caller, body.code) }),
      {
        staff: 'AGENT',
        body: t.Object({ code }),
        detail: documented('Make new recovery codes; those before end', {
          answer: 'RecoveryCodes',
          errors: WRONG,
          example: { code: '123456' },
        }),
      },
    )
    .post(
      '/disable',
      async ({ caller, body, set }) => {
        await disableTwoFactor(ctx, caller, body);
        set.status = 204;
      },
      {
        staff: 'AGENT',
        body: t.Object({ password: t.String({ minLength: 1, maxLength: 1024 }), code }),
        detail: documented('Turn the own second factor off', {
          answer: null,
          errors: { ...WRONG, 409: 'The role may not be without' },
          example: { password: 'Girasol-Nocturno-4418', code: '123456' },
        }),
      },
    );
