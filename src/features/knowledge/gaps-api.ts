import { Elysia, t } from 'elysia';
import type { Context } from '../../context.ts';
import { documentation } from '../../http/documented.ts';
import { oneOf } from '../../http/one-of.ts';
import { Page, sendTotal } from '../../http/page.ts';
import { access } from '../auth/access.ts';
import { countGaps, listGaps } from './gap-queries.ts';
import { dismissGap, restoreGap, writeFromGap } from './gaps.ts';
import type { Gap } from './model.ts';

const documented = documentation('knowledge', () => import('./answers.ts'));
const params = t.Object({ id: t.Integer({ minimum: 1, maximum: 2_147_483_647 }) });
const looking = { staff: { may: 'knowledge.gaps' } } as const;

/** Questions that nothing answered, in groups; one that an article answers by now is no longer among them. */
export const gapsApi = (ctx: Context) =>
  new Elysia({ prefix: '/api/v1/knowledge/gaps' })
    .use(access(ctx))
    .get(
      '/',
      async ({ query: { dismissed = false, order = 'count', limit, skip }, set }) => {
        const [gaps, total] = await Promise.all([
          listGaps(ctx.db.sql, { isDismissed: dismissed, order, limit, skip }),
          countGaps(ctx.db.sql, dismissed),
        ]);
        sendTotal(set, total);
        return gaps.map(toGapView);
      },
      {
        ...looking,
        query: t.Composite([
          Page,
          t.Object({ dismissed: t.Optional(t.Boolean()), order: t.Optional(oneOf(['count', 'recent'])) }),
        ]),
        detail: documented('Questions that nothing answered, in groups', {
          answer: ['KnowledgeGap'],
          description:
            'The most frequent first, or the newest. Their texts are masked, and tell no names, addresses or phone numbers.',
        }),
      },
    )
    .post('/:id/dismiss', async ({ caller, params: { id } }) => toGapView(await dismissGap(ctx, caller, id)), {
      ...looking,
      params,
      detail: documented('Take a group off the list', { answer: 'KnowledgeGap' }),
    })
    .post('/:id/restore', async ({ caller, params: { id } }) => toGapView(await restoreGap(ctx, caller, id)), {
      ...looking,
      params,
      detail: documented('Bring a dismissed group back', { answer: 'KnowledgeGap' }),
    })
    .post('/:id/article', async ({ caller, params: { id } }) => ({ slug: await writeFromGap(ctx, caller, id) }), {
      ...looking,
      params,
      detail: documented("Begin an article with a group's questions as examples", { answer: 'BegunTopic' }),
    });

const toGapView = (gap: Gap) => ({
  id: gap.id,
  question: gap.questions[0]?.text ?? '',
  questions: gap.questions.map(({ text, language, conversationId, askedAt }) => ({
    text,
    language,
    conversation_id: conversationId,
    asked_at: askedAt.toISOString(),
  })),
  count: gap.spanish + gap.english,
  languages: { es: gap.spanish, en: gap.english },
  first_seen: gap.firstSeen.toISOString(),
  last_seen: gap.lastSeen.toISOString(),
  slug: gap.slug,
  is_dismissed: gap.dismissedAt !== null,
});
