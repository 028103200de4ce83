import { Elysia, t } from 'elysia';
import type { Context } from '../../context.ts';
import { documentation } from '../../http/documented.ts';
import { oneOf } from '../../http/one-of.ts';
import { LANGUAGES } from '../../lib/language.ts';
import { access } from '../auth/access.ts';
import { MAX_SLUG_CHARS, type Trial } from './model.ts';
import { tryQuestion } from './trial.ts';

const documented = documentation('knowledge', () => import('./answers.ts'));
const Question = t.Object({
  question: t.String({ minLength: 1, maxLength: 4_000, examples: ['Can I pay with my watch?'] }),
  language: oneOf(LANGUAGES),
  drafts: t.Optional(t.Boolean({ description: 'Take all drafts for published', examples: [false] })),
  slug: t.Optional(
    t.String({ maxLength: MAX_SLUG_CHARS, description: 'Take the drafts of this topic alone for published' }),
  ),
});

/** Asking the assistant without a customer. */
export const trialApi = (ctx: Context) =>
  new Elysia({ prefix: '/api/v1/knowledge/try' }).use(access(ctx)).post(
    '/',
    async ({ caller, body: { question, language, drafts = false, slug } }) => {
      const scope = slug
        ? { kind: 'topic' as const, slug }
        : { kind: drafts ? ('drafts' as const) : ('published' as const) };
      return toTrialView(await tryQuestion(ctx, caller, { question, language, scope }));
    },
    {
      staff: { may: 'knowledge.write' },
      body: Question,
      detail: documented('What the assistant would answer, and what it found', {
        answer: 'KnowledgeTrial',
        description: 'By the real way, for somebody unknown who opens a conversation. Nothing of it is stored.',
        errors: { 503: 'The assistant did not answer in time' },
      }),
    },
  );

const toTrialView = ({ latencyMs, ...trial }: Trial) => ({ ...trial, latency_ms: latencyMs });
