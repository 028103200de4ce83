import { Elysia, t } from 'elysia';
import { PRIORITIES, type Priority } from '../../ai/answer.ts';
import type { Context } from '../../context.ts';
import { documentation } from '../../http/documented.ts';
import { Page, sendTotal } from '../../http/page.ts';
import { invalid } from '../../lib/errors.ts';
import { isLanguage } from '../../lib/language.ts';
import { noteSearch } from '../audit/service.ts';
import { access } from '../auth/access.ts';
import type { Caller } from '../auth/queries.ts';
import { priorityOf } from '../chat/model.ts';
import {
  endAsStaff,
  prioritiseConversation,
  releaseConversation,
  tagConversation,
  takeOverConversation,
  transferConversation,
} from './charge.ts';
import { addNote, readChanges, readNotes, reportAnswer, sendAgentMessage } from './correspondence.ts';
import { PUBLIC_STATUS, REPORT_REASONS, toChangeView, toConversationView, toMessageView, toNoteView } from './model.ts';
import { type ConversationFilter, countConversations, listConversations } from './queries.ts';
import { openConversation, scopeOf } from './service.ts';
import { suggestReply } from './suggestion.ts';
import { readSummary } from './summary.ts';
import { TRANSCRIPT_FORMATS, writeTranscript } from './transcript.ts';

const documented = documentation('conversations', () => import('./answers.ts'));
const MAX_TEXT_CHARS = 4_000;
/** The contract's words for who is in charge, and two that gather several. */
const STATUS_OF = {
  active: 'bot',
  waiting: 'waiting',
  with_agent: 'human',
  ended: 'ended',
  escalated: 'escalated',
  open: 'open',
} as const;

const Id = t.Object({ id: t.String({ maxLength: 64 }) });
const Text = t.String({ minLength: 1, maxLength: MAX_TEXT_CHARS });
const ListQuery = t.Composite([
  Page,
  t.Object({
    status: t.Optional(t.String({ maxLength: 20, description: Object.keys(STATUS_OF).join(', ') })),
    q: t.Optional(t.String({ maxLength: 200, description: 'In names, the id and the messages' })),
    assigned_to: t.Optional(t.String({ maxLength: 20, description: "A user's id, `me` or `none`" })),
    channel: t.Optional(t.String({ maxLength: 40 })),
    language: t.Optional(t.String({ maxLength: 10 })),
    priority: t.Optional(t.String({ maxLength: 20 })),
    tag: t.Optional(t.String({ maxLength: 40 })),
  }),
]);

/** Conversations for staff. */
export const conversationsApi = (ctx: Context) =>
  new Elysia({ prefix: '/api/v1/conversations' })
    .use(access(ctx))
    .get('/', ({ caller, query, set }) => list(ctx, caller, query, set), {
      staff: { may: 'conversation.read' },
      query: ListQuery,
      detail: documented('Conversations, newest activity first; an AGENT sees the unassigned and their own', {
        answer: ['Conversation'],
      }),
    })
    .get('/active', ({ caller, query, set }) => list(ctx, caller, { ...query, status: 'active' }, set), {
      staff: { may: 'conversation.read' },
      query: ListQuery,
      detail: documented('The same as ?status=active', { answer: ['Conversation'] }),
    })
    .get(
      '/:id',
      async ({ caller, params: { id } }) => {
        const { row, messages } = await openConversation(ctx, caller, id, MAX_MESSAGES);
        return { conversation: toConversationView(row), messages: messages.map(toMessageView) };
      },
      {
        staff: { may: 'conversation.read' },
        params: Id,
        detail: documented('A conversation with its newest messages', { answer: 'OpenConversation' }),
      },
    )
    .patch(
      '/:id',
      async ({ caller, params: { id }, body }) => {
        const priority = priorityOf(body.priority);
        let row = body.tags && (await tagConversation(ctx, caller, id, body.tags));
        if (priority) row = await prioritiseConversation(ctx, caller, id, priority);
        return toConversationView(row ?? (await openConversation(ctx, caller, id)).row);
      },
      {
        staff: { may: 'conversation.tag' },
        params: Id,
        body: t.Object({
          priority: t.Optional(t.String({ maxLength: 20, description: PRIORITIES.join(', ') })),
          tags: t.Optional(t.Array(t.String({ maxLength: 200 }), { maxItems: 100 })),
        }),
        detail: documented('Change priority or tags', { answer: 'Conversation' }),
      },
    )
    .post(
      '/:id/takeover',
      async ({ caller, params: { id } }) => toConversationView(await takeOverConversation(ctx, caller, id)),
      {
        staff: { may: 'conversation.takeover' },
        params: Id,
        detail: documented('Answer in person: the assistant falls silent', {
          answer: 'Conversation',
          errors: { 409: 'It has ended, or is in other hands' },
        }),
      },
    )
    .post(
      '/:id/release',
      async ({ caller, params: { id } }) => toConversationView(await releaseConversation(ctx, caller, id)),
      {
        staff: { may: 'conversation.release' },
        params: Id,
        detail: documented('Give it back: the assistant answers again', {
          answer: 'Conversation',
          errors: { 409: 'It has ended, or is in other hands' },
        }),
      },
    )
    .post(
      '/:id/transfer',
      async ({ caller, params: { id }, body }) => {
        await transferConversation(ctx, caller, id, { to: body.agent_id, reason: body.reason ?? null });
        return { status: 'success', conversation_id: id };
      },
      {
        staff: { may: 'conversation.transfer' },
        params: Id,
        body: t.Object({
          agent_id: t.Union([t.Integer({ minimum: 1, maximum: 2_147_483_647 }), t.Null()], {
            description: 'null: back into the queue',
          }),
          reason: t.Optional(t.String({ maxLength: 500 })),
        }),
        detail: documented('Hand it to another person, or back into the queue', {
          answer: 'Transferred',
          errors: { 409: 'It has ended, or is in other hands' },
        }),
      },
    )
    .post('/:id/end', async ({ caller, params: { id } }) => toConversationView(await endAsStaff(ctx, caller, id)), {
      staff: { may: 'conversation.end' },
      params: Id,
      detail: documented('End it for good', {
        answer: 'Conversation',
        errors: { 409: 'It has ended, or is in other hands' },
      }),
    })
    .post(
      '/:id/messages',
      async ({ caller, params: { id }, body }) =>
        toMessageView(
          await sendAgentMessage(ctx, caller, id, { text: body.message, clientId: body.client_id ?? null }),
        ),
      {
        staff: { may: 'conversation.reply' },
        params: Id,
        body: t.Object({ message: Text, client_id: t.Optional(t.String({ format: 'uuid' })) }),
        detail: documented('Write to the customer, as the person in charge', {
          answer: 'Message',
          errors: { 409: 'It has ended, or is in other hands' },
        }),
      },
    )
    .get('/:id/notes', async ({ caller, params: { id } }) => (await readNotes(ctx, caller, id)).map(toNoteView), {
      staff: { may: 'conversation.read' },
      params: Id,
      detail: documented('The notes among staff', { answer: ['Note'] }),
    })
    .post(
      '/:id/notes',
      async ({ caller, params: { id }, body }) =>
        toNoteView(await addNote(ctx, caller, id, { text: body.note, clientId: body.client_id ?? null })),
      {
        staff: { may: 'conversation.note' },
        params: Id,
        body: t.Object({ note: Text, client_id: t.Optional(t.String({ format: 'uuid' })) }),
        detail: documented('Note something for staff; it is never sent', { answer: 'Note' }),
      },
    )
    .get('/:id/history', async ({ caller, params: { id } }) => (await readChanges(ctx, caller, id)).map(toChangeView), {
      staff: { may: 'conversation.read' },
      params: Id,
      detail: documented('Every change: who, what, from, to, when', { answer: ['ConversationChange'] }),
    })
    .get(
      '/:id/transcript',
      async ({ caller, params: { id }, query: { format = 'json' } }) => {
        const known = TRANSCRIPT_FORMATS.find((one) => one === format.toLowerCase());
        if (!known) throw invalid([{ field: 'format', message: `must be one of ${TRANSCRIPT_FORMATS.join(', ')}` }]);
        const { body, type, name } = await writeTranscript(ctx, caller, id, known);
        return new Response(body, {
          headers: { 'content-type': type, 'content-disposition': `attachment; filename="${name}"` },
        });
      },
      {
        staff: { may: 'conversation.transcript' },
        params: Id,
        query: t.Object({
          format: t.Optional(t.String({ maxLength: 10, description: TRANSCRIPT_FORMATS.join(', ') })),
        }),
        detail: documented('What was said, as a file', { answer: 'Transcript' }),
      },
    )
    .get('/:id/summary', async ({ caller, params: { id } }) => summaryView(await readSummary(ctx, caller, id)), {
      staff: { may: 'conversation.read' },
      params: Id,
      detail: documented('What the person needs to know who takes it over', { answer: 'HandoffSummary' }),
    })
    .post(
      '/:id/suggestion',
      async ({ caller, params: { id } }) => {
        const { text, citations, confidence, provider } = await suggestReply(ctx, caller, id);
        const cited = citations.map(({ articleId, slug, title }) => ({ article_id: articleId, slug, title }));
        return { message: text, citations: cited, confidence, provider };
      },
      {
        staff: { may: 'conversation.suggest' },
        params: Id,
        detail: documented('What the assistant would answer; nothing is sent', { answer: 'Suggestion' }),
      },
    )
    .post(
      '/:id/reports',
      async ({ caller, params: { id }, body, set }) => {
        const reason = REPORT_REASONS.find((one) => one === body.reason.toUpperCase());
        if (!reason) throw invalid([{ field: 'reason', message: `must be one of ${REPORT_REASONS.join(', ')}` }]);
        await reportAnswer(ctx, caller, id, { seq: body.seq, reason, comment: body.comment ?? null });
        set.status = 201;
        return { status: 'success' };
      },
      {
        staff: { may: 'answer.report' },
        params: Id,
        body: t.Object({
          seq: t.Integer({ minimum: 1, maximum: 2_147_483_647 }),
          reason: t.String({ maxLength: 20, description: REPORT_REASONS.join(', ') }),
          comment: t.Optional(t.String({ maxLength: 2_000 })),
        }),
        detail: documented('Report a bad answer of the assistant', {
          answer: 'Success',
          status: 201,
          errors: { 409: 'Reported before' },
        }),
      },
    );

const MAX_MESSAGES = 500;

async function list(
  ctx: Context,
  caller: Caller,
  { limit, skip, ...query }: typeof ListQuery.static,
  set: { headers: Record<string, string | number | undefined> },
) {
  const filter = filterOf(query, caller);
  const { sql } = ctx.db;
  if (filter.text !== undefined) await noteSearch(ctx, caller, 'conversation');
  const [rows, total] = await Promise.all([
    listConversations(sql, { ...filter, limit, skip }),
    countConversations(sql, filter),
  ]);
  sendTotal(set, total);
  const views = rows.map(toConversationView);
  // Who asks for the escalated ones by that word gets it back for those that nobody has taken yet.
  return filter.status === 'escalated'
    ? views.map((view) => (view.status === WAITING ? { ...view, status: 'ESCALATED' } : view))
    : views;
}

const WAITING = PUBLIC_STATUS.waiting.toUpperCase();

function filterOf(query: Omit<typeof ListQuery.static, 'limit' | 'skip'>, caller: Caller): ConversationFilter {
  const { status, q, assigned_to: assignedTo, channel, language, priority, tag } = query;
  const visibleTo = scopeOf(caller);
  if (language && !isLanguage(language.toLowerCase())) {
    throw invalid([{ field: 'language', message: 'must be es or en' }]);
  }
  return {
    ...(visibleTo !== undefined && { visibleTo }),
    ...(status && { status: statusOf(status) }),
    ...(q?.trim() && { text: q }),
    ...(assignedTo && { assignee: assigneeOf(assignedTo, caller) }),
    ...(channel && { channel: channel.toLowerCase() }),
    ...(language && { language: language.toLowerCase() as 'es' | 'en' }),
    ...(priority && { priority: priorityOf(priority) as Priority }),
    ...(tag && { tag: tag.trim().toLowerCase() }),
  };
}

function statusOf(text: string): (typeof STATUS_OF)[keyof typeof STATUS_OF] {
  const name = text.toLowerCase();
  if (Object.hasOwn(STATUS_OF, name)) return STATUS_OF[name as keyof typeof STATUS_OF];
  throw invalid([{ field: 'status', message: `must be one of ${Object.keys(STATUS_OF).join(', ')}` }]);
}

function assigneeOf(text: string, caller: Caller): number | 'none' {
  if (text === 'none') return 'none';
  if (text === 'me') return caller.id;
  if (!/^\d{1,9}$/.test(text)) throw invalid([{ field: 'assigned_to', message: 'must be an id, me or none' }]);
  return Number(text);
}

const summaryView = ({ nextStep, ...summary }: Awaited<ReturnType<typeof readSummary>>) => ({
  ...summary,
  next_step: nextStep,
});
