import { Elysia, t } from 'elysia';
import type { Context } from '../../context.ts';
import { documentation } from '../../http/documented.ts';
import { forbidden, invalid } from '../../lib/errors.ts';
import { access } from '../auth/access.ts';
import { may } from '../auth/model.ts';
import { listDesk, setAvailability } from './assignment.ts';
import { type Agent, AVAILABILITIES } from './model.ts';

const documented = documentation('agents', () => import('./answers.ts'));

/** Who serves customers, and how many at once. */
export const agentsApi = (ctx: Context) =>
  new Elysia({ prefix: '/api/v1/agents' })
    .use(access(ctx))
    .get('/', async () => (await listDesk(ctx)).map(toAgentView), {
      staff: { may: 'conversation.transfer' },
      detail: documented('Staff with availability, capacity and what they have now', { answer: ['Agent'] }),
    })
    .patch(
      '/:id',
      async ({ caller, params: { id }, body }) => {
        if (id !== caller.id && !may(caller, 'availability.others')) throw forbidden();
        const availability = AVAILABILITIES.find((one) => one === body.availability?.toUpperCase());
        if (body.availability !== undefined && !availability) {
          throw invalid([{ field: 'availability', message: `must be one of ${AVAILABILITIES.join(', ')}` }]);
        }
        const { capacity } = body;
        const change = { ...(availability && { availability }), ...(capacity !== undefined && { capacity }) };
        return toAgentView(await setAvailability(ctx, caller, id, change));
      },
      {
        staff: { may: 'availability.own' },
        params: t.Object({ id: t.Integer({ minimum: 1, maximum: 2_147_483_647 }) }),
        body: t.Object({
          availability: t.Optional(t.String({ maxLength: 10, description: AVAILABILITIES.join(', ') })),
          capacity: t.Optional(t.Union([t.Integer({ minimum: 0, maximum: 50 }), t.Null()])),
        }),
        detail: documented('Take conversations or pause; capacity null is the desk’s own number', {
          answer: 'Agent',
          errors: { 403: 'Only a SUPERVISOR changes others' },
        }),
      },
    );

const toAgentView = ({ id, name, availability, isConnected, capacity, load }: Agent) => ({
  id,
  name,
  availability,
  is_connected: isConnected,
  capacity,
  load,
});
