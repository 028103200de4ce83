import { type TSchema, t } from 'elysia';
import { OUTCOMES } from '../../ai/answer.ts';
import { count, file, id, language, nullable, share, text, time, uuid, words } from '../../http/shapes.ts';
import { PUBLIC_ROLE } from '../conversations/model.ts';
import { Ticket } from '../tickets/answers.ts';
import { Attachment } from '../uploads/answers.ts';

export { Attachment, Ticket };

const token = text('eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl', 'Opens this one conversation, and nothing else');

export const Citation = t.Object(
  { article_id: id, slug: text('tarjeta-perdida'), title: text('Qué hacer si pierdes tu tarjeta') },
  { description: 'An article that an answer rests on.' },
);
export const ReplyMetadata = t.Object(
  {
    outcome: t.Optional(words(OUTCOMES)),
    provider: t.Optional(text('openai')),
    model: t.Optional(nullable(text('gpt-5-mini'))),
    confidence: t.Optional(share(0.91)),
    intent: t.Optional(nullable(text('cards'))),
    citations: t.Optional(t.Array(Citation)),
    action: t.Optional(text('get_balance', 'The tool that read or changed the data of the customer')),
    suggest_escalation: t.Optional(t.Boolean({ examples: [false] })),
    choices: t.Optional(t.Array(text('Bloquear mi tarjeta'), { description: 'What the customer may answer with' })),
    ticket_id: t.Optional(text('TKT-7F3K2M9Q')),
    latency_ms: t.Optional(count(640)),
  },
  { additionalProperties: true, description: 'How a message came about; what is there depends on its role.' },
);
const message = {
  id,
  seq: count(2, 'Grows by one in each conversation, without a gap'),
  role: words(Object.values(PUBLIC_ROLE), 'assistant'),
  content: text('Puedes bloquearla ahora mismo desde la aplicación.'),
  timestamp: time,
  client_id: t.Optional(nullable(uuid)),
  metadata: nullable(ReplyMetadata),
};
export const Message = t.Object(message, { description: 'A message of a conversation.' });

export const Started = t.Object(
  { conversation_id: uuid, conversation_token: token, status: text('started'), language, messages: t.Array(Message) },
  { description: 'The new conversation, with the welcome.' },
);
export const Reply = t.Object(
  {
    message: text('Puedes bloquearla ahora mismo desde la aplicación.'),
    response: text('Puedes bloquearla ahora mismo desde la aplicación.', 'The same'),
    message_id: id,
    seq: count(3),
    conversation_id: uuid,
    metadata: ReplyMetadata,
  },
  { description: 'What was answered.' },
);
const customerConversation = {
  id: uuid,
  status: words(['active', 'waiting', 'with_agent', 'ended'] as const),
  language,
  verified: t.Boolean({ description: 'Whether the bank knows who the customer is' }),
  agent_name: nullable(text('Lucía Ferrer')),
  created_at: time,
};
export const CustomerConversation = t.Object(
  {
    ...customerConversation,
    has_email: t.Optional(t.Boolean()),
    satisfaction: t.Optional(t.Object({ rating: count(5), comment: nullable(text('Muy amable, gracias.')) })),
    position: t.Optional(count(2, 'In the queue')),
    staff_online: t.Optional(t.Boolean()),
  },
  { description: 'A conversation as its customer sees it.' },
);
export const History = t.Object(
  { conversation: CustomerConversation, messages: t.Array(Message) },
  { description: 'The conversation and its messages.' },
);
export const Escalated = t.Object(
  {
    ticket_id: text('TKT-7F3K2M9Q'),
    ticket: Ticket,
    status: text('escalated'),
    message: text('Te paso con una persona. Tu caso es TKT-7F3K2M9Q.'),
    conversation_id: uuid,
  },
  { description: 'The open ticket: a new one, or the one that there was.' },
);
export const Ended = t.Object({ status: text('ended'), conversation_id: uuid }, { description: 'It is over.' });
export const Success = t.Object({ status: text('success') }, { description: 'Done.' });
export const CodeSent = t.Object(
  { status: text('sent'), conversation_id: uuid },
  { description: 'The same whether the account exists or not.' },
);
export const Confirmed = t.Object({ status: text('verified'), conversation_id: uuid }, { description: 'Proven.' });
export const Resumed = t.Object(
  { conversation_id: uuid, conversation_token: token, status: text('resumed'), language },
  { description: 'The conversation of the cookie.' },
);
export const SentAttachment = t.Object(
  { ...Attachment.properties, message_id: id, seq: count(5) },
  { description: 'The file and its message.' },
);
export const Download = file('application/octet-stream');
export const WidgetConfig = t.Object(
  {
    bank_name: text('JoxAI Bank'),
    theme: t.Unsafe<object>({
      type: 'object',
      examples: [{ primary_color: '#0b6b57', mode: 'auto', position: 'right' }],
    }),
    avatar_url: t.Optional(text('/api/v1/chat/images/avatar?v=mQ7x2a', 'Of the desk’s own origin')),
    logo_url: t.Optional(text('/api/v1/chat/images/logo?v=mQ7x2a', 'Of the desk’s own origin')),
    launcher_text: t.Object({ es: text('¿Te ayudamos?'), en: text('Need help?') }),
    welcome_text: t.Object({ es: text('¡Hola! ¿En qué te ayudo?'), en: text('Hello! How can I help?') }),
    quick_replies: t.Object({ es: t.Array(text('Perdí mi tarjeta')), en: t.Array(text('I lost my card')) }),
    features: t.Record(t.String(), t.Boolean(), {
      examples: [{ attachments: true, feedback: true, escalation: true }],
    }),
    languages: t.Array(language),
    max_upload_size: count(10_485_760, 'Bytes'),
  },
  { additionalProperties: true, description: 'How the widget looks and what it offers.' },
);

const frame = <Fields extends Record<string, TSchema>>(type: string, fields: Fields) =>
  t.Object({ type: t.Literal(type), ...fields });

export const CustomerFrame = t.Union(
  [
    frame('message', { client_id: uuid, text: text('¿Cómo bloqueo mi tarjeta?') }),
    frame('resume', { after_seq: count(4) }),
    frame('typing', {}),
    frame('escalate', { category: t.Optional(text('cards')), description: t.Optional(text('Quiero una persona')) }),
    frame('feedback', { rating: count(5), message_id: t.Optional(id) }),
    frame('end', {}),
    frame('ping', {}),
  ],
  { description: "What the customer's client says." },
);
export const ServiceFrame = t.Union(
  [
    frame('ready', { conversation: CustomerConversation, last_seq: count(4) }),
    frame('ack', { client_id: uuid, seq: count(5, 'The message is committed to the database') }),
    frame('typing', { from: words(['assistant', 'agent'] as const) }),
    frame('delta', { reply_id: uuid, text: text('Puedes bloquearla ') }),
    frame('message', { ...message, reply_id: t.Optional(uuid) }),
    frame('status', {
      status: words(['active', 'waiting_for_agent', 'with_agent', 'ended'] as const),
      position: t.Optional(count(2)),
      staff_online: t.Optional(t.Boolean()),
      agent_name: t.Optional(nullable(text('Lucía Ferrer'))),
    }),
    frame('error', {
      code: text('invalid_field'),
      detail: text('text must not be empty'),
      client_id: t.Optional(uuid),
    }),
    frame('pong', {}),
    frame('reconnect', { after_ms: count(500, 'This worker goes away; nothing is lost') }),
  ],
  { description: 'What the service says to the customer.' },
);
