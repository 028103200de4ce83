import { Elysia, t } from 'elysia';
import { ToastPiece } from '../../../views/components/toast.tsx';
import { DeliveryPiece, TimelinePiece } from '../../../views/conversations/pane-pieces.tsx';
import { ReportDone, ReportForm } from '../../../views/conversations/report-answer.tsx';
import { SuggestionCard } from '../../../views/conversations/suggestion-card.tsx';
import { conversationTexts } from '../../../views/texts/conversation-texts.ts';
import type { Context } from '../../context.ts';
import { textOf, viewResponse } from '../../http/htmx.ts';
import { AppError, type ErrorCode } from '../../lib/errors.ts';
import { PERMISSIONS } from '../auth/model.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { viewOf } from '../panel/frame.ts';
import { sendAgentFile } from '../uploads/staff.ts';
import { lostRace } from './conversation-deeds.ts';
import { addNote, reportAnswer, sendAgentMessage } from './correspondence.ts';
import { REPORT_REASONS } from './model.ts';
import { readDelivery, readNews } from './pane.ts';
import { getVisible } from './service.ts';
import { suggestReply } from './suggestion.ts';

const MAX_TEXT_CHARS = 4_000;
const MAX_COMMENT_CHARS = 2_000;
const ClientId = t.String({ format: 'uuid' });
const Seq = t.Numeric({ minimum: 1, maximum: 2_147_483_647 });

/** What staff write in the open conversation: to the customer, among themselves, and about an answer. */
export const conversationWriting = (ctx: Context) =>
  new Elysia()
    .use(panelAccess(ctx))
    .post(
      '/:id/messages',
      ({ caller, request, params: { id }, body: { message, client_id } }) =>
        send(ctx, caller, request, id, () =>
          sendAgentMessage(ctx, caller, id, { text: message, clientId: client_id.toLowerCase() }),
        ),
      {
        panel: PERMISSIONS['conversation.reply'],
        body: t.Object({ message: t.String({ maxLength: MAX_TEXT_CHARS }), client_id: ClientId }),
      },
    )
    .post(
      '/:id/files',
      ({ caller, request, params: { id }, body: { file, message = null, client_id } }) =>
        send(ctx, caller, request, id, () =>
          sendAgentFile(ctx, caller, id, { file, text: message, clientId: client_id.toLowerCase() }),
        ),
      {
        panel: PERMISSIONS['conversation.reply'],
        body: t.Object({
          file: t.File(),
          message: t.Optional(t.String({ maxLength: MAX_TEXT_CHARS })),
          client_id: ClientId,
        }),
      },
    )
    .post(
      '/:id/notes',
      async ({ caller, request, params: { id }, body }) => {
        const before = (await addNote(ctx, caller, id, { text: body.note, clientId: body.client_id ?? null })).id - 1;
        const { entries, previous } = await readNews(ctx, id, { ...NOTHING_NEW, afterNote: before });
        const view = viewOf(ctx, caller, request);
        return viewResponse(TimelinePiece({ conversationId: id, entries, previous, view }));
      },
      {
        panel: PERMISSIONS['conversation.note'],
        body: t.Object({ note: t.String({ maxLength: MAX_TEXT_CHARS }), client_id: t.Optional(ClientId) }),
      },
    )
    .post('/:id/suggestion', ({ caller, request, params: { id } }) => suggest(ctx, caller, request, id), {
      panel: PERMISSIONS['conversation.suggest'],
    })
    .post('/:id/reports', ({ caller, request, params: { id }, body }) => report(ctx, caller, request, id, body), {
      panel: PERMISSIONS['answer.report'],
      body: t.Object({
        seq: Seq,
        reason: t.Optional(t.String({ maxLength: 20 })),
        comment: t.Optional(t.String({ maxLength: MAX_COMMENT_CHARS })),
      }),
    });

const MAX_SEQ = 2_147_483_647;
const NOTHING_NEW = { afterSeq: MAX_SEQ, afterNote: MAX_SEQ, afterChange: MAX_SEQ };

/** The message as it stands among the others, and what becomes of it. */
async function send(
  ctx: Context,
  caller: Caller,
  request: Request,
  id: string,
  deed: () => Promise<{ seq: number }>,
): Promise<Response> {
  const { toasts } = conversationTexts[caller.language];
  try {
    const { seq } = await deed();
    const { entries, previous } = await readNews(ctx, id, { ...NOTHING_NEW, afterSeq: seq - 1 });
    const delivery = await readDelivery(ctx, await getVisible(ctx, caller, id), null);
    const view = viewOf(ctx, caller, request);
    const pieces = [
      TimelinePiece({ conversationId: id, entries, previous, view }),
      DeliveryPiece({ conversationId: id, delivery, view }),
    ];
    return viewResponse(pieces.map(textOf).join(''));
  } catch (error) {
    const title = error instanceof AppError ? fileProblem(error.code, caller) : null;
    if (title) {
      const toast = ToastPiece({ title, kind: 'failed', language: caller.language });
      return viewResponse(toast, { status: (error as AppError).status });
    }
    const row = await getVisible(ctx, caller, id).catch(() => null);
    const isStillTheirs = row?.status === 'human' && row.assigneeId === caller.id;
    return lostRace(ctx, caller, request, id, error, isStillTheirs ? toasts.tooMany : toasts.notYours);
  }
}

const fileProblem = (code: ErrorCode, { language }: Caller): string | null => {
  const { toasts } = conversationTexts[language];
  if (code === 'too_large') return toasts.tooLarge;
  if (code === 'unsupported_type') return toasts.wrongType;
  return code === 'invalid' ? toasts.empty : null;
};

async function suggest(ctx: Context, caller: Caller, request: Request, id: string): Promise<Response> {
  const { toasts } = conversationTexts[caller.language];
  try {
    const { text, citations, confidence } = await suggestReply(ctx, caller, id);
    const sources = [...new Set(citations.map(({ title }) => title))];
    return viewResponse(SuggestionCard({ text, sources, confidence, view: viewOf(ctx, caller, request) }));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'unavailable') {
      const toast = ToastPiece({ title: toasts.noSuggestion, kind: 'failed', language: caller.language });
      return viewResponse(toast, { status: error.status });
    }
    const row = await getVisible(ctx, caller, id).catch(() => null);
    const hasEnded = row === null || row.status === 'ended';
    return lostRace(ctx, caller, request, id, error, hasEnded ? undefined : toasts.nothingToSuggest);
  }
}

async function report(
  ctx: Context,
  caller: Caller,
  request: Request,
  id: string,
  { seq, reason = '', comment = '' }: { seq: number; reason?: string; comment?: string },
): Promise<Response> {
  const view = viewOf(ctx, caller, request);
  const known = REPORT_REASONS.find((one) => one === reason);
  if (!known) {
    const error = conversationTexts[caller.language].report.needsReason;
    return viewResponse(ReportForm({ conversationId: id, seq, reason, comment, error, view }), { status: 422 });
  }
  await reportAnswer(ctx, caller, id, { seq, reason: known, comment: comment.trim() || null });
  return viewResponse(ReportDone({ conversationId: id, seq, view }));
}
