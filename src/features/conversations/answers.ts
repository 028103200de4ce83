import { t } from 'elysia';
import { HANDOFF_REASONS, PRIORITIES } from '../../ai/answer.ts';
import { count, eitherFile, file, id, language, nullable, share, text, time, uuid, words } from '../../http/shapes.ts';
import { Citation, Message, SentAttachment, Success } from '../chat/answers.ts';
import { Ticket } from '../tickets/answers.ts';
import { User } from '../users/answers.ts';
import { AVAILABILITIES } from './model.ts';

export { Message, SentAttachment, Success };

const conversation = {
  id: uuid,
  user_id: nullable(text('web-visitor-8841', 'The label that the page gave')),
  customer_id: nullable(id),
  customer_name: nullable(text('Ana López')),
  status: words(['ACTIVE', 'WAITING', 'WITH_AGENT', 'ENDED', 'ESCALATED'] as const, 'WITH_AGENT'),
  escalated: t.Boolean({ description: 'Handed over at some time, and not ended' }),
  language,
  channel: text('web'),
  priority: words(PRIORITIES, 'HIGH'),
  tags: t.Array(text('cargo')),
  assigned_to: nullable(id),
  assigned_to_name: nullable(text('Lucía Ferrer')),
  last_message: text('¿Me pueden ayudar con un cargo?'),
  unread: count(2),
  waiting_since: nullable(time),
  ended_at: nullable(time),
  created_at: time,
  updated_at: time,
};
export const Conversation = t.Object(conversation, { description: 'A conversation as staff see it.' });
export const OpenConversation = t.Object(
  { conversation: Conversation, messages: t.Array(Message) },
  { description: 'The conversation and its newest messages.' },
);
export const IdentifiedConversation = t.Object(
  { ...conversation, identity_level: count(3) },
  { description: 'The conversation, and how sure it is who the customer is.' },
);
export const Transferred = t.Object(
  { status: text('success'), conversation_id: uuid },
  { description: 'It is in other hands.' },
);
export const Note = t.Object(
  {
    id,
    author_id: id,
    author_name: text('Lucía Ferrer'),
    content: text('@Marco revisa por favor el cargo.'),
    mentions: t.Array(id),
    timestamp: time,
  },
  { description: 'A note among staff.' },
);
export const ConversationChange = t.Object(
  {
    id,
    actor_id: nullable(id),
    actor_name: text('Lucía Ferrer'),
    field: text('status'),
    from: nullable(text('waiting')),
    to: nullable(text('human')),
    reason: nullable(text('customer_request')),
    timestamp: time,
  },
  { description: 'One change: who, what, from, to, when.' },
);
export const Transcript = eitherFile(
  t.Object({ conversation: Conversation, messages: t.Array(Message) }),
  file('text/plain', ['JoxAI Bank\n[10:30] Ana López: ¿Cómo bloqueo mi tarjeta?\n']),
  file('application/pdf'),
);
export const HandoffSummary = t.Object(
  {
    customer: nullable(text('Ana López')),
    level: count(1, 'How sure it is who the customer is, 0 to 3'),
    language,
    reason: nullable(words(HANDOFF_REASONS)),
    ticket: nullable(text('TKT-7F3K2M9Q')),
    asked: t.Array(text('No reconozco un cargo')),
    tried: t.Array(
      t.Object({ outcome: text('answer'), action: nullable(text('get_balance')), articles: t.Array(text('Cargos')) }),
    ),
    mood: words(['calm', 'upset', 'distressed'] as const),
    next_step: words([
      'secure_account',
      'register_complaint',
      'decide',
      'check_bank_system',
      'verify_identity',
      'answer',
      'none',
    ] as const),
  },
  { description: 'What a person needs to know who takes it over.' },
);
export const Suggestion = t.Object(
  {
    message: text('Puedes bloquearla ahora mismo desde la aplicación.'),
    citations: t.Array(Citation),
    confidence: share(0.88),
    provider: text('openai'),
  },
  { description: 'What the assistant would answer.' },
);
export const Agent = t.Object(
  {
    id,
    name: text('Lucía Ferrer'),
    availability: words(AVAILABILITIES),
    is_connected: t.Boolean(),
    capacity: count(4, 'Conversations at once'),
    load: count(2, 'Those in their charge now'),
  },
  { description: 'A member of staff as the assignment sees them.' },
);
export const LiveStatistics = t.Object(
  {
    connections: t.Object({ total: count(57), customers: count(41), staff: count(3), panel: count(13) }),
    people: count(9),
    workers: count(5),
    conversations: t.Object({ active: count(22), waiting: count(4), with_agent: count(11) }),
  },
  { description: 'Counts over the whole pool.' },
);

const event = (type: string, data: ReturnType<typeof t.Object>) =>
  t.Object({ type: t.Literal(type), data, timestamp: time });
export const StaffFrame = t.Union([t.Object({ type: t.Literal('ping') }), t.Object({ type: t.Literal('get_stats') })], {
  description: 'What a staff client says; `get_stats` is for SUPERVISOR and ADMIN.',
});
export const StaffEvent = t.Union(
  [
    event('connection_established', t.Object({ user: User })),
    event('ticket_created', Ticket),
    event('ticket_assigned', Ticket),
    event('ticket_status_changed', Ticket),
    event(
      'new_message',
      t.Object({ conversation_id: uuid, customer_name: nullable(text('Ana López')), message: Message }),
    ),
    event('conversation_started', Conversation),
    event('conversation_escalated', Conversation),
    event('conversation_ended', Conversation),
    event(
      'notification',
      t.Object({
        id,
        category: text('TICKET'),
        kind: text('ticket_assigned'),
        subject: text('Caso asignado: TKT-7F3K2M9Q'),
        body: text('Cargo no reconocido'),
        conversation_id: nullable(uuid),
        created_at: time,
      }),
    ),
    event('stats', LiveStatistics),
    event('pong', t.Object({})),
    t.Object({
      type: t.Literal('error'),
      code: text('forbidden'),
      detail: text('This frame is not known'),
      timestamp: time,
    }),
  ],
  { description: 'What staff are told; an AGENT hears of what is unassigned or their own.' },
);
