export type ErrorCode =
  | 'malformed'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'too_large'
  | 'unsupported_type'
  | 'invalid'
  | 'too_many'
  | 'unavailable'
  | 'internal';

/** HTTP status of each code. The contract's table of statuses stands here and nowhere else. */
export const STATUS_OF: Record<ErrorCode, number> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported_type: 415,
  invalid: 422,
  too_many: 429,
  unavailable: 503,
  internal: 500,
};

export interface FieldError {
  field: string;
  message: string;
}

interface AppErrorOptions {
  fields?: FieldError[];
  retryAfterSeconds?: number;
  cause?: unknown;
}

/** The one error whose message may reach a person. Everything else is rendered as "internal". */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly fields: FieldError[];
  readonly retryAfterSeconds: number | null;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.fields = options.fields ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
  }

  get status(): number {
    return STATUS_OF[this.code];
  }
}

export const malformed = (message = 'The request body is not valid JSON') => new AppError('malformed', message);
export const unauthenticated = (message = 'Not authenticated') => new AppError('unauthenticated', message);
export const forbidden = (message = 'You are not allowed to do this') => new AppError('forbidden', message);
export const notFound = (what = 'Resource') => new AppError('not_found', `${what} not found`);
export const conflict = (message: string) => new AppError('conflict', message);
export const tooLarge = (message = 'The request is too large') => new AppError('too_large', message);
export const unsupportedType = (message: string) => new AppError('unsupported_type', message);
export const invalid = (fields: FieldError[], message = 'Some fields are not valid') =>
  new AppError('invalid', message, { fields });
export const tooMany = (retryAfterSeconds: number) =>
  new AppError('too_many', 'Too many requests, please try again later', { retryAfterSeconds });
export const unavailable = (message = 'The service is not ready, please try again', cause?: unknown) =>
  new AppError('unavailable', message, { cause });
/** For what may be over in a moment: the same may be asked again. */
export const unavailableForNow = (cause: unknown) =>
  new AppError('unavailable', 'The service is not ready, please try again', { cause, retryAfterSeconds: 1 });
