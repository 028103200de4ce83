import { t } from 'elysia';
import { count, id, nullable, number, text, time, uuid, words } from '../../http/shapes.ts';
import { type ErrorCode, STATUS_OF } from '../../lib/errors.ts';
import { PRIORITIES, TICKET_STATUSES } from './model.ts';

const reference = text('TKT-7F3K2M9Q');
const ticket = {
  id,
  ticket_id: reference,
  conversation_id: nullable(uuid),
  customer_id: nullable(id),
  customer_name: nullable(text('Ana López')),
  customer_email: nullable(text('ana.lopez@example.com')),
  subject: text('Cargo no reconocido'),
  description: nullable(text('No reconoce un cargo de 1,250.00 MXN del 30 de enero.')),
  status: words(TICKET_STATUSES),
  priority: words(PRIORITIES, 'HIGH'),
  category: text('cards'),
  assigned_to: nullable(id),
  assigned_to_name: nullable(text('Lucía Ferrer')),
  sla_due_at: nullable(time),
  sla_breached: t.Boolean({ examples: [false] }),
  resolution_notes: nullable(text('El cargo fue devuelto.')),
  created_at: time,
  updated_at: time,
  resolved_at: nullable(time),
};

export const Ticket = t.Object(ticket, { description: 'A case.' });
export const StaffTicket = t.Object(
  {
    ...ticket,
    tags: t.Array(text('cargo')),
    complaint_number: nullable(text('R-2026-000017', 'Of complaints, never given twice')),
    complaint_due_at: nullable(time),
    first_response_due_at: nullable(time),
    first_responded_at: nullable(time),
    next_response_due_at: nullable(time),
    resolution_due_at: nullable(time),
    sla_warned_at: nullable(time),
    merged_into: nullable(text('TKT-2B8N4XWC')),
  },
  { description: 'A case, with what staff alone see.' },
);
export const TicketMessage = t.Object(
  {
    id,
    ticket_id: reference,
    sender_name: text('Lucía Ferrer'),
    sender_type: text('AGENT'),
    content: text('Devolvimos el cargo hoy.'),
    is_internal: t.Boolean({ description: 'A note among staff', examples: [false] }),
    mentions: t.Array(id),
    delivery: nullable(text('chat', 'How it reached the customer')),
    timestamp: time,
  },
  { description: 'What was said about a case.' },
);
export const TicketChange = t.Object(
  {
    id,
    ticket_id: reference,
    actor_id: nullable(id),
    actor_name: text('Lucía Ferrer'),
    field: text('status'),
    from: nullable(text('OPEN')),
    to: nullable(text('IN_PROGRESS')),
    timestamp: time,
  },
  { description: 'One change: who, what, from, to, when.' },
);
export const BulkOutcome = t.Union(
  [
    t.Object({ ticket_id: reference, ok: t.Literal(true), ticket: StaffTicket }),
    t.Object({
      ticket_id: reference,
      ok: t.Literal(false),
      code: words(Object.keys(STATUS_OF) as ErrorCode[], 'not_found'),
      detail: text('Ticket not found'),
    }),
  ],
  { description: 'What became of one of them.' },
);
export const TicketStatistics = t.Object(
  {
    period: words(['day', 'week', 'month'] as const, 'week'),
    since: time,
    total: count(1_280),
    open: count(31),
    in_progress: count(54),
    resolved: count(700),
    closed: count(495),
    unassigned: count(12),
    created_in_period: count(96),
    resolved_in_period: count(88),
    complaints_in_period: count(3),
    sla_warned_in_period: count(9),
    sla_breached_in_period: count(2),
    sla_met_in_period: count(85),
    first_response_minutes: nullable(number(12.5, 'The median')),
    resolution_minutes: nullable(number(310, 'The median')),
  },
  { description: 'How many, how late, how fast.' },
);

const minutes = (example: number) => nullable(count(example));
export const SlaPolicy = t.Object(
  {
    id,
    name: text('Alta'),
    priority: nullable(words(PRIORITIES, 'HIGH')),
    category: nullable(text('cards')),
    calendar_id: nullable(id),
    first_response_minutes: minutes(30),
    next_response_minutes: minutes(60),
    resolution_minutes: minutes(480),
    warn_percent: count(80),
    position: count(10),
    is_active: t.Boolean(),
  },
  { description: 'What is owed to cases of a priority and category.' },
);
export const BusinessCalendar = t.Object(
  {
    id,
    name: text('Horario de atención'),
    time_zone: text('America/Mexico_City'),
    hours: t.Record(t.String(), t.Array(t.Tuple([text('09:00'), text('18:00')])), {
      description: 'By weekday, 1 is Monday',
      examples: [{ '1': [['09:00', '18:00']], '6': [['09:00', '14:00']] }],
    }),
    holidays: t.Array(t.Object({ day: text('2026-12-25'), name: text('Navidad') })),
  },
  { description: 'The hours in which clocks run.' },
);
export const ServiceLevels = t.Object(
  { policies: t.Array(SlaPolicy), calendars: t.Array(BusinessCalendar) },
  { description: 'Policies and calendars.' },
);
