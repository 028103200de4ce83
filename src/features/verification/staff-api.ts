import { Elysia, t } from 'elysia';
import type { Context } from '../../context.ts';
import { documentation } from '../../http/documented.ts';
import { access } from '../auth/access.ts';
import { toConversationView } from '../conversations/model.ts';
import { vouchForCustomer } from './service.ts';

const documented = documentation('conversations', () => import('../conversations/answers.ts'));

/** For the person who talks with a customer and knows by other means who it is. */
export const staffVerificationApi = (ctx: Context) =>
  new Elysia({ prefix: '/api/v1/conversations' }).use(access(ctx)).post(
    '/:id/identity',
    async ({ caller, params: { id }, body }) => {
      const row = await vouchForCustomer(ctx, caller, id, body.customer ?? null);
      return { ...toConversationView(row), identity_level: row.identityLevel };
    },
    {
      staff: { may: 'conversation.identify' },
      params: t.Object({ id: t.String({ maxLength: 64 }) }),
      body: t.Object({
        customer: t.Optional(
          t.String({
            minLength: 1,
            maxLength: 320,
            description: "The bank's id of the customer or the e-mail on file; without it, whoever was proven already",
          }),
        ),
      }),
      detail: documented('Confirm who the customer is, as the person in charge', {
        answer: 'IdentifiedConversation',
        errors: { 409: 'It is in other hands, or another customer was proven' },
      }),
    },
  );
