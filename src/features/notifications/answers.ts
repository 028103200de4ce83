import { t } from 'elysia';
import { count, id, language, nullable, number, text, time, uuid, words } from '../../http/shapes.ts';
import { NOTIFICATION_CATEGORIES, NOTIFICATION_STATUSES, NOTIFICATION_TYPES } from './model.ts';

export const Notification = t.Object(
  {
    id,
    type: words(NOTIFICATION_TYPES),
    status: words(NOTIFICATION_STATUSES, 'SENT'),
    category: words(NOTIFICATION_CATEGORIES),
    kind: text('ticket_assigned'),
    user_id: nullable(id),
    recipient: nullable(text('lucia.ferrer@example.com')),
    language,
    subject: text('Caso asignado: TKT-7F3K2M9Q'),
    message: text('Cargo no reconocido'),
    conversation_id: nullable(uuid),
    ticket_id: nullable(text('TKT-7F3K2M9Q')),
    attempts: count(1),
    error: nullable(text('refused')),
    next_attempt_at: nullable(time),
    sent_at: nullable(time),
    is_read: t.Boolean({ examples: [false] }),
    read_at: nullable(time),
    created_at: time,
  },
  { description: 'Something that somebody was told, or is to be told.' },
);
export const Unread = t.Object({ unread: count(3) }, { description: 'How many are unread.' });
export const NotificationPreferences = t.Object(
  {
    kinds: t.Record(t.String(), t.Object({ in_app: t.Boolean(), email: t.Boolean() }), {
      examples: [{ ticket_assigned: { in_app: true, email: true } }],
    }),
    quiet_hours: nullable(t.Object({ from: text('22:00'), until: text('07:00') })),
    time_zone: nullable(text('America/Mexico_City')),
  },
  { description: 'Where somebody hears of each kind.' },
);

const tally = <Name extends string>(names: readonly Name[]) =>
  t.Object(Object.fromEntries(names.map((name) => [name, count(12)])) as Record<Name, ReturnType<typeof count>>);
export const NotificationStatistics = t.Object(
  {
    period_days: count(30),
    total: count(48),
    by_status: tally(NOTIFICATION_STATUSES),
    by_type: tally(NOTIFICATION_TYPES),
    by_category: tally(NOTIFICATION_CATEGORIES),
    failed_by_error: t.Record(t.String(), count(1), { examples: [{ refused: 1 }] }),
    median_seconds_to_send: nullable(number(1.4)),
    oldest_due_seconds: nullable(number(0)),
    mail_configured: t.Boolean(),
  },
  { description: 'How many were sent, wait or failed.' },
);
