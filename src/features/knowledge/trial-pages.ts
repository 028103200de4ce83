import { Elysia, t } from 'elysia';
import { titleOf } from '../../../views/knowledge/parts.tsx';
import { TRIAL_PATH } from '../../../views/knowledge/paths.ts';
import { TrialForm, TrialPage, type TrialState } from '../../../views/knowledge/trial-page.tsx';
import type { Context } from '../../context.ts';
import { isHtmx, viewResponse } from '../../http/htmx.ts';
import { oneOf } from '../../http/one-of.ts';
import { AppError } from '../../lib/errors.ts';
import { LANGUAGES, type Language } from '../../lib/language.ts';
import { PERMISSIONS } from '../auth/model.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { frameOf } from '../panel/frame.ts';
import { MAX_SLUG_CHARS, type TrialScope } from './model.ts';
import { listTopics } from './queries.ts';
import { getTopic } from './topics.ts';
import { tryQuestion } from './trial.ts';

const Slug = t.String({ maxLength: MAX_SLUG_CHARS, default: '' });
const TrialBody = t.Object({
  question: t.String({ maxLength: 20_000, default: '' }),
  language: oneOf(LANGUAGES),
  scope: oneOf(['published', 'topic', 'drafts']),
  topic: Slug,
});
const writing = { panel: PERMISSIONS['knowledge.write'] };

/** Asking the assistant without a customer. */
export const trialPages = (ctx: Context) =>
  new Elysia({ prefix: TRIAL_PATH })
    .use(panelAccess(ctx))
    .get(
      '/',
      async ({ caller, request, query }) => {
        const topic = await topicOf(ctx, query.topic, caller.language);
        const trial: TrialState = {
          question: '',
          language: caller.language,
          scope: topic ? 'topic' : 'published',
          topic,
          fault: null,
          trial: null,
        };
        return viewResponse(TrialPage({ trial, ...frameOf(ctx, caller, request) }));
      },
      { ...writing, query: t.Object({ topic: Slug }) },
    )
    .post('/', ({ caller, request, body }) => ask(ctx, caller, request, body), { ...writing, body: TrialBody });

async function topicOf(ctx: Context, slug: string, language: Language): Promise<TrialState['topic']> {
  if (slug === '' || (await listTopics(ctx.db.sql, [slug])).length === 0) return null;
  return { slug, title: titleOf(await getTopic(ctx.db.sql, slug), language) };
}

async function ask(
  ctx: Context,
  caller: Caller,
  request: Request,
  { question, language, scope, topic: slug }: typeof TrialBody.static,
): Promise<Response> {
  const topic = await topicOf(ctx, slug, caller.language);
  const state = { question, language, scope, topic };
  const frame = frameOf(ctx, caller, request);
  const answer = (trial: TrialState, status = 200) =>
    viewResponse(isHtmx(request) ? TrialForm({ trial, view: frame.view }) : TrialPage({ trial, ...frame }), { status });
  try {
    const trial = await tryQuestion(ctx, caller, { question, language, scope: scopeOf(scope, topic) });
    return answer({ ...state, fault: null, trial });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'invalid') return answer({ ...state, fault: 'question', trial: null }, 422);
    if (error.code === 'unavailable') return answer({ ...state, fault: 'unavailable', trial: null }, 503);
    throw error;
  }
}

function scopeOf(scope: TrialState['scope'], topic: TrialState['topic']): TrialScope {
  if (scope !== 'topic') return { kind: scope };
  return topic ? { kind: 'topic', slug: topic.slug } : { kind: 'published' };
}
