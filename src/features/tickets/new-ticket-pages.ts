import { Elysia, t } from 'elysia';
import { nameOf } from '../../../views/conversations/names.ts';
import { ticketTexts } from '../../../views/texts/ticket-texts.ts';
import { NewTicketForm, NewTicketPage, type TicketDraft } from '../../../views/tickets/new-ticket-page.tsx';
import { ticketPath } from '../../../views/tickets/paths.ts';
import type { Context } from '../../context.ts';
import { redirectTo, viewResponse } from '../../http/htmx.ts';
import { oneOf } from '../../http/one-of.ts';
import { isEmail } from '../../lib/email.ts';
import { AppError } from '../../lib/errors.ts';
import { may, PERMISSIONS } from '../auth/model.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { getVisible } from '../conversations/service.ts';
import { panelFiles, personOf, viewOf } from '../panel/frame.ts';
import { COMPLAINT, PRIORITIES } from './model.ts';
import { refusalOf } from './page-answers.ts';
import { findContact } from './reading-queries.ts';
import { createTicket } from './service.ts';

const From = t.Object({
  conversation: t.String({ maxLength: 36, default: '' }),
  customer: t.String({ maxLength: 9, pattern: '^\\d*$', default: '' }),
});

const Form = t.Composite([
  From,
  t.Object({
    subject: t.String({ maxLength: 200, default: '' }),
    description: t.String({ maxLength: 10_000, default: '' }),
    category: t.String({ minLength: 1, maxLength: 60, pattern: '\\S' }),
    priority: oneOf(PRIORITIES),
    name: t.String({ maxLength: 200, default: '' }),
    email: t.String({ maxLength: 320, default: '' }),
    tags: t.String({ maxLength: 1_000, default: '' }),
    complaint: t.Optional(t.Literal('on')),
  }),
]);

/** A ticket that a member of staff opens, from nothing, a conversation or a customer. */
export const newTicketPages = (ctx: Context) =>
  new Elysia()
    .use(panelAccess(ctx))
    .get('/new', ({ caller, request, query }) => showForm(ctx, caller, request, query), {
      panel: PERMISSIONS['ticket.create'],
      query: From,
    })
    .post('/new', ({ caller, request, body }) => takeForm(ctx, caller, request, body), {
      panel: PERMISSIONS['ticket.create'],
      body: Form,
    });

async function showForm(ctx: Context, caller: Caller, request: Request, from: typeof From.static): Promise<Response> {
  const view = viewOf(ctx, caller, request);
  const draft = { ...EMPTY, ...(await originOf(ctx, caller, from)) };
  return viewResponse(NewTicketPage({ draft, person: personOf(caller), view, files: panelFiles() }));
}

async function takeForm(ctx: Context, caller: Caller, request: Request, form: typeof Form.static): Promise<Response> {
  const view = viewOf(ctx, caller, request);
  const texts = ticketTexts[view.language].form;
  const subject = form.subject.trim();
  const email = form.email.trim();
  const errors: TicketDraft['errors'] = {
    ...(subject === '' && { subject: texts.subjectMissing }),
    ...(email !== '' && !isEmail(email) && { email: texts.emailWrong }),
  };
  const again = async (problem: string | null): Promise<Response> => {
    const { conversationWith } = await originOf(ctx, caller, form);
    const draft = { ...form, isComplaint: form.complaint === 'on', conversationWith, errors, problem };
    return viewResponse(NewTicketForm({ draft, view }), { status: 422 });
  };
  if (Object.keys(errors).length > 0) return again(null);
  try {
    const { reference } = await createTicket(ctx, caller, {
      subject,
      description: form.description.trim() || null,
      conversationId: form.conversation || null,
      customerId: form.customer === '' ? null : Number(form.customer),
      customerName: form.name.trim() || null,
      customerEmail: email || null,
      category: form.category.trim().toLowerCase(),
      priority: form.priority,
      isComplaint: form.complaint === 'on' || form.category === COMPLAINT,
      tags: form.tags.split(','),
    });
    return redirectTo(ticketPath(reference), request);
  } catch (error) {
    const isLost = error instanceof AppError && error.fields.some(({ field }) => field === 'conversation_id');
    return again(isLost ? texts.noChat : refusalOf(error, view.language));
  }
}

const EMPTY: TicketDraft = {
  subject: '',
  description: '',
  category: 'general',
  priority: 'MEDIUM',
  name: '',
  email: '',
  tags: '',
  isComplaint: false,
  conversation: '',
  conversationWith: '',
  customer: '',
  errors: {},
  problem: null,
};

type Origin = Pick<TicketDraft, 'conversation' | 'conversationWith' | 'customer' | 'name' | 'email'>;

/** What is known of the customer already. What this person may not see is as if it were not there. */
async function originOf(ctx: Context, caller: Caller, { conversation, customer }: typeof From.static): Promise<Origin> {
  const nothing = { conversation: '', conversationWith: '', customer: '', name: '', email: '' };
  if (conversation !== '') {
    const row = await getVisible(ctx, caller, conversation).catch(forgetMissing);
    if (!row) return nothing;
    const name = row.customerName ?? row.visitorName ?? '';
    const conversationWith = nameOf(row, caller.language);
    return { ...nothing, conversation: row.id, conversationWith, name, email: row.visitorEmail ?? '' };
  }
  const contact =
    customer !== '' && may(caller, 'customer.read') ? await findContact(ctx.db.sql, Number(customer)) : null;
  return contact ? { ...nothing, customer, name: contact.name ?? '', email: contact.email ?? '' } : nothing;
}

function forgetMissing(error: unknown): null {
  if (error instanceof AppError && error.code === 'not_found') return null;
  throw error;
}
