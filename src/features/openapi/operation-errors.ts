import { STATUS_OF } from '../../lib/errors.ts';
import type { JsonSchema, ResponseDescription } from './model.ts';

/** A sentence of each error as the service says it, and when it says it. */
export const ERRORS: Record<number, { when: string; detail: string }> = {
  [STATUS_OF.malformed]: { when: 'The body is no JSON', detail: 'The request body is not valid JSON' },
  [STATUS_OF.unauthenticated]: { when: 'No token, or one that is not valid any more', detail: 'Not authenticated' },
  [STATUS_OF.forbidden]: { when: 'Known, but not allowed to do this', detail: 'You are not allowed to do this' },
  [STATUS_OF.not_found]: { when: 'Not there, or not yours', detail: 'Resource not found' },
  [STATUS_OF.conflict]: { when: 'Something stands against it', detail: 'This conversation has ended' },
  [STATUS_OF.too_large]: { when: 'The body is too large', detail: 'The request is too large' },
  [STATUS_OF.unsupported_type]: { when: 'The body is of another type', detail: 'The body must be application/json' },
  [STATUS_OF.invalid]: { when: 'Fields that are not valid, each named', detail: 'Some fields are not valid' },
  [STATUS_OF.too_many]: {
    when: 'Too many requests; `Retry-After` tells when to come back',
    detail: 'Too many requests, please try again later',
  },
  [STATUS_OF.unavailable]: {
    when: 'The service or its database is not ready',
    detail: 'The service is not ready, please try again',
  },
};

export interface ErrorCauses {
  /** The lowest role that may, CUSTOMER or OPEN. */
  access: string;
  method: string;
  hasBody: boolean;
  hasPathParameters: boolean;
  hasInput: boolean;
}

/** The errors that follow from what a route declares. */
export function impliedErrors({ access, method, hasBody, hasPathParameters, hasInput }: ErrorCauses): number[] {
  const isStaff = access !== 'OPEN' && access !== 'CUSTOMER';
  const isCustomer = access === 'CUSTOMER';
  const implied: [number, boolean][] = [
    [400, hasBody],
    [401, isStaff],
    [403, isStaff || (isCustomer && method !== 'GET')],
    [404, hasPathParameters || isCustomer],
    [413, hasBody],
    [415, hasBody],
    [422, hasInput],
    [429, isStaff],
    [503, true],
  ];
  return implied.filter(([, is]) => is).map(([status]) => status);
}

/** The one shape of errors, among the components. */
export const ERROR_SCHEMAS: Record<string, JsonSchema> = {
  Error: {
    type: 'object',
    description: 'What every error looks like.',
    required: ['detail'],
    properties: { detail: { type: 'string', description: 'A sentence for people', examples: ['Ticket not found'] } },
  },
  InvalidFields: {
    type: 'object',
    description: 'An error with the fields that are not valid.',
    required: ['detail', 'errors'],
    properties: {
      detail: { type: 'string', examples: ['Some fields are not valid'] },
      errors: {
        type: 'array',
        items: {
          type: 'object',
          required: ['field', 'message'],
          properties: {
            field: { type: 'string', examples: ['subject'] },
            message: { type: 'string', description: 'The rule', examples: ['must not be empty'] },
          },
        },
      },
    },
  },
};

/** An error as a response; `sentence` tells when this route answers so. */
export function errorResponse(status: number, sentence?: string): ResponseDescription {
  const { when = 'An error', detail = 'Error' } = ERRORS[status] ?? {};
  const isInvalid = status === STATUS_OF.invalid;
  return {
    description: sentence ?? when,
    ...(status === STATUS_OF.too_many && { headers: { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } } }),
    content: {
      'application/json': {
        schema: { $ref: `#/components/schemas/${isInvalid ? 'InvalidFields' : 'Error'}` },
        example: isInvalid ? { detail, errors: [{ field: 'field', message: 'is not valid' }] } : { detail },
      },
    },
  };
}
