import { Elysia, NotFoundError, ParseError, ValidationError } from 'elysia';
import type { Context } from '../context.ts';
import { isDatabaseAway } from '../db/client.ts';
import { AppError, type FieldError, invalid, malformed, notFound, unavailable } from '../lib/errors.ts';
import { infoOf } from './request-info.ts';

export interface ErrorBody {
  detail: string;
  errors?: FieldError[];
}

/** Turns whatever was thrown into the one error whose words may leave the service. */
export function toAppError(error: unknown): AppError | null {
  if (error instanceof AppError) return error;
  if (error instanceof ValidationError) return invalid(fieldsOf(error));
  if (error instanceof ParseError) return malformed();
  if (error instanceof NotFoundError) return notFound('Path');
  return isDatabaseAway(error) ? unavailable(undefined, error) : null;
}

export const errorBody = (error: AppError): ErrorBody => ({
  detail: error.message,
  ...(error.code === 'invalid' && { errors: error.fields }),
});

/** The one renderer of errors for the JSON interface. What is not ours is logged and answered as a bare 500. */
export const jsonErrors = (ctx: Context) =>
  new Elysia({ name: 'json-errors' }).onError({ as: 'global' }, ({ error, request, set }) => {
    const known = toAppError(error);
    if (!known) ctx.log.error({ err: error, request_id: infoOf(request).id }, 'unexpected error');
    if (known?.cause) ctx.log.warn({ err: known.cause, request_id: infoOf(request).id }, 'unavailable');
    const shown = known ?? new AppError('internal', 'Internal error');
    set.status = shown.status;
    if (shown.retryAfterSeconds !== null) set.headers['retry-after'] = String(shown.retryAfterSeconds);
    return errorBody(shown);
  });

/** The fields that broke a rule and the rule, never the value. */
function fieldsOf(error: ValidationError): FieldError[] {
  const fields = new Map<string, FieldError>();
  for (const problem of error.all) {
    if (!('path' in problem)) continue;
    const field = String(problem.path).replace(/^\//, '').replaceAll('/', '.') || error.type;
    if (!fields.has(field)) fields.set(field, { field, message: ruleOf(problem) });
  }
  if (fields.size === 0) fields.set(error.type, { field: error.type, message: 'is not valid' });
  return [...fields.values()];
}

function ruleOf(problem: object): string {
  const { schema = {} } = problem as { schema?: Record<string, unknown> };
  if (schema.error && typeof schema.error === 'string') return schema.error;
  if (schema.format) return `must be a valid ${schema.format}`;
  if (schema.minLength === 1 && !schema.maxLength) return 'must not be empty';
  if (schema.minLength !== undefined || schema.maxLength !== undefined) {
    return `must have ${schema.minLength ?? 0} to ${schema.maxLength ?? 'any number of'} characters`;
  }
  if (schema.minimum !== undefined || schema.maximum !== undefined) {
    return `must be a number from ${schema.minimum ?? '…'} to ${schema.maximum ?? '…'}`;
  }
  return typeof schema.type === 'string' ? `must be of type ${schema.type}` : 'is not valid';
}
