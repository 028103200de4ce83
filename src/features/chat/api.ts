import { Elysia, t } from 'elysia';
import type { Context } from '../../context.ts';
import { documentation } from '../../http/documented.ts';
import { browserLanguage } from '../../http/language.ts';
import { limit } from '../../http/limits.ts';
import { infoOf } from '../../http/request-info.ts';
import { invalid } from '../../lib/errors.ts';
import type { Language } from '../../lib/language.ts';
import { access } from '../auth/access.ts';
import { type ConversationRow, toCustomerView, toMessageView } from '../conversations/model.ts';
import { listMessages } from '../conversations/queries.ts';
import { toCustomerTicketView } from '../tickets/model.ts';
import { widgetConfig } from '../widget/config.ts';
import { chatCookie } from './cookie.ts';
import { getAftercare } from './feedback-queries.ts';
import {
  ContactBody,
  categoryOf,
  EndBody,
  EscalateBody,
  FeedbackBody,
  MessageBody,
  priorityOf,
  StartBody,
} from './model.ts';
import { QueueBoard } from './queue.ts';
import { endChat, escalate, exchange, leaveEmail, ownConversation, rate, requireOwn, startChat } from './service.ts';
import { offeredLanguage } from './texts.ts';
import type { TurnDesk } from './turn-desk.ts';

const documented = documentation('chat', () => import('./answers.ts'));

export const chatApi = (ctx: Context, desk: TurnDesk, queue = new QueueBoard(ctx)) =>
  new Elysia({ prefix: '/api/v1/chat' })
    .use(access(ctx))
    .post(
      '/start',
      async ({ body, request, set }) => {
        await limit(ctx, set, { name: 'chat_start', subject: infoOf(request).address });
        const { metadata = {} } = body;
        const language = languageOf(ctx, metadata.language, request);
        const started = await startChat(ctx, desk, {
          userLabel: body.user_id ?? null,
          language,
          name: metadata.name ?? null,
          email: metadata.email ?? null,
          pageUrl: metadata.page_url ?? null,
          identityToken: body.identity_token ?? null,
        });
        const token = await ctx.tokens.signConversation(started.id);
        set.headers['set-cookie'] = chatCookie(ctx, token);
        return {
          conversation_id: started.id,
          conversation_token: token,
          status: 'started',
          language,
          messages: [
            {
              id: started.messageId,
              seq: 1,
              role: 'assistant',
              content: started.welcome,
              timestamp: started.createdAt.toISOString(),
              metadata: null,
            },
          ],
        };
      },
      {
        open: true,
        body: StartBody,
        detail: documented('Open a conversation', {
          answer: 'Started',
          description:
            'Also sets the token as an HttpOnly cookie on the path of the interface. `identity_token` is a JWT that the bank signs; `user_id` alone proves nothing.',
          errors: { 401: 'The identity token is not valid', 429: 'Too many from this address' },
        }),
      },
    )
    .post(
      '/message',
      async ({ body, conversationId, request, set }) => {
        requireOwn(conversationId, body.conversation_id);
        if (!body.message.trim()) throw invalid([{ field: 'message', message: 'must not be empty' }]);
        await limit(
          ctx,
          set,
          { name: 'chat_message', subject: body.conversation_id.toLowerCase() },
          { name: 'chat_message_address', subject: infoOf(request).address },
        );
        const input = { text: body.message, clientId: body.client_id ?? null };
        const reply = await exchange(ctx, desk, body.conversation_id.toLowerCase(), input);
        return {
          message: reply.message,
          response: reply.message,
          message_id: reply.messageId,
          seq: reply.seq,
          conversation_id: body.conversation_id,
          metadata: reply.metadata,
        };
      },
      {
        customer: true,
        body: MessageBody,
        detail: documented('Ask, and get the answer', {
          answer: 'Reply',
          description: 'The same `client_id` again answers what was answered first, and stores nothing new.',
          errors: { 409: 'This conversation has ended', 429: 'Too many messages' },
        }),
      },
    )
    .get(
      '/history/:conversationId',
      async ({ params, query, conversationId }) => {
        const conversation = await ownConversation(ctx, conversationId, params.conversationId);
        const messages = await listMessages(ctx.db.sql, conversation.id, query.after_seq);
        const view = await customerView(ctx, queue, conversation);
        return { conversation: view, messages: messages.map(toMessageView) };
      },
      {
        customer: true,
        params: t.Object({ conversationId: t.String({ maxLength: 64 }) }),
        query: t.Object({ after_seq: t.Integer({ minimum: 0, maximum: 2_147_483_647, default: 0 }) }),
        detail: documented('The messages of the conversation, those after a seq', { answer: 'History' }),
      },
    )
    .post(
      '/escalate',
      async ({ body, conversationId }) => {
        const conversation = await ownConversation(ctx, conversationId, body.conversation_id);
        const { ticket, isOwn, message } = await escalate(ctx, conversation, {
          category: categoryOf(body.category),
          priority: priorityOf(body.priority),
          description: body.description ?? body.reason ?? null,
          reason: 'customer_request',
        });
        return {
          ticket_id: ticket.reference,
          ticket: toCustomerTicketView(ticket, { conversationId: conversation.id, isOwn }),
          status: 'escalated',
          message,
          conversation_id: conversation.id,
        };
      },
      {
        customer: true,
        body: EscalateBody,
        detail: documented('Ask for a person: opens a ticket', {
          answer: 'Escalated',
          errors: { 409: 'This conversation has ended' },
        }),
      },
    )
    .post(
      '/end',
      async ({ body, conversationId }) => {
        const conversation = await ownConversation(ctx, conversationId, body.conversation_id);
        await endChat(ctx, conversation.id, body.feedback ?? null);
        return { status: 'ended', conversation_id: conversation.id };
      },
      { customer: true, body: EndBody, detail: documented('End the conversation', { answer: 'Ended' }) },
    )
    .post(
      '/feedback',
      async ({ body, conversationId }) => {
        const conversation = await ownConversation(ctx, conversationId, body.conversation_id);
        await rate(ctx, conversation.id, {
          rating: body.rating,
          comment: body.comment ?? null,
          messageId: body.message_id === undefined ? null : Number(body.message_id),
        });
        return { status: 'success' };
      },
      {
        customer: true,
        body: FeedbackBody,
        detail: documented('Rate the conversation or one reply, 1 to 5', { answer: 'Success' }),
      },
    )
    .post(
      '/contact',
      async ({ body, conversationId, request, set }) => {
        const conversation = await ownConversation(ctx, conversationId, body.conversation_id);
        await limit(ctx, set, { name: 'chat_message_address', subject: infoOf(request).address });
        await leaveEmail(ctx, conversation, body.email);
        return { status: 'success' };
      },
      {
        customer: true,
        body: ContactBody,
        detail: documented('Leave an e-mail address for the answer', {
          answer: 'Success',
          errors: { 429: 'Too many from this address' },
        }),
      },
    )
    .get('/config', () => widgetConfig(ctx.settings), {
      open: true,
      detail: documented('How the widget looks and what it offers', { answer: 'WidgetConfig' }),
    });

/** What a client that reads instead of listening is told besides; nobody needs it while the assistant answers. */
async function customerView(ctx: Context, queue: QueueBoard, conversation: ConversationRow) {
  const view = toCustomerView(conversation);
  if (conversation.status === 'bot') return view;
  const { hasEmail, rating, comment } = await getAftercare(ctx.db.sql, conversation.id);
  const told = { ...view, has_email: hasEmail, ...(rating !== null && { satisfaction: { rating, comment } }) };
  if (conversation.status !== 'waiting') return told;
  const { positions, isStaffed } = await queue.look();
  return { ...told, position: positions.get(conversation.id) ?? 1, staff_online: isStaffed };
}

/** What the page asks for, else what the browser prefers, else Spanish; of the languages that the bank offers. */
function languageOf(ctx: Context, asked: string | undefined, request: Request): Language {
  return offeredLanguage(ctx.settings, browserLanguage(asked ?? request.headers.get('accept-language') ?? ''));
}
