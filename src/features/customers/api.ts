import { Elysia } from 'elysia';
import type { Context } from '../../context.ts';
import { documentation } from '../../http/documented.ts';
import { sendTotal } from '../../http/page.ts';
import { access } from '../auth/access.ts';
import {
  CustomerBody,
  CustomerParams,
  CustomerQuery,
  EraseBody,
  erasureReasonOf,
  filterOf,
  HoldBody,
  inputOf,
  MergeBody,
  NoteBody,
  SearchBody,
  SearchQuery,
} from './api-shapes.ts';
import { eraseCustomer, getReceipt } from './erasure.ts';
import { chosenFields, mergeCustomers } from './merge.ts';
import { toCustomerView, toNoteView, toReceiptView } from './model.ts';
import { exportPerson } from './person-export.ts';
import { browseCustomers, customerSummary, notesAbout, readCustomer } from './reading.ts';
import { changeCustomer, createCustomer, deleteCustomer, holdCustomer, noteAbout, restoreCustomer } from './service.ts';

const documented = documentation('customers', () => import('./answers.ts'));
const TAKEN = 'The e-mail, the account number or the id of the bank is another customer’s';
const MAX_NOTES = 500;

export const customersApi = (ctx: Context) =>
  new Elysia({ prefix: '/api/v1/customers' }).use(access(ctx)).use(lists(ctx)).use(oneCustomer(ctx)).use(privacy(ctx));

const lists = (ctx: Context) =>
  new Elysia()
    .use(access(ctx))
    .get(
      '/',
      async ({ caller, query, set }) => {
        const { customers, total } = await browseCustomers(ctx, caller, filterOf(query), query);
        sendTotal(set, total);
        return customers.map(toCustomerView);
      },
      {
        staff: { may: 'customer.read' },
        query: CustomerQuery,
        detail: documented('Customers, the newest first', { answer: ['Customer'] }),
      },
    )
    .get(
      '/search',
      async ({ caller, query: { q, ...paging }, set }) => {
        const { customers, total } = await browseCustomers(ctx, caller, { text: q }, paging);
        sendTotal(set, total);
        return customers.map(toCustomerView);
      },
      {
        staff: { may: 'customer.read' },
        query: SearchQuery,
        detail: documented('Look for customers', {
          answer: ['Customer'],
          description:
            'By name, e-mail, telephone number, tags or the id of the bank, in parts and without accents, or by a whole account number, which better goes into the body of the POST.',
        }),
      },
    )
    .post(
      '/search',
      async ({ caller, body: { q, skip = 0, limit = 100 }, set }) => {
        const { customers, total } = await browseCustomers(ctx, caller, { text: q }, { skip, limit });
        sendTotal(set, total);
        return customers.map(toCustomerView);
      },
      {
        staff: { may: 'customer.read' },
        body: SearchBody,
        detail: documented('The same, with what is looked for in the body: addresses end in logs', {
          answer: ['Customer'],
          example: { q: '012180001234567897' },
        }),
      },
    )
    .get(
      '/stats/summary',
      async () => {
        const { individuals, businesses, bySpanish, byEnglish, newLast30Days, withAgent, ...counts } =
          await customerSummary(ctx);
        return {
          ...counts,
          by_type: { INDIVIDUAL: individuals, BUSINESS: businesses },
          by_language: { es: bySpanish, en: byEnglish },
          new_last_30_days: newLast30Days,
          with_assigned_agent: withAgent,
        };
      },
      {
        staff: { may: 'customer.statistics' },
        detail: documented('How many customers there are, by kind', { answer: 'CustomerSummary' }),
      },
    )
    .post(
      '/',
      async ({ caller, body, set }) => {
        const customer = await createCustomer(ctx, caller, inputOf(body));
        set.status = 201;
        return toCustomerView(customer);
      },
      {
        staff: { may: 'customer.create' },
        body: CustomerBody,
        detail: documented('Add a customer', {
          answer: 'Customer',
          status: 201,
          errors: { 409: TAKEN },
          example: { name: 'Ximena Aguirre Lozano', email: 'ximena.aguirre@example.com', phone: '55 5501 0001' },
        }),
      },
    );

const oneCustomer = (ctx: Context) =>
  new Elysia({ prefix: '/:id' })
    .use(access(ctx))
    .get('/', async ({ caller, params: { id } }) => toCustomerView(await readCustomer(ctx, caller, id)), {
      staff: { may: 'customer.read' },
      params: CustomerParams,
      detail: documented('One customer; the reading leaves a trace', { answer: 'Customer' }),
    })
    .put(
      '/',
      async ({ caller, params: { id }, body }) => toCustomerView(await changeCustomer(ctx, caller, id, inputOf(body))),
      {
        staff: { may: 'customer.update' },
        params: CustomerParams,
        body: CustomerBody,
        detail: documented('Change what is named and leave the rest; an account number is added', {
          answer: 'Customer',
          errors: { 409: `${TAKEN}, or the customer is deleted` },
          example: { phone: '+52 55 5502 0002' },
        }),
      },
    )
    .delete(
      '/',
      async ({ caller, params: { id } }) => {
        await deleteCustomer(ctx, caller, id);
        return { message: 'Customer deleted', customer_id: id };
      },
      {
        staff: { may: 'customer.delete' },
        params: CustomerParams,
        detail: documented('Put a customer away; nothing of them is lost', { answer: 'DeletedCustomer' }),
      },
    )
    .post('/restore', async ({ caller, params: { id } }) => toCustomerView(await restoreCustomer(ctx, caller, id)), {
      staff: { may: 'customer.delete' },
      params: CustomerParams,
      detail: documented('Bring a deleted customer back', { answer: 'Customer' }),
    })
    .get(
      '/notes',
      async ({ caller, params: { id } }) => (await notesAbout(ctx, caller, id, MAX_NOTES)).map(toNoteView),
      {
        staff: { may: 'customer.read' },
        params: CustomerParams,
        detail: documented('What staff noted about a customer, the newest first', { answer: ['CustomerNote'] }),
      },
    )
    .post(
      '/notes',
      async ({ caller, params: { id }, body, set }) => {
        const note = await noteAbout(ctx, caller, id, body.note);
        set.status = 201;
        return toNoteView(note);
      },
      {
        staff: { may: 'customer.note' },
        params: CustomerParams,
        body: NoteBody,
        detail: documented('Note something about a customer', { answer: 'CustomerNote', status: 201 }),
      },
    )
    .post(
      '/merge',
      async ({ caller, params: { id }, body: { duplicate_id: duplicateId, take = [] } }) => {
        const deed = { survivorId: id, duplicateId, take: chosenFields(take) };
        return toCustomerView((await mergeCustomers(ctx, caller, deed)).customer);
      },
      {
        staff: { may: 'customer.merge' },
        params: CustomerParams,
        body: MergeBody,
        detail: documented('Merge a duplicate into this customer, with all that hangs on it', {
          answer: 'Customer',
          errors: { 409: 'The bank knows both of them, or one of them is deleted' },
        }),
      },
    );

const privacy = (ctx: Context) =>
  new Elysia({ prefix: '/:id' })
    .use(access(ctx))
    .get('/export', ({ caller, params: { id } }) => exportPerson(ctx, caller, id), {
      staff: { may: 'customer.export' },
      params: CustomerParams,
      detail: documented('Everything that is held about a person, written while it is sent', {
        answer: 'PersonExport',
      }),
    })
    .put(
      '/legal-hold',
      async ({ caller, params: { id }, body }) => toCustomerView(await holdCustomer(ctx, caller, id, body.reason)),
      {
        staff: { may: 'customer.hold' },
        params: CustomerParams,
        body: HoldBody,
        detail: documented('Put a customer on legal hold: nothing of them may be erased', { answer: 'Customer' }),
      },
    )
    .delete(
      '/legal-hold',
      async ({ caller, params: { id } }) => toCustomerView(await holdCustomer(ctx, caller, id, null)),
      {
        staff: { may: 'customer.hold' },
        params: CustomerParams,
        detail: documented('Take the legal hold off', { answer: 'Customer' }),
      },
    )
    .post(
      '/erase',
      async ({ caller, params: { id }, body }) =>
        toReceiptView(await eraseCustomer(ctx, caller, id, erasureReasonOf(body))),
      {
        staff: { may: 'customer.erase' },
        params: CustomerParams,
        body: EraseBody,
        detail: documented('Erase a person everywhere, for good; the statistics stay', {
          answer: 'ErasureReceipt',
          errors: { 409: 'The customer is on legal hold' },
          example: { reason: 'PERSON_REQUEST' },
        }),
      },
    )
    .get('/erasure', async ({ params: { id } }) => toReceiptView(await getReceipt(ctx, id)), {
      staff: { may: 'customer.erase' },
      params: CustomerParams,
      detail: documented('The receipt of an erasure', { answer: 'ErasureReceipt' }),
    });
