import { t } from 'elysia';
import { id, nullable, text, time, words } from '../../http/shapes.ts';
import { ROLES } from '../users/model.ts';

const key = {
  id,
  user_id: id,
  name: text('Core bancario'),
  role: words(ROLES, 'SUPERVISOR'),
  scopes: nullable(t.Array(text('ticket.read', 'Null: all that keys of the role can have'))),
  allowed_addresses: t.Array(text('203.0.113.0/24')),
  prefix: text('jox_7Kq2mVbX'),
  status: words(['ACTIVE', 'EXPIRED', 'REVOKED']),
  expires_at: nullable(time),
  previous_until: nullable(time),
  last_used_at: nullable(time),
  last_used_address: nullable(text('203.0.113.7')),
  created_at: time,
  created_by: nullable(text('Lucía Ferrer')),
  revoked_at: nullable(time),
};

export const ApiKey = t.Object(key, { description: 'By which another system of the bank acts here.' });
export const ApiKeyWithSecret = t.Object(
  { ...key, key: text('jox_7Kq2mVbXc0dN5tRy8uWzA1sDf3GhJ4kLpQeErTyUiOoP9xZ2Ab', 'Shown this once') },
  { description: 'A key, shown this once.' },
);
