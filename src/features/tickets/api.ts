import { Elysia } from 'elysia';
import type { Context } from '../../context.ts';
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

const tags = ['tickets'];

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
        detail: { summary: 'Tickets, the newest first; an AGENT sees the unassigned and their own', tags },
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
        detail: { summary: 'Open a ticket', tags },
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
        detail: { summary: 'How many, how late, how fast, of the last day, week or month', tags },
      },
    )
    .post(
      '/bulk',
      async ({ caller, body: { ticket_ids: references, ...changes } }) =>
        (await changeTickets(ctx, caller, references, changesOf(changes))).map(toBulkView),
      {
        staff: { may: 'ticket.bulk', limit: 'tickets' },
        body: BulkBody,
        detail: { summary: 'The same change to many tickets, with one answer for each', tags },
      },
    );

const oneTicket = (ctx: Context) =>
  new Elysia({ prefix: '/:ticketId' })
    .use(access(ctx))
    .get('/', async ({ caller, params }) => toStaffTicketView(await readTicket(ctx, caller, params.ticketId)), {
      staff: { may: 'ticket.read', limit: 'tickets' },
      params: TicketParams,
      detail: { summary: 'One ticket, by its reference', tags },
    })
    .put(
      '/',
      async ({ caller, params, body }) =>
        toStaffTicketView(await updateTicket(ctx, caller, params.ticketId, changesOf(body))),
      {
        staff: { may: 'ticket.update', limit: 'tickets' },
        params: TicketParams,
        body: UpdateBody,
        detail: { summary: 'Change what is named and leave the rest', tags },
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
        detail: { summary: 'Give it to a person, or with null to nobody', tags },
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
        detail: { summary: 'Move it on', tags },
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
        detail: { summary: 'Make it more or less urgent; its clocks follow', tags },
      },
    )
    .get(
      '/messages',
      async ({ caller, params }) => (await readTicketMessages(ctx, caller, params.ticketId)).map(toTicketMessageView),
      {
        staff: { may: 'ticket.read', limit: 'tickets' },
        params: TicketParams,
        detail: { summary: 'Messages and notes, the oldest first', tags },
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
        detail: { summary: 'Write to the customer: in the open chat, else by mail', tags },
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
        detail: { summary: 'A note among staff; @name tells that person', tags },
      },
    )
    .get(
      '/history',
      async ({ caller, params }) => (await historyOf(ctx, caller, params.ticketId)).map(toTicketChangeView),
      {
        staff: { may: 'ticket.read', limit: 'tickets' },
        params: TicketParams,
        detail: { summary: 'Every change: who, what, from, to, when', tags },
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
        detail: { summary: 'Close a duplicate in favour of another ticket', tags },
      },
    );
