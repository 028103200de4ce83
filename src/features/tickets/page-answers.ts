import { Piece } from '../../../views/components/piece.tsx';
import { ToastPiece } from '../../../views/components/toast.tsx';
import { ticketTexts } from '../../../views/texts/ticket-texts.ts';
import { reasonOf } from '../../../views/tickets/bulk-dialog.tsx';
import { DIALOG_BODY_ID } from '../../../views/tickets/ids.ts';
import { textOf, viewResponse } from '../../http/htmx.ts';
import { AppError } from '../../lib/errors.ts';
import type { Language } from '../../lib/language.ts';
import { TicketRefused } from './refusals.ts';

/** The page asks for its live parts at once, without waiting for the word of the live connection. */
const CHANGED = { 'panel:tickets': { target: 'body' } };
/** What the dialog was open for is done. */
const DONE = { ...CHANGED, 'panel:done': { target: 'body' } };

const REFUSED = new Set(['conflict', 'forbidden', 'invalid', 'not_found']);

/** Why a ticket stays as it is, as a person reads it. Errors: the error itself, where it is of another kind. */
export function refusalOf(error: unknown, language: Language): string {
  if (!(error instanceof AppError) || !REFUSED.has(error.code)) throw error;
  const refusal = error instanceof TicketRefused ? error.refusal : null;
  return reasonOf({ code: error.code, refusal }, language);
}

/** It has happened: a word about it, the page as it is now, and whatever the answer holds besides. */
export function doneAnswer(
  toast: { title: string; text?: string },
  language: Language,
  besides: JSX.Element = '',
): Response {
  const word = ToastPiece({ ...toast, kind: 'done', language });
  return viewResponse(textOf(besides) + textOf(word), { headers: { 'hx-trigger': JSON.stringify(DONE) } });
}

/** It has not: why, and the page as it is. */
export function refusedAnswer(error: unknown, language: Language): Response {
  const text = refusalOf(error, language);
  const word = ToastPiece({ title: ticketTexts[language].refused, text, kind: 'failed', language });
  return viewResponse(word, {
    status: error instanceof AppError ? error.status : 409,
    headers: { 'hx-trigger': JSON.stringify(CHANGED) },
  });
}

/** What the page's dialog shows from now on; `hasChanged`: and what is behind it has changed. */
export const dialogAnswer = (content: JSX.Element, { hasChanged = false } = {}): Response =>
  viewResponse(Piece({ target: DIALOG_BODY_ID, swap: 'innerHTML', content }), {
    headers: hasChanged ? { 'hx-trigger': JSON.stringify(CHANGED) } : {},
  });
