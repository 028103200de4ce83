import { Elysia } from 'elysia';
import type { Context } from '../../context.ts';
import { documentation } from '../../http/documented.ts';
import { sendTotal } from '../../http/page.ts';
import { invalid } from '../../lib/errors.ts';
import { access } from '../auth/access.ts';
import {
  AssignBody,
  BulkBody,
  changesOf,
  filterOf,
  MergeBody,
  MessageBody,
  NewTicketBody,
  NoteBody,
  PriorityBody,
  periodOf,
  priorityOf,
  StatisticsQuery,
  StatusBody,
  statusOf,
  TicketParams,
  TicketQuery,
  UpdateBody,
} from './api-shapes.ts';
import { changeTickets } from './bulk.ts';
import { assignTicket, updateTicket } from './changes.ts';
import { mergeTicket } from './merge.ts';
import { addTicketNote, readTicketMessages, replyToCustomer } from './messages.ts';
import { toBulkView, toStaffTicketView, toTicketChangeView, toTicketMessageView } from './model.ts';
import { browseTickets, createTicket, historyOf, readTicket, ticketStatistics } from './service.ts';

const documented = documentation('tickets', () => import('./answers.ts'));

export const ticketsApi = (ctx: Context) =>
  new Elysia({ prefix: '/api/v1/tickets' }).use(access(ctx)).use(ticketLists(ctx)).use(oneTicket(ctx));

const ticketLists = (ctx: Context) =>
  new Elysia()
    .use(access(ctx))
    .get(
      '/',
      async ({ caller, query, set }) => {
        const { tickets, total } = await browseTickets(ctx, caller, filterOf(query, caller), query);
        sendTotal(set, total);
        return tickets.map(toStaffTicketView);
      },
      {
        staff: { may: 'ticket.read', limit: 'tickets' },
        query: TicketQuery,
        detail: documented('Tickets, the newest first; an AGENT sees the unassigned and their own', {
          answer: ['StaffTicket'],
        }),
      },
    )
    .post(
      '/',
      async ({ caller, body }) => {
        const ticket = await createTicket(ctx, caller, {
          subject: body.subject.trim(),
          description: body.description ?? null,
          conversationId: body.conversation_id || null,
          customerName: body.customer_name?.trim() || null,
          customerEmail: body.customer_email || null,
          category: body.category?.trim().toLowerCase() ?? 'general',
          priority: body.priority ? priorityOf(body.priority) : 'MEDIUM',
          isComplaint: body.complaint ?? false,
          tags: body.tags ?? [],
        });
        return toStaffTicketView(ticket);
      },
      {
        staff: { may: 'ticket.create', limit: 'tickets' },
        body: NewTicketBody,
        detail: documented('Open a ticket', { answer: 'StaffTicket' }),
      },
    )
    .get(
      '/statistics',
      async ({ caller, query }) => {
        const { since, ...statistics } = await ticketStatistics(ctx, caller, periodOf(query.period ?? 'week'));
        return { ...statistics, since: since.toISOString() };
      },
      {
        staff: { may: 'ticket.statistics', limit: 'tickets' },
        query: StatisticsQuery,
        detail: documented('How many, how late, how fast, of the last day, week or month', {
          answer: 'TicketStatistics',
        }),
      },
    )
    .post(
      '/bulk',
      async ({ caller, body: { ticket_ids: references, ...changes } }) =>
        (await changeTickets(ctx, caller, references, changesOf(changes))).map(toBulkView),
      {
        staff: { may: 'ticket.bulk', limit: 'tickets' },
        body: BulkBody,
        detail: documented('The same change to many tickets, with one answer for each', {
          answer: ['BulkOutcome'],
          example: { ticket_ids: ['TKT-7F3K2M9Q', 'TKT-2B8N4XWC'], priority: 'HIGH' },
        }),
      },
    );

const oneTicket = (ctx: Context) =>
  new Elysia({ prefix: '/:ticketId' })
    .use(access(ctx))
    .get('/', async ({ caller, params }) => toStaffTicketView(await readTicket(ctx, caller, params.ticketId)), {
      staff: { may: 'ticket.read', limit: 'tickets' },
      params: TicketParams,
      detail: documented('One ticket, by its reference', { answer: 'StaffTicket' }),
    })
    .put(
      '/',
      async ({ caller, params, body }) =>
        toStaffTicketView(await updateTicket(ctx, caller, params.ticketId, changesOf(body))),
      {
        staff: { may: 'ticket.update', limit: 'tickets' },
        params: TicketParams,
        body: UpdateBody,
        detail: documented('Change what is named and leave the rest', {
          answer: 'StaffTicket',
          errors: { 403: 'The role may not', 409: 'It was merged, or cannot go there' },
          example: { priority: 'HIGH', assigned_to: 7 },
        }),
      },
    )
    .post(
      '/assign',
      async ({ caller, params, body }) => {
        const agentId = body.agentId === undefined ? body.agent_id : body.agentId;
        if (agentId === undefined) throw invalid([{ field: 'agent_id', message: 'is required' }]);
        return toStaffTicketView(await assignTicket(ctx, caller, params.ticketId, agentId));
      },
      {
        staff: { may: 'ticket.assign.self', limit: 'tickets' },
        params: TicketParams,
        body: AssignBody,
        detail: documented('Give it to a person, or with null to nobody', {
          answer: 'StaffTicket',
          description: 'An open ticket is then in progress. An AGENT may take it, and give it to nobody else.',
          errors: { 403: 'The role may not', 409: 'It was merged' },
          example: { agent_id: 7 },
        }),
      },
    )
    .patch(
      '/status',
      async ({ caller, params, body }) => {
        const notes = body.resolution_notes;
        const changes = { status: statusOf(body.status), ...(notes != null && { resolutionNotes: notes }) };
        return toStaffTicketView(await updateTicket(ctx, caller, params.ticketId, changes));
      },
      {
        staff: { may: 'ticket.update', limit: 'tickets' },
        params: TicketParams,
        body: StatusBody,
        detail: documented('Move it on', {
          answer: 'StaffTicket',
          description: 'A closed ticket is reopened by SUPERVISOR and ADMIN only.',
          errors: { 403: 'The role may not', 409: 'It was merged, or cannot go there' },
          example: { status: 'RESOLVED', resolution_notes: 'El cargo fue devuelto.' },
        }),
      },
    )
    .patch(
      '/priority',
      async ({ caller, params, body }) => {
        const changes = { priority: priorityOf(body.priority) };
        return toStaffTicketView(await updateTicket(ctx, caller, params.ticketId, changes));
      },
      {
        staff: { may: 'ticket.update', limit: 'tickets' },
        params: TicketParams,
        body: PriorityBody,
        detail: documented('Make it more or less urgent; its clocks follow', {
          answer: 'StaffTicket',
          errors: { 409: 'It was merged' },
        }),
      },
    )
    .get(
      '/messages',
      async ({ caller, params }) => (await readTicketMessages(ctx, caller, params.ticketId)).map(toTicketMessageView),
      {
        staff: { may: 'ticket.read', limit: 'tickets' },
        params: TicketParams,
        detail: documented('Messages and notes, the oldest first', { answer: ['TicketMessage'] }),
      },
    )
    .post(
      '/messages',
      async ({ caller, params, body }) => {
        const message = await replyToCustomer(ctx, caller, params.ticketId, body.message);
        return { ...toTicketMessageView(message), delivery: message.delivery };
      },
      {
        staff: { may: 'ticket.reply', limit: 'tickets' },
        params: TicketParams,
        body: MessageBody,
        detail: documented('Write to the customer: in the open chat, else by mail', {
          answer: 'TicketMessage',
          errors: { 409: 'There is no chat and no address, or it was merged' },
        }),
      },
    )
    .post(
      '/notes',
      async ({ caller, params, body }) =>
        toTicketMessageView(await addTicketNote(ctx, caller, params.ticketId, body.note)),
      {
        staff: { may: 'ticket.note', limit: 'tickets' },
        params: TicketParams,
        body: NoteBody,
        detail: documented('A note among staff; @name tells that person', { answer: 'TicketMessage' }),
      },
    )
    .get(
      '/history',
      async ({ caller, params }) => (await historyOf(ctx, caller, params.ticketId)).map(toTicketChangeView),
      {
        staff: { may: 'ticket.read', limit: 'tickets' },
        params: TicketParams,
        detail: documented('Every change: who, what, from, to, when', { answer: ['TicketChange'] }),
      },
    )
    .post(
      '/merge',
      async ({ caller, params, body }) =>
        toStaffTicketView(await mergeTicket(ctx, caller, params.ticketId, body.into.trim().toUpperCase())),
      {
        staff: { may: 'ticket.merge', limit: 'tickets' },
        params: TicketParams,
        body: MergeBody,
        detail: documented('Close a duplicate in favour of another ticket', {
          answer: 'StaffTicket',
          errors: { 409: 'One of them was merged already' },
        }),
      },
    );
