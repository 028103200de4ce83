import { Elysia, NotFoundError, ParseError } from 'elysia';
import type { Context } from '../context.ts';
import { isDatabaseAway, isUnstorable } from '../db/client.ts';
import { AppError, type FieldError, invalid, malformed, notFound, unavailableForNow } from '../lib/errors.ts';
import { type CheckedRoute, fieldsOf, fieldsWithNul, type Received, validationErrorOf } from './invalid-fields.ts';
import { infoOf } from './request-info.ts';

/** Codes of the system for a machine without room for more: on the disk, in memory or among open files. */
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'ENOMEM', 'EMFILE', 'ENFILE']);

export interface ErrorBody {
  detail: string;
  errors?: FieldError[];
}

/** Turns whatever was thrown into the one error whose words may leave the service. */
export function toAppError(error: unknown, received?: () => Received): AppError | null {
  if (error instanceof AppError) return error;
  const broken = validationErrorOf(error);
  if (broken) return invalid(fieldsOf(broken, received?.()));
  if (error instanceof ParseError) return malformed();
  if (error instanceof NotFoundError) return notFound('Path');
  if (isUnstorable(error)) return invalid(fieldsWithNul(received?.()));
  const { code } = (error ?? {}) as { code?: unknown };
  const isPassing = isDatabaseAway(error) || (typeof code === 'string' && NO_ROOM.has(code));
  return isPassing ? unavailableForNow(error) : null;
}

export const errorBody = (error: AppError): ErrorBody => ({
  detail: error.message,
  ...(error.code === 'invalid' && { errors: error.fields }),
});

/** The one renderer of errors for the JSON interface. What is not ours is logged and answered as a bare 500. */
export const jsonErrors = (ctx: Context, routes: { all: readonly CheckedRoute[] }) =>
  new Elysia({ name: 'json-errors' }).onError({ as: 'global' }, (context) => {
    const { error, request, set, query, params, headers, body, route: reached } = context;
    const known = toAppError(error, () => {
      const route = routes.all.find(({ method, path }) => method === request.method && path === reached);
      return { query, params, headers, body, route };
    });
    if (!known) ctx.log.error({ err: error, request_id: infoOf(request).id }, 'unexpected error');
    if (known?.cause) ctx.log.warn({ err: known.cause, request_id: infoOf(request).id }, 'unavailable');
    const shown = known ?? new AppError('internal', 'Internal error');
    set.status = shown.status;
    if (shown.retryAfterSeconds !== null) set.headers['retry-after'] = String(shown.retryAfterSeconds);
    return errorBody(shown);
  });
