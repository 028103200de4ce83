import { Elysia } from 'elysia';
import { PANE_ID } from '../../../views/conversations/ids.ts';
import { ErrorFragment, ErrorPage, ErrorToast } from '../../../views/layouts/error-page.tsx';
import type { ErrorKind } from '../../../views/texts/panel-texts.ts';
import type { Context } from '../../context.ts';
import { toAppError } from '../../http/errors.ts';
import { isHtmx, redirectTo, targetOf, viewResponse } from '../../http/htmx.ts';
import { languageOf } from '../../http/language.ts';
import { infoOf } from '../../http/request-info.ts';
import type { AppError, ErrorCode } from '../../lib/errors.ts';
import { ownPath, pathOf } from '../../lib/url.ts';
import { knownCaller } from '../auth/panel-access.ts';
import { isEnrolFirst } from '../auth/service.ts';
import { loneFiles } from './frame.ts';

const LOGIN = '/panel/login';
/** Where a second factor is set up. */
const ENROLMENT = '/panel/two-factor';
export const HOME = '/panel/conversations';

const KIND_OF: Partial<Record<ErrorCode, ErrorKind>> = {
  not_found: 'not_found',
  forbidden: 'forbidden',
  too_many: 'too_many',
  malformed: 'invalid',
  invalid: 'invalid',
  unavailable: 'unavailable',
};

/** Errors as a person reads them: a page, or a piece of one, in their language. The JSON interface keeps its own. */
export const pageErrors = (ctx: Context) =>
  new Elysia({ name: 'page-errors' }).onError({ as: 'global' }, ({ error, request }) => {
    if (!isForPerson(request)) return;
    const known = toAppError(error);
    if (known?.code === 'unauthenticated') return redirectTo(backFrom(LOGIN, request), request);
    if (known && isEnrolFirst(known)) return redirectTo(backFrom(ENROLMENT, request), request);
    if (!known) ctx.log.error({ err: error, request_id: infoOf(request).id }, 'unexpected error');
    if (known?.cause) ctx.log.warn({ err: known.cause, request_id: infoOf(request).id }, 'unavailable');
    return render(request, known);
  });

/** The panel is for people; elsewhere a browser says that it wants a page. */
function isForPerson(request: Request): boolean {
  const { pathname } = new URL(request.url);
  if (isOfPanel(pathname)) return true;
  const isForMachines = /^\/(api|public|metrics|health|readiness)(\/|$)/.test(pathname);
  return !isForMachines && (request.headers.get('accept') ?? '').includes('text/html');
}

const isOfPanel = (pathname: string): boolean => /^\/panel(\/|$)/.test(pathname);

function render(request: Request, error: AppError | null): Response {
  const caller = knownCaller(request);
  const kind = (error && KIND_OF[error.code]) ?? 'internal';
  const shown = { kind, language: caller?.language ?? languageOf(request), requestId: infoOf(request).id };
  const view = isHtmx(request)
    ? targetOf(request) === PANE_ID
      ? ErrorFragment(shown)
      : ErrorToast(shown)
    : ErrorPage({
        ...shown,
        theme: caller?.theme ?? 'auto',
        files: loneFiles(),
        isOfPanel: isOfPanel(new URL(request.url).pathname),
      });
  const wait = error?.retryAfterSeconds ?? null;
  return viewResponse(view, {
    status: error?.status ?? 500,
    headers: { 'x-request-id': shown.requestId, ...(wait !== null && { 'retry-after': String(wait) }) },
  });
}

/** The address of a page that leads back to where the person was. */
function backFrom(page: string, request: Request): string {
  const { pathname, search } = new URL(request.url);
  const wanted = isHtmx(request)
    ? pathOf(request.headers.get('hx-current-url'), HOME)
    : request.method === 'GET'
      ? ownPath(pathname + search, HOME)
      : HOME;
  return wanted === HOME || wanted === '/panel' ? page : `${page}?next=${encodeURIComponent(wanted)}`;
}
