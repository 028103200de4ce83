import { Elysia, t } from 'elysia';
import {
  type CustomerDraft,
  CustomerForm,
  CustomerFormPage,
  type FormField,
} from '../../../views/customers/customer-form.tsx';
import { customerTexts } from '../../../views/customers/customer-texts.ts';
import { customerPath } from '../../../views/customers/paths.ts';
import type { Context } from '../../context.ts';
import { redirectTo, viewResponse } from '../../http/htmx.ts';
import { AppError } from '../../lib/errors.ts';
import type { Language } from '../../lib/language.ts';
import { PERMISSIONS } from '../auth/model.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { frameOf, viewOf } from '../panel/frame.ts';
import { listColleagues } from '../tickets/reading-queries.ts';
import { FaultyFields } from './fields.ts';
import type { Customer } from './model.ts';
import { getCustomer, readCustomer } from './reading.ts';
import { type CustomerInput, CustomerTaken, changeCustomer, createCustomer } from './service.ts';

const MAX_ID = 2_147_483_647;
const params = t.Object({ id: t.Integer({ minimum: 1, maximum: MAX_ID }) });
const typed = (maxLength: number) => t.String({ maxLength, default: '' });

const FormBody = t.Object({
  full_name: typed(1_000),
  email: typed(1_000),
  phone: typed(200),
  birth_date: typed(40),
  customer_type: typed(20),
  language: typed(20),
  external_id: typed(1_000),
  tags: typed(2_000),
  agent: t.String({ pattern: '^\\d{0,9}$', default: '' }),
  account_number: typed(200),
  active: t.Optional(t.Literal('on')),
});

/** Adding a customer, and changing one. */
export const formPages = (ctx: Context) =>
  new Elysia()
    .use(panelAccess(ctx))
    .get('/new', ({ caller, request }) => show(ctx, caller, request, null), {
      panel: PERMISSIONS['customer.create'],
    })
    .post('/new', ({ caller, request, body }) => take(ctx, caller, request, null, body), {
      panel: PERMISSIONS['customer.create'],
      body: FormBody,
    })
    .get(
      '/:id/edit',
      async ({ caller, request, params: { id } }) => show(ctx, caller, request, await readCustomer(ctx, caller, id)),
      { panel: PERMISSIONS['customer.update'], params },
    )
    .post(
      '/:id/edit',
      async ({ caller, request, params: { id }, body }) =>
        take(ctx, caller, request, await getCustomer(ctx.db.sql, id), body),
      { panel: PERMISSIONS['customer.update'], params, body: FormBody },
    );

async function show(ctx: Context, caller: Caller, request: Request, customer: Customer | null): Promise<Response> {
  const draft: CustomerDraft = {
    ...NOTHING_WRONG,
    id: customer?.id ?? null,
    values: customer ? valuesOf(customer) : { ...EMPTY, language: caller.language },
    isActive: customer?.status !== 'INACTIVE',
    isKnown: (customer?.externalId ?? null) !== null,
    colleagues: await listColleagues(ctx.db.sql),
  };
  const page = { draft, name: customer?.fullName ?? null, ...frameOf(ctx, caller, request) };
  return viewResponse(CustomerFormPage(page));
}

async function take(
  ctx: Context,
  caller: Caller,
  request: Request,
  customer: Customer | null,
  body: typeof FormBody.static,
): Promise<Response> {
  try {
    const input = inputOf(body, customer);
    const saved = customer
      ? await changeCustomer(ctx, caller, customer.id, input)
      : await createCustomer(ctx, caller, input);
    return redirectTo(`${customerPath(saved.id)}?done=${customer ? 'saved' : 'created'}`, request);
  } catch (error) {
    const { active, ...values } = body;
    const draft: CustomerDraft = {
      ...NOTHING_WRONG,
      ...wrongOf(error, caller.language),
      id: customer?.id ?? null,
      values,
      isActive: active === 'on',
      isKnown: (customer?.externalId ?? null) !== null,
      colleagues: await listColleagues(ctx.db.sql),
    };
    const view = viewOf(ctx, caller, request);
    return viewResponse(CustomerForm({ draft, role: caller.role, view }), { status: 422 });
  }
}

const NOTHING_WRONG = { errors: {}, problem: null, takenBy: null };

const EMPTY: CustomerDraft['values'] = {
  full_name: '',
  email: '',
  phone: '',
  birth_date: '',
  customer_type: 'INDIVIDUAL',
  language: 'es',
  external_id: '',
  tags: '',
  agent: '',
  account_number: '',
};

const valuesOf = (customer: Customer): CustomerDraft['values'] => ({
  full_name: customer.fullName,
  email: customer.email ?? '',
  phone: customer.phone ?? '',
  birth_date: customer.birthDate ?? '',
  customer_type: customer.customerType,
  language: customer.language,
  external_id: customer.externalId ?? '',
  tags: customer.tags.join(', '),
  agent: customer.agentId === null ? '' : String(customer.agentId),
  account_number: '',
});

const inputOf = (body: typeof FormBody.static, customer: Customer | null): CustomerInput => ({
  fullName: body.full_name,
  email: body.email,
  phone: body.phone,
  birthDate: body.birth_date,
  customerType: body.customer_type,
  language: body.language,
  externalId: body.external_id,
  tags: body.tags.split(','),
  accountNumber: body.account_number,
  // Who has left since stays in charge until somebody else is.
  ...(body.agent !== String(customer?.agentId ?? '') && { agentId: body.agent === '' ? null : Number(body.agent) }),
  ...(customer && { isActive: body.active === 'on' }),
});

/** What was wrong, at its field. Whatever else it was is thrown on. */
function wrongOf(
  error: unknown,
  language: Language,
): Pick<CustomerDraft, 'errors' | 'takenBy'> & { problem: string | null } {
  const { form, faults, fields } = customerTexts[language];
  if (error instanceof FaultyFields) {
    const errors = Object.fromEntries(error.faults.map(({ field, fault }) => [field, faults[fault]]));
    return { errors: errors as Partial<Record<FormField, string>>, takenBy: null, problem: null };
  }
  if (error instanceof CustomerTaken) {
    return { errors: { [error.field]: form.taken[error.field] }, takenBy: error.ownerId, problem: null };
  }
  if (!(error instanceof AppError)) throw error;
  if (error.code === 'conflict') return { errors: {}, takenBy: null, problem: form.deleted };
  if (error.code === 'forbidden') return { errors: {}, takenBy: null, problem: fields.lockedHint ?? '' };
  throw error;
}
