import { Elysia, t } from 'elysia';
import type { Context } from '../../context.ts';
import { documentation } from '../../http/documented.ts';
import { access } from '../auth/access.ts';
import { holdConversation, MAX_REASON_CHARS } from './holds.ts';
import type { ClassState, Hold } from './model.ts';
import { previewPurge, readHolds } from './service.ts';

const documented = documentation('retention', () => import('./answers.ts'));

/** What is kept how long, and what a legal hold keeps beyond that. */
export const retentionApi = (ctx: Context) =>
  new Elysia({ prefix: '/api/v1' })
    .use(access(ctx))
    .get('/retention', async () => (await previewPurge(ctx)).map(toClassView), {
      staff: { may: 'retention.read' },
      detail: documented('What a purge would remove now, by class; it removes nothing', { answer: ['RetentionClass'] }),
    })
    .get('/retention/holds', async () => (await readHolds(ctx)).map(toHoldView), {
      staff: { may: 'retention.read' },
      detail: documented('The legal holds that are on, the newest first', { answer: ['LegalHold'] }),
    })
    .put(
      '/conversations/:id/legal-hold',
      async ({ caller, params: { id }, body }) =>
        toHoldView((await holdConversation(ctx, caller, id, body.reason)) as Hold),
      {
        staff: { may: 'conversation.hold' },
        body: t.Object({ reason: t.String({ minLength: 1, maxLength: MAX_REASON_CHARS }) }),
        detail: documented('Put a conversation on legal hold: nothing of it may be purged or erased', {
          answer: 'LegalHold',
          example: { reason: 'Juicio 341/2026' },
        }),
      },
    )
    .delete(
      '/conversations/:id/legal-hold',
      async ({ caller, params: { id }, set }) => {
        await holdConversation(ctx, caller, id, null);
        set.status = 204;
      },
      {
        staff: { may: 'conversation.hold' },
        detail: documented('Take the legal hold off a conversation', { answer: null }),
      },
    );

const toClassView = ({ name, days, count, oldest, held, last }: ClassState) => ({
  class: name,
  keep_days: days,
  would_go: count,
  oldest: oldest?.toISOString() ?? null,
  held,
  last_purge: last && {
    ...{ rows: last.rows, files: last.files, partitions: last.partitions },
    started_at: last.startedAt.toISOString(),
    finished_at: last.finishedAt?.toISOString() ?? null,
  },
});

const toHoldView = ({ kind, id, name, reason, heldByName, heldAt }: Hold) => ({
  ...{ kind, id, name, reason, held_by: heldByName },
  held_at: heldAt.toISOString(),
});
