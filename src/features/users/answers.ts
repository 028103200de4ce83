import { t } from 'elysia';
import { id, language, nullable, text, time, words } from '../../http/shapes.ts';
import { ROLES } from './model.ts';

const user = {
  id,
  username: text('lucia.ferrer'),
  email: text('lucia.ferrer@example.com'),
  full_name: text('Lucía Ferrer'),
  name: text('Lucía Ferrer', 'The same as full_name'),
  role: words(ROLES),
};

export const User = t.Object(user, { description: 'A member of staff.' });
export const Account = t.Object(
  {
    ...user,
    is_active: t.Boolean(),
    is_invited: t.Boolean({ description: 'They have not chosen a password yet', examples: [false] }),
    language,
    time_zone: nullable(text('America/Mexico_City')),
    last_login_at: nullable(time),
    created_at: time,
    updated_at: time,
  },
  { description: 'A member of staff as administrators see them.' },
);
