import { t } from 'elysia';
import { id, language, nullable, text, time, uuid, words } from '../../http/shapes.ts';
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
    two_factor: t.Boolean({ description: 'Their second factor is on', examples: [true] }),
    source: words(['local', 'oidc']),
    alias: nullable(text('Lucía', 'What customers read in the place of the name')),
    language,
    time_zone: nullable(text('America/Mexico_City')),
    last_login_at: nullable(time),
    last_seen_at: nullable(time),
    created_at: time,
    updated_at: time,
  },
  { description: 'A member of staff as administrators see them.' },
);
export const Deactivation = t.Object(
  { id, result: words(['deactivated', 'own', 'last_administrator', 'not_found']) },
  { description: 'What became of one of several accounts.' },
);
export const UserSession = t.Object(
  {
    id: uuid,
    kind: words(['api', 'panel']),
    user_agent: nullable(text('Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0')),
    address: nullable(text('203.0.113.9')),
    created_at: time,
    last_seen_at: time,
  },
  { description: 'Where a user is logged in.' },
);
