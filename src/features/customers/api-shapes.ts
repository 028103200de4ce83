import { t } from 'elysia';
import { Page } from '../../http/page.ts';
import { invalid } from '../../lib/errors.ts';
import type { CustomerFilter } from './list-queries.ts';
import { CUSTOMER_TYPES, ERASURE_REASONS, type ErasureReason, LISTED_STATUSES } from './model.ts';
import type { CustomerInput } from './service.ts';

const MAX_ID = 2_147_483_647;
const MAX_TAGS = 100;

const word = t.String({ maxLength: 20 });
const text = (maxLength: number) => t.Optional(t.Nullable(t.String({ maxLength })));
const agent = t.Optional(t.Nullable(t.Integer({ minimum: 1, maximum: MAX_ID })));

export const CustomerParams = t.Object({ id: t.Integer({ minimum: 1, maximum: MAX_ID }) });

export const CustomerQuery = t.Composite([
  Page,
  t.Object({
    status: t.Optional(t.String({ maxLength: 20, description: `${LISTED_STATUSES.join(', ')}; ACTIVE without it` })),
    customer_type: t.Optional(word),
    language: t.Optional(word),
    tag: t.Optional(t.String({ maxLength: 40 })),
    assigned_agent_id: t.Optional(
      t.String({ maxLength: 20, description: "A user's id, or `none`", examples: ['none'] }),
    ),
    q: t.Optional(t.String({ maxLength: 200 })),
  }),
]);
export const SearchQuery = t.Composite([Page, t.Object({ q: t.String({ minLength: 1, maxLength: 200 }) })]);
/** The same in a body, for what belongs in no address: a whole account number. */
export const SearchBody = t.Object({
  q: t.String({ minLength: 1, maxLength: 200 }),
  skip: t.Optional(t.Integer({ minimum: 0, maximum: 1_000_000 })),
  limit: t.Optional(t.Integer({ minimum: 1, maximum: 500 })),
});

/** `name` may be said as `full_name`, or as `first_name` and `last_name`. */
export const CustomerBody = t.Object({
  name: text(300),
  full_name: text(300),
  first_name: text(150),
  last_name: text(150),
  email: text(320),
  phone: text(60),
  phone_number: text(60),
  birth_date: text(20),
  account_number: text(60),
  external_id: text(200),
  customer_type: t.Optional(word),
  language: t.Optional(word),
  status: t.Optional(t.String({ maxLength: 20, description: 'ACTIVE or INACTIVE' })),
  tags: t.Optional(t.Array(t.String({ maxLength: 100 }), { maxItems: MAX_TAGS })),
  assigned_agent_id: agent,
});
export const NoteBody = t.Object({ note: t.String({ minLength: 1, maxLength: 10_000, pattern: '\\S' }) });
export const HoldBody = t.Object({ reason: t.String({ minLength: 1, maxLength: 500, pattern: '\\S' }) });
export const MergeBody = t.Object({
  duplicate_id: t.Integer({ minimum: 1, maximum: MAX_ID, examples: [43] }),
  take: t.Optional(
    t.Array(t.String({ maxLength: 30 }), {
      maxItems: 20,
      description: "Fields of which the duplicate's value goes on",
      examples: [['email']],
    }),
  ),
});
export const EraseBody = t.Optional(
  t.Object({ reason: t.Optional(t.String({ maxLength: 30, description: ERASURE_REASONS.join(', ') })) }),
);

export const inputOf = (body: typeof CustomerBody.static): CustomerInput => {
  const { first_name: first, last_name: last } = body;
  const fullName =
    body.full_name ?? body.name ?? (first != null || last != null ? `${first ?? ''} ${last ?? ''}` : null);
  const phone = body.phone === undefined ? body.phone_number : body.phone;
  return {
    ...(fullName !== null && { fullName }),
    email: body.email,
    phone,
    birthDate: body.birth_date,
    externalId: body.external_id,
    accountNumber: body.account_number,
    customerType: body.customer_type,
    language: body.language,
    tags: body.tags,
    agentId: body.assigned_agent_id,
    ...(body.status !== undefined && { isActive: oneOf('status', ['ACTIVE', 'INACTIVE'], body.status) === 'ACTIVE' }),
  };
};

export function filterOf(query: Omit<typeof CustomerQuery.static, 'skip' | 'limit'>): CustomerFilter {
  const { status, customer_type: type, language, tag, assigned_agent_id: agentId, q } = query;
  return {
    ...(status && { status: oneOf('status', LISTED_STATUSES, status) }),
    ...(type && { customerType: oneOf('customer_type', CUSTOMER_TYPES, type) }),
    ...(language && { language: language.trim().toLowerCase() }),
    ...(tag && { tag: tag.trim().toLowerCase() }),
    ...(agentId && { agent: agentOf(agentId) }),
    ...(q?.trim() && { text: q.trim() }),
  };
}

export const erasureReasonOf = (body: { reason?: string } | null | undefined): ErasureReason =>
  body?.reason === undefined ? 'PERSON_REQUEST' : oneOf('reason', ERASURE_REASONS, body.reason);

/** Errors: invalid. */
function oneOf<Value extends string>(field: string, values: readonly Value[], typed: string): Value {
  const value = values.find((one) => one === typed.trim().toUpperCase());
  if (!value) throw invalid([{ field, message: `must be one of ${values.join(', ')}` }]);
  return value;
}

function agentOf(typed: string): number | 'none' {
  if (typed === 'none') return 'none';
  if (!/^\d{1,9}$/.test(typed)) throw invalid([{ field: 'assigned_agent_id', message: 'must be an id or none' }]);
  return Number(typed);
}
