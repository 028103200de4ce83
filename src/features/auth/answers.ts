import { t } from 'elysia';
import { count, nullable, text, time, uuid, words } from '../../http/shapes.ts';
import { User } from '../users/answers.ts';

export { User };

const tokens = {
  access_token: text('eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl', 'Goes into the header `Authorization: Bearer …`'),
  token: text('eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl', 'The same'),
  token_type: text('bearer'),
  expires_in: count(1_800, 'Seconds'),
  refresh_token: text('q5yM3r6s3vTn0Uo2kVZ1xg', 'For one use; a used one revokes all that came from the same login'),
};

export const Login = t.Object({ ...tokens, user: User }, { description: 'The tokens, and whose they are.' });
export const Verified = t.Object({ valid: t.Boolean(), user: User }, { description: 'The token is valid.' });
export const Ok = t.Object({ status: text('ok') }, { description: 'All is well.' });

export const TwoFactor = t.Object(
  {
    is_on: t.Boolean({ examples: [true] }),
    is_required: t.Boolean({ description: 'The role may not be without', examples: [false] }),
    recovery_codes_left: count(10),
  },
  { description: 'The own second factor.' },
);
export const Enrolment = t.Object(
  {
    secret: text('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 'To type into an app'),
    otpauth_url: text('otpauth://totp/JoxAI%20Bank:lucia?secret=GEZDGNBVGY3TQOJQ', 'To show as a picture to scan'),
  },
  { description: 'What an app needs. It counts once a first code was shown.' },
);
export const RecoveryCodes = t.Object(
  { recovery_codes: t.Array(text('ABCD-EFGH-JKLM-NPQR')) },
  { description: 'Each works once in the place of a code. They are shown here and never again.' },
);
export const OpenSession = t.Object(
  {
    id: uuid,
    kind: words(['api', 'panel']),
    user_agent: nullable(text('Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0')),
    address: nullable(text('203.0.113.9')),
    is_current: t.Boolean({ examples: [true] }),
    created_at: time,
    last_seen_at: time,
  },
  { description: 'Where somebody is logged in.' },
);
export const SignIn = t.Object(
  {
    at: time,
    kind: words(['api', 'panel']),
    method: words(['password', 'totp', 'recovery_code', 'oidc']),
    is_success: t.Boolean({ examples: [true] }),
    is_new_device: t.Boolean({ examples: [false] }),
    user_agent: nullable(text('Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0')),
    address: nullable(text('203.0.113.9')),
  },
  { description: 'An attempt to log in to the own account.' },
);
