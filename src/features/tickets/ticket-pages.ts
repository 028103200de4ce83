import { Elysia, t } from 'elysia';
import { CannedOptions, ColleagueOptions } from '../../../views/conversations/picker-options.tsx';
import { panelTexts } from '../../../views/texts/panel-texts.ts';
import { ticketTexts } from '../../../views/texts/ticket-texts.ts';
import { WriteForm } from '../../../views/tickets/compose.tsx';
import { EditDialog, EditForm } from '../../../views/tickets/edit-dialog.tsx';
import { MergeDialog, MergeForm } from '../../../views/tickets/merge-dialog.tsx';
import { MoveDialog, MoveForm } from '../../../views/tickets/move-form.tsx';
import { ticketPath } from '../../../views/tickets/paths.ts';
import { TicketGone, TicketPage, TicketPieces, type TicketSight } from '../../../views/tickets/ticket-page.tsx';
import type { Context } from '../../context.ts';
import { redirectTo, targetOf, viewResponse } from '../../http/htmx.ts';
import { oneOf } from '../../http/one-of.ts';
import { AppError } from '../../lib/errors.ts';
import { PERMISSIONS } from '../auth/model.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { cannedForTicket } from '../canned-responses/options.ts';
import { listColleagues } from '../conversations/colleague-queries.ts';
import { panelFiles, personOf, viewOf } from '../panel/frame.ts';
import { updateTicket } from './changes.ts';
import { filterOfState, ListQuery, stateOf } from './list-address.ts';
import { listTickets } from './list-queries.ts';
import { mergeTicket } from './merge.ts';
import { addTicketNote, replyToCustomer } from './messages.ts';
import { needsNotes, PRIORITIES, TICKET_STATUSES, type Ticket, type TicketStatus } from './model.ts';
import { dialogAnswer, doneAnswer, refusalOf, refusedAnswer } from './page-answers.ts';
import { findTicket } from './queries.ts';
import { colleaguesOf, openTicketPage } from './reading.ts';
import { listRelated } from './reading-queries.ts';
import { getTicket, requireVisible, scopeOf, visibleOf } from './service.ts';

const MAX_TEXT_CHARS = 10_000;
const FOUND_TICKETS = 8;

const Params = t.Object({ reference: t.String({ maxLength: 20 }) });
const text = t.String({ maxLength: MAX_TEXT_CHARS, default: '' });
const Move = t.Object({
  to: oneOf(TICKET_STATUSES),
  notes: t.Optional(t.String({ maxLength: MAX_TEXT_CHARS })),
});
const Change = t.Object({
  assignee: t.Optional(t.String({ pattern: '^\\d{0,9}$' })),
  priority: t.Optional(oneOf(PRIORITIES)),
});
const Edit = t.Object({
  category: t.String({ minLength: 1, maxLength: 60, pattern: '\\S' }),
  tags: t.String({ maxLength: 1_000, default: '' }),
  notes: text,
  complaint: t.Optional(t.Literal('on')),
});
const Search = t.Object({ q: t.String({ maxLength: 200, default: '' }) });
const Merge = t.Object({
  into: t.String({ maxLength: 20, default: '' }),
  q: t.String({ maxLength: 200, default: '' }),
});

/** One ticket: its page, and everything that is done on it. */
export const ticketPages = (ctx: Context) =>
  new Elysia({ prefix: '/:reference' })
    .use(panelAccess(ctx))
    .get(
      '/',
      async ({ caller, request, params, query }) => {
        const sight = await sightOf(ctx, caller, request, params.reference, query);
        return viewResponse(TicketPage({ sight, person: personOf(caller), files: panelFiles() }));
      },
      { panel: PERMISSIONS['ticket.read'], params: Params, query: ListQuery },
    )
    .get(
      '/pieces',
      async ({ caller, request, params, query }) => {
        try {
          return viewResponse(TicketPieces({ sight: await sightOf(ctx, caller, request, params.reference, query) }));
        } catch (error) {
          if (!(error instanceof AppError && error.code === 'not_found')) throw error;
          return viewResponse(TicketGone({ view: viewOf(ctx, caller, request) }));
        }
      },
      { panel: PERMISSIONS['ticket.read'], params: Params, query: ListQuery },
    )
    .get(
      '/canned',
      async ({ caller, params }) =>
        viewResponse(CannedOptions({ canned: await cannedForTicket(ctx, caller, params.reference) })),
      { panel: PERMISSIONS['canned.own'], params: Params },
    )
    .get(
      '/colleagues',
      async ({ caller, request, params }) => {
        requireVisible(caller, await findTicket(ctx.db.sql, params.reference));
        const colleagues = await listColleagues(ctx.db.sql, caller.id);
        return viewResponse(ColleagueOptions({ colleagues, view: viewOf(ctx, caller, request) }));
      },
      { panel: PERMISSIONS['ticket.note'], params: Params },
    )
    .post('/change', ({ caller, params, body }) => change(ctx, caller, params.reference, body), {
      panel: PERMISSIONS['ticket.update'],
      params: Params,
      body: Change,
    })
    .post('/move', ({ caller, request, params, body }) => move(ctx, caller, request, params.reference, body), {
      panel: PERMISSIONS['ticket.update'],
      params: Params,
      body: Move,
    })
    .get('/edit', ({ caller, request, params }) => showEdit(ctx, caller, request, params.reference), {
      panel: PERMISSIONS['ticket.update'],
      params: Params,
    })
    .post('/edit', ({ caller, request, params, body }) => takeEdit(ctx, caller, request, params.reference, body), {
      panel: PERMISSIONS['ticket.update'],
      params: Params,
      body: Edit,
    })
    .get('/merge', ({ caller, request, params, query }) => showMerge(ctx, caller, request, params.reference, query.q), {
      panel: PERMISSIONS['ticket.merge'],
      params: Params,
      query: Search,
    })
    .post('/merge', ({ caller, request, params, body }) => takeMerge(ctx, caller, request, params.reference, body), {
      panel: PERMISSIONS['ticket.merge'],
      params: Params,
      body: Merge,
    })
    .post(
      '/messages',
      ({ caller, request, params, body }) => write(ctx, caller, request, params.reference, 'reply', body.reply),
      { panel: PERMISSIONS['ticket.reply'], params: Params, body: t.Object({ reply: text }) },
    )
    .post(
      '/notes',
      ({ caller, request, params, body }) => write(ctx, caller, request, params.reference, 'note', body.note),
      { panel: PERMISSIONS['ticket.note'], params: Params, body: t.Object({ note: text }) },
    );

async function sightOf(
  ctx: Context,
  caller: Caller,
  request: Request,
  reference: string,
  query: typeof ListQuery.static,
): Promise<TicketSight> {
  const state = stateOf(query);
  const list = { filter: filterOfState(state, caller), order: state.order };
  const [opened, colleagues] = await Promise.all([
    openTicketPage(ctx, caller, reference, list),
    colleaguesOf(ctx, caller),
  ]);
  return { opened, state, colleagues, callerId: caller.id, role: caller.role, view: viewOf(ctx, caller, request) };
}

async function change(
  ctx: Context,
  caller: Caller,
  reference: string,
  { assignee, priority }: typeof Change.static,
): Promise<Response> {
  try {
    await updateTicket(ctx, caller, reference, {
      ...(assignee !== undefined && { assigneeId: assignee === '' ? null : Number(assignee) }),
      ...(priority && { priority }),
    });
    return doneAnswer({ title: ticketTexts[caller.language].detail.changed }, caller.language);
  } catch (error) {
    return refusedAnswer(error, caller.language);
  }
}

/** Moves it on; asks for notes where it takes some to get there. */
async function move(
  ctx: Context,
  caller: Caller,
  request: Request,
  reference: string,
  { to, notes }: typeof Move.static,
): Promise<Response> {
  const { language } = caller;
  const view = viewOf(ctx, caller, request);
  const isForm = targetOf(request) === 'ticket-move';
  try {
    const ticket = await getTicket(ctx, caller, reference);
    // Closing is for good to most people, so it is asked for also where nothing is missing.
    const isMissing = needsNotes(ticket, to) && !notes?.trim();
    if (isEnd(to) && (isMissing || (to === 'CLOSED' && notes === undefined))) {
      const error = isForm ? ticketTexts[language].move.notesMissing : null;
      const known = notes ?? ticket.resolutionNotes ?? '';
      const asked = { ticket, to, notes: known, isRequired: isMissing, error, problem: null };
      return isForm
        ? viewResponse(MoveForm({ move: asked, view }), { status: 422 })
        : dialogAnswer(MoveDialog({ move: asked, view }));
    }
    await updateTicket(ctx, caller, reference, { status: to, ...(notes?.trim() && { resolutionNotes: notes.trim() }) });
  } catch (error) {
    if (!isForm || !isEnd(to)) return refusedAnswer(error, language);
    const asked = { ticket: { reference, subject: '' }, to, notes: notes ?? '', isRequired: false, error: null };
    const form = MoveForm({ move: { ...asked, problem: refusalOf(error, language) }, view });
    return viewResponse(form, { status: 422 });
  }
  const status = panelTexts[language].ticketStatus[to] ?? to;
  return doneAnswer({ title: ticketTexts[language].move.moved(reference, status) }, language);
}

const isEnd = (to: TicketStatus): to is 'RESOLVED' | 'CLOSED' => to === 'RESOLVED' || to === 'CLOSED';

async function showEdit(ctx: Context, caller: Caller, request: Request, reference: string): Promise<Response> {
  const ticket = await getTicket(ctx, caller, reference);
  const { category, tags, resolutionNotes, complaintNumber } = ticket;
  const isComplaint = complaintNumber !== null;
  const edit = { ticket, category, tags: tags.join(', '), notes: resolutionNotes ?? '', isComplaint, problem: null };
  return viewResponse(EditDialog({ edit, role: caller.role, view: viewOf(ctx, caller, request) }));
}

async function takeEdit(
  ctx: Context,
  caller: Caller,
  request: Request,
  reference: string,
  { category, tags, notes, complaint }: typeof Edit.static,
): Promise<Response> {
  const { language } = caller;
  const isComplaint = complaint === 'on';
  const ticket = await getTicket(ctx, caller, reference);
  try {
    await updateTicket(ctx, caller, reference, {
      category: category.trim().toLowerCase(),
      tags: tags.split(','),
      ...((notes.trim() || ticket.resolutionNotes) && { resolutionNotes: notes.trim() }),
      ...(isComplaint !== (ticket.complaintNumber !== null) && { isComplaint }),
    });
  } catch (error) {
    const problem = refusalOf(error, language);
    const edit = { ticket, category, tags, notes, isComplaint, problem };
    const form = EditForm({ edit, role: caller.role, view: viewOf(ctx, caller, request) });
    return viewResponse(form, { status: 422 });
  }
  return doneAnswer({ title: ticketTexts[language].detail.changed }, language);
}

async function showMerge(
  ctx: Context,
  caller: Caller,
  request: Request,
  reference: string,
  q: string,
): Promise<Response> {
  const ticket = await getTicket(ctx, caller, reference);
  const merging = { ticket, q: q.trim(), found: await findSurvivors(ctx, caller, ticket, q), into: '', problem: null };
  return viewResponse(MergeDialog({ merging, view: viewOf(ctx, caller, request) }));
}

async function takeMerge(
  ctx: Context,
  caller: Caller,
  request: Request,
  reference: string,
  { into, q }: typeof Merge.static,
): Promise<Response> {
  const { language } = caller;
  const ticket = await getTicket(ctx, caller, reference);
  let problem = ticketTexts[language].mergeForm.missing;
  if (into !== '') {
    try {
      const survivor = await mergeTicket(ctx, caller, reference, into.trim().toUpperCase());
      return redirectTo(ticketPath(survivor.reference), request);
    } catch (error) {
      problem = refusalOf(error, language);
    }
  }
  const found = await findSurvivors(ctx, caller, ticket, q);
  const view = viewOf(ctx, caller, request);
  return viewResponse(MergeForm({ merging: { ticket, q, found, into, problem }, view }), { status: 422 });
}

/** What the words find, or without any the customer's other tickets, of those that a duplicate can go on in. */
async function findSurvivors(ctx: Context, caller: Caller, ticket: Ticket, q: string): Promise<Ticket[]> {
  const { sql } = ctx.db;
  const words = q.trim();
  const found = words
    ? await listTickets(
        sql,
        { ...visibleOf(caller), canGoOn: true, text: words },
        { limit: FOUND_TICKETS + 1, skip: 0 },
      )
    : await listRelated(sql, ticket, scopeOf(caller), FOUND_TICKETS);
  return found
    .filter(({ id, status, mergedInto }) => id !== ticket.id && status !== 'CLOSED' && mergedInto === null)
    .slice(0, FOUND_TICKETS);
}

/** To the customer, or a note: an empty form and a word about where it went, or the form with what was typed. */
async function write(
  ctx: Context,
  caller: Caller,
  request: Request,
  reference: string,
  kind: 'reply' | 'note',
  value: string,
): Promise<Response> {
  const { language } = caller;
  const texts = ticketTexts[language].compose;
  const view = viewOf(ctx, caller, request);
  const again = (error: string | null, refusal: string | null) =>
    viewResponse(WriteForm({ kind, reference, value, error, refusal, view }), { status: 422 });
  if (value.trim() === '') return again(texts.missing, null);
  try {
    const empty = WriteForm({ kind, reference, value: '', error: null, view });
    if (kind === 'note') {
      await addTicketNote(ctx, caller, reference, value);
      return doneAnswer({ title: texts.saved }, language, empty);
    }
    const { delivery } = await replyToCustomer(ctx, caller, reference, value);
    return doneAnswer(texts.sent[delivery], language, empty);
  } catch (error) {
    return again(null, refusalOf(error, language));
  }
}
