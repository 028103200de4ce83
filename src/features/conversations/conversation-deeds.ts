import { Elysia, t } from 'elysia';
import { ToastPiece } from '../../../views/components/toast.tsx';
import { EndForm, TransferForm } from '../../../views/conversations/deed-forms.tsx';
import { ChargePiece, ClosedPiece } from '../../../views/conversations/pane-pieces.tsx';
import { conversationTexts } from '../../../views/texts/conversation-texts.ts';
import type { Context } from '../../context.ts';
import { textOf, viewResponse } from '../../http/htmx.ts';
import { oneOf } from '../../http/one-of.ts';
import { AppError } from '../../lib/errors.ts';
import { may, PERMISSIONS } from '../auth/model.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { viewOf } from '../panel/frame.ts';
import { updateTicket } from '../tickets/changes.ts';
import { findOpenTicket } from '../tickets/queries.ts';
import { findAgent, listDesk } from './assignment.ts';
import { endAsStaff, releaseConversation, takeOverConversation, transferConversation } from './charge.ts';
import type { Agent, InboxRow } from './model.ts';
import { getVisible } from './service.ts';

const QUEUE = 'queue';
/**
 * What is answered goes to its own places, also where the live push has just taken away what asked for it; the dialog, if
 * it was that, closes.
 */
const PIECES_ONLY = { 'hx-retarget': 'body', 'hx-reswap': 'none', 'hx-trigger': 'panel:done' };
const TransferBody = t.Object({
  to: t.Optional(t.String({ pattern: '^(queue|[0-9]{1,9})$' })),
  reason: t.Optional(t.String({ maxLength: 500 })),
});
const EndBody = t.Object({
  outcome: t.Optional(oneOf(['resolve', 'keep'])),
  notes: t.Optional(t.String({ maxLength: 4_000 })),
});

/** What changes who is in charge of the open conversation. Every answer brings the state as it is then. */
export const conversationDeeds = (ctx: Context) =>
  new Elysia()
    .use(panelAccess(ctx))
    .post(
      '/:id/takeover',
      ({ caller, request, params: { id } }) =>
        doIt(ctx, caller, request, id, async () => {
          await takeOverConversation(ctx, caller, id);
          return conversationTexts[caller.language].toasts.tookOver;
        }),
      { panel: PERMISSIONS['conversation.takeover'] },
    )
    .post(
      '/:id/release',
      ({ caller, request, params: { id } }) =>
        doIt(ctx, caller, request, id, async () => {
          await releaseConversation(ctx, caller, id);
          return conversationTexts[caller.language].toasts.released;
        }),
      { panel: PERMISSIONS['conversation.release'] },
    )
    .post('/:id/transfer', ({ caller, request, params: { id }, body }) => transfer(ctx, caller, request, id, body), {
      panel: PERMISSIONS['conversation.transfer'],
      body: TransferBody,
    })
    .post('/:id/end', ({ caller, request, params: { id }, body }) => end(ctx, caller, request, id, body), {
      panel: PERMISSIONS['conversation.end'],
      body: EndBody,
    });

async function transfer(
  ctx: Context,
  caller: Caller,
  request: Request,
  id: string,
  { to, reason = '' }: typeof TransferBody.static,
): Promise<Response> {
  const texts = conversationTexts[caller.language].transferForm;
  const target = to === undefined || to === QUEUE ? null : await findAgent(ctx, Number(to));
  const isKnown = to === QUEUE || target !== null;
  if (!isKnown) {
    const row = await getVisible(ctx, caller, id);
    const error = to === undefined ? texts.needsTarget : texts.goneTarget;
    const form = { agents: await agentsFor(ctx, row), me: caller.id, to: to ?? '', reason, error };
    return viewResponse(TransferForm({ conversationId: id, ...form, view: viewOf(ctx, caller, request) }), {
      status: 422,
    });
  }
  return doIt(ctx, caller, request, id, async () => {
    await transferConversation(ctx, caller, id, { to: target?.id ?? null, reason: reason.trim() || null });
    if (target === null) return texts.doneQueue;
    return target.id === caller.id ? conversationTexts[caller.language].toasts.tookOver : texts.done(target.name);
  });
}

async function end(
  ctx: Context,
  caller: Caller,
  request: Request,
  id: string,
  { outcome, notes = '' }: typeof EndBody.static,
): Promise<Response> {
  const texts = conversationTexts[caller.language].endForm;
  const ticket = await ticketToSettle(ctx, caller, id);
  const isIncomplete = ticket !== null && (!outcome || (outcome === 'resolve' && !notes.trim()));
  if (isIncomplete) {
    const form = {
      outcome: outcome ?? '',
      notes,
      error: outcome ? null : texts.needsChoice,
      notesError: outcome ? texts.needsNotes : null,
    };
    const view = viewOf(ctx, caller, request);
    return viewResponse(EndForm({ conversationId: id, ticket, ...form, view }), { status: 422 });
  }
  return doIt(ctx, caller, request, id, async () => {
    const isResolved = ticket !== null && outcome === 'resolve';
    if (isResolved) await updateTicket(ctx, caller, ticket, { status: 'RESOLVED', resolutionNotes: notes.trim() });
    await endAsStaff(ctx, caller, id);
    return isResolved ? texts.doneResolved(ticket) : texts.done;
  });
}

/** The reference of the conversation's open ticket, where it is the person's to settle. Errors: not_found. */
export async function ticketToSettle(ctx: Context, caller: Caller, id: string): Promise<string | null> {
  await getVisible(ctx, caller, id);
  const ticket = await findOpenTicket(ctx.db.sql, id);
  const isTheirs = ticket && (ticket.assigneeId === null || ticket.assigneeId === caller.id);
  return ticket && (isTheirs || may(caller, 'ticket.any')) ? ticket.reference : null;
}

/** Everybody it can go to, those who can take it now first. */
export const agentsFor = async (ctx: Context, row: InboxRow): Promise<Agent[]> =>
  (await listDesk(ctx)).filter(({ id }) => id !== row.assigneeId);

/** Does it and says so; where somebody was faster it says that, with the true state beside it. */
async function doIt(
  ctx: Context,
  caller: Caller,
  request: Request,
  id: string,
  deed: () => Promise<string>,
): Promise<Response> {
  const { language } = caller;
  try {
    const title = await deed();
    const toast = ToastPiece({ title, kind: 'done', language });
    return viewResponse(textOf(await stateOf(ctx, caller, request, id)) + textOf(toast), { headers: PIECES_ONLY });
  } catch (error) {
    return lostRace(ctx, caller, request, id, error);
  }
}

/**
 * The state as it is, and why nothing was done: the conversation has changed hands or ended meanwhile. Errors: `error`
 * itself, where it is of another kind.
 */
export async function lostRace(
  ctx: Context,
  caller: Caller,
  request: Request,
  id: string,
  error: unknown,
  title?: string,
): Promise<Response> {
  if (!(error instanceof AppError) || (error.code !== 'conflict' && error.code !== 'not_found')) throw error;
  const { language } = caller;
  const row = await findVisible(ctx, caller, id);
  const toast = ToastPiece({ title: title ?? reasonOf(row, caller), kind: 'failed', language });
  return viewResponse(textOf(await stateOf(ctx, caller, request, id)) + textOf(toast), {
    status: error.status,
    headers: PIECES_ONLY,
  });
}

function reasonOf(row: InboxRow | null, { id, language }: Caller): string {
  const { toasts } = conversationTexts[language];
  if (!row) return toasts.isGone;
  if (row.status === 'ended') return toasts.hasEnded;
  const isOthers = row.status === 'human' && row.assigneeId !== id;
  return isOthers ? toasts.lostRace(row.assigneeName ?? '–') : toasts.changed;
}

/** Who is in charge and what can be done now, or that it is no longer the person's to see. */
async function stateOf(ctx: Context, caller: Caller, request: Request, id: string): Promise<JSX.Element> {
  const row = await findVisible(ctx, caller, id);
  const view = viewOf(ctx, caller, request);
  return row ? ChargePiece({ row, onlooker: caller, view }) : ClosedPiece({ view });
}

async function findVisible(ctx: Context, caller: Caller, id: string): Promise<InboxRow | null> {
  try {
    return await getVisible(ctx, caller, id);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  }
}
