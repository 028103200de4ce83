import { t } from 'elysia';
import { id, language, nullable, text, time, uuid, words } from '../../http/shapes.ts';
import { CUSTOMER_STATUSES, CUSTOMER_TYPES, ERASURE_REASONS } from './model.ts';

const count = t.Unsafe<number>({ type: 'integer', minimum: 0, examples: [12] });

export const Customer = t.Object(
  {
    id,
    external_id: nullable(text('C-1001', "The bank's own id of the customer")),
    name: text('Ximena Aguirre Lozano'),
    full_name: text('Ximena Aguirre Lozano', 'The same as name'),
    email: nullable(text('ximena.aguirre@example.com')),
    phone: nullable(text('+525555010001', 'E.164')),
    birth_date: nullable(text('1990-04-21')),
    customer_type: words(CUSTOMER_TYPES),
    status: words(CUSTOMER_STATUSES),
    language,
    tags: t.Array(t.String(), { examples: [['nómina']] }),
    accounts: t.Array(t.Object({ last4: text('4821') }), {
      description: 'The last four digits of each account number',
    }),
    assigned_agent_id: nullable(id),
    assigned_agent_name: nullable(text('Lucía Ferrer')),
    legal_hold: t.Boolean({ description: 'Nothing of them may be erased', examples: [false] }),
    legal_hold_reason: nullable(text('Juicio 341/2026')),
    created_at: time,
    updated_at: time,
  },
  { description: 'A customer, as the desk knows them.' },
);

export const CustomerNote = t.Object(
  { id, author: text('Lucía Ferrer'), note: text('Prefiere que le llamen por la tarde.'), created_at: time },
  { description: 'What a member of staff noted about a customer.' },
);

export const CustomerSummary = t.Object(
  {
    total: count,
    active: count,
    inactive: count,
    deleted: count,
    by_type: t.Object({ INDIVIDUAL: count, BUSINESS: count }),
    by_language: t.Object({ es: count, en: count }),
    new_last_30_days: count,
    with_assigned_agent: count,
  },
  { description: 'How many customers there are. `total` counts the active and the inactive.' },
);

export const DeletedCustomer = t.Object({ message: text('Customer deleted'), customer_id: id });

export const DuplicatePair = t.Object(
  { customer: Customer, other: Customer, reasons: t.Array(t.String(), { examples: [['EMAIL']] }), found_at: time },
  { description: 'Two customers who may be one.' },
);

export const PersonExport = t.Object(
  {
    exported_at: time,
    profile: t.Record(t.String(), t.Unknown()),
    merged_profiles: t.Array(t.Record(t.String(), t.Unknown())),
    accounts: t.Array(t.Record(t.String(), t.Unknown())),
    bank: nullable(t.Array(t.Record(t.String(), t.Unknown()))),
    notes: t.Array(t.Record(t.String(), t.Unknown())),
    changes: t.Array(t.Record(t.String(), t.Unknown())),
    conversations: t.Array(t.Record(t.String(), t.Unknown())),
    tickets: t.Array(t.Record(t.String(), t.Unknown())),
    notifications: t.Array(t.Record(t.String(), t.Unknown())),
    audit: t.Array(t.Record(t.String(), t.Unknown())),
  },
  { description: 'Everything that is held about a person.' },
);

export const ErasureReceipt = t.Object(
  {
    receipt_id: uuid,
    customer_id: id,
    reason: words(ERASURE_REASONS),
    erased_by: text('Lucía Ferrer'),
    erased: t.Record(t.String(), count, { examples: [{ conversations: 3, messages: 41, tickets: 1 }] }),
    erased_at: time,
  },
  { description: 'What an erasure has done. It holds nothing of the person.' },
);
