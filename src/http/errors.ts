import { Elysia, NotFoundError, ParseError, ValidationError } from 'elysia';
import type { Context } from '../context.ts';
import { AppError, type FieldError, invalid, malformed, notFound, unavailable } from '../lib/errors.ts';
import { infoOf } from './request-info.ts';

/** Driver codes that mean that PostgreSQL is not there or not taking us, as against a mistake of ours. */
const DATABASE_AWAY =
  /^(CONNECTION_|CONNECT_TIMEOUT|ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|57P0|53300|08|25006|55P03|57014)/;

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
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code === 'string' && DATABASE_AWAY.test(code)) return unavailable(undefined, error);
  return null;
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
