import { t } from 'elysia';
import { count, text } from '../../http/shapes.ts';
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
