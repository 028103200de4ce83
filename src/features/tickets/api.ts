import { Elysia, t } from 'elysia';
import type { Context } from '../../context.ts';
import { Page, sendTotal } from '../../http/page.ts';
import { invalid, notFound } from '../../lib/errors.ts';
import { access } from '../auth/access.ts';
import type { Caller } from '../auth/queries.ts';
import { isAtLeast } from '../users/model.ts';
import { TICKET_STATUSES, type TicketStatus, toTicketView } from './model.ts';
import { countTickets, findTicket, listTickets, type TicketFilter } from './queries.ts';

const tags = ['tickets'];
const TicketQuery = t.Composite([
  Page,
  t.Object({
    status: t.Optional(t.String({ maxLength: 20 })),
    priority: t.Optional(t.String({ maxLength: 20 })),
    category: t.Optional(t.String({ maxLength: 60 })),
    assigned_to: t.Optional(t.String({ maxLength: 20, description: "A user's id, `me` or `none`" })),
    q: t.Optional(t.String({ maxLength: 200 })),
  }),
]);

export const ticketsApi = (ctx: Context) =>
  new Elysia({ prefix: '/api/v1/tickets' })
    .use(access(ctx))
    .get(
      '/',
      async ({ caller, query, set }) => {
        const filter = filterOf(query, caller);
        const { sql } = ctx.db;
        const [rows, total] = await Promise.all([listTickets(sql, filter), countTickets(sql, filter)]);
        sendTotal(set, total);
        return rows.map(toTicketView);
      },
      {
        staff: { role: 'AGENT', limit: 'tickets' },
        query: TicketQuery,
        detail: { summary: 'Tickets, the newest first; an AGENT sees the unassigned and their own', tags },
      },
    )
    .get(
      '/:ticketId',
      async ({ caller, params }) => {
        const ticket = await findTicket(ctx.db.sql, params.ticketId);
        const isVisible =
          isAtLeast(caller.role, 'SUPERVISOR') || ticket?.assigneeId === null || ticket?.assigneeId === caller.id;
        if (!ticket || !isVisible) throw notFound('Ticket');
        return toTicketView(ticket);
      },
      {
        staff: { role: 'AGENT', limit: 'tickets' },
        params: t.Object({ ticketId: t.String({ maxLength: 20 }) }),
        detail: { summary: 'One ticket, by its reference', tags },
      },
    );

function filterOf(query: typeof TicketQuery.static, caller: Caller): TicketFilter {
  const { status, priority, category, assigned_to: assignedTo, q, limit, skip } = query;
  return {
    limit,
    skip,
    ...(status && { status: statusOf(status) }),
    ...(priority && { priority: priority.toUpperCase() }),
    ...(category && { category: category.toLowerCase() }),
    ...(assignedTo && { assignee: assigneeOf(assignedTo, caller) }),
    ...(q && { text: q }),
    ...(!isAtLeast(caller.role, 'SUPERVISOR') && { visibleTo: caller.id }),
  };
}

function statusOf(text: string): TicketStatus {
  const status = TICKET_STATUSES.find((one) => one === text.toUpperCase());
  if (!status) throw invalid([{ field: 'status', message: `must be one of ${TICKET_STATUSES.join(', ')}` }]);
  return status;
}

function assigneeOf(text: string, caller: Caller): number | 'none' {
  if (text === 'none') return 'none';
  if (text === 'me') return caller.id;
  if (!/^\d{1,9}$/.test(text)) throw invalid([{ field: 'assigned_to', message: 'must be an id, me or none' }]);
  return Number(text);
}
