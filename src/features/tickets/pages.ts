import { Elysia, t } from 'elysia';
import { ticketTexts } from '../../../views/texts/ticket-texts.ts';
import { BulkNotesDialog, BulkNotesForm, BulkResults } from '../../../views/tickets/bulk-dialog.tsx';
import { TicketBoardPage } from '../../../views/tickets/ticket-board-page.tsx';
import { PAGE_ROWS, TicketListPage } from '../../../views/tickets/ticket-list-page.tsx';
import type { Context } from '../../context.ts';
import { targetOf, viewResponse } from '../../http/htmx.ts';
import { oneOf } from '../../http/one-of.ts';
import { PERMISSIONS } from '../auth/model.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { panelFiles, personOf, viewOf } from '../panel/frame.ts';
import { changeTickets, MAX_BULK } from './bulk.ts';
import { filterOfState, ListQuery, stateOf } from './list-address.ts';
import { isWorkedOn, PRIORITIES, TICKET_STATUSES, type TicketChanges } from './model.ts';
import { newTicketPages } from './new-ticket-pages.ts';
import { dialogAnswer } from './page-answers.ts';
import { colleaguesOf, MOST_SHOWN, readBoard, readStrip } from './reading.ts';
import { doSomeLackNotes } from './reading-queries.ts';
import { browseTickets, scopeOf } from './service.ts';
import { ticketPages } from './ticket-pages.ts';

const reference = t.String({ maxLength: 20 });

/** Of the boxes that are ticked: a single one comes by itself. */
const BulkForm = t.Object({
  selected: t.Union([reference, t.Array(reference, { maxItems: MAX_BULK })]),
  assignee: t.Optional(t.String({ pattern: '^\\d{0,9}$' })),
  status: t.Optional(oneOf(TICKET_STATUSES)),
  priority: t.Optional(oneOf(PRIORITIES)),
  notes: t.Optional(t.String({ maxLength: 10_000 })),
});

/** The tickets in the panel: list, board, and what is done to many at once. */
export const ticketsPages = (ctx: Context) =>
  new Elysia({ prefix: '/panel/tickets' })
    .use(panelAccess(ctx))
    .get('/', ({ caller, request, query }) => showList(ctx, caller, request, query), {
      panel: PERMISSIONS['ticket.read'],
      query: ListQuery,
    })
    .get('/board', ({ caller, request, query }) => showBoard(ctx, caller, request, query), {
      panel: PERMISSIONS['ticket.read'],
      query: ListQuery,
    })
    .post('/bulk', ({ caller, request, body }) => changeMany(ctx, caller, request, body), {
      panel: PERMISSIONS['ticket.bulk'],
      body: BulkForm,
    })
    .use(newTicketPages(ctx))
    .use(ticketPages(ctx));

async function showList(
  ctx: Context,
  caller: Caller,
  request: Request,
  query: typeof ListQuery.static,
): Promise<Response> {
  const state = stateOf(query);
  const view = viewOf(ctx, caller, request);
  const [found, counts, colleagues] = await Promise.all([
    browseTickets(ctx, caller, filterOfState(state, caller), {
      limit: PAGE_ROWS,
      skip: (state.page - 1) * PAGE_ROWS,
      order: state.order,
      most: MOST_SHOWN + 1,
    }),
    readStrip(ctx, caller, view.timeZone),
    colleaguesOf(ctx, caller),
  ]);
  const list = { ...found, state, counts, colleagues, most: MOST_SHOWN, view };
  return viewResponse(TicketListPage({ list, person: personOf(caller), files: panelFiles() }));
}

async function showBoard(
  ctx: Context,
  caller: Caller,
  request: Request,
  query: typeof ListQuery.static,
): Promise<Response> {
  const state = stateOf({ ...query, status: '', page: 1 });
  const view = viewOf(ctx, caller, request);
  const [columns, counts, colleagues] = await Promise.all([
    readBoard(ctx, caller, filterOfState(state, caller)),
    readStrip(ctx, caller, view.timeZone),
    colleaguesOf(ctx, caller),
  ]);
  const board = { columns, state, counts, colleagues, most: MOST_SHOWN, view };
  return viewResponse(TicketBoardPage({ board, person: personOf(caller), files: panelFiles() }));
}

/** The same change to all that are selected; asks for notes first where it takes some. */
async function changeMany(
  ctx: Context,
  caller: Caller,
  request: Request,
  { selected, assignee, status, priority, notes }: typeof BulkForm.static,
): Promise<Response> {
  const references = [selected].flat();
  const view = viewOf(ctx, caller, request);
  if (status && !isWorkedOn(status) && !notes?.trim()) {
    const isRequired = await doSomeLackNotes(ctx.db.sql, references, scopeOf(caller));
    if (isRequired || (status === 'CLOSED' && notes === undefined)) {
      const error = notes === undefined ? null : ticketTexts[view.language].move.notesMissing;
      const bulk = { references, to: status, notes: notes ?? '', isRequired, error };
      if (targetOf(request) === 'bulk-notes') return viewResponse(BulkNotesForm({ bulk, view }), { status: 422 });
      return dialogAnswer(BulkNotesDialog({ bulk, view }));
    }
  }
  const changes: TicketChanges = {
    ...(assignee !== undefined && { assigneeId: assignee === '' ? null : Number(assignee) }),
    ...(status && { status }),
    ...(priority && { priority }),
    ...(notes?.trim() && { notesIfNone: notes.trim() }),
  };
  const outcomes = await changeTickets(ctx, caller, references, changes);
  return dialogAnswer(BulkResults({ outcomes, view }), { hasChanged: true });
}
