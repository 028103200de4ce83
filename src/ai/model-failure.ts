import { traceparent } from '../tracing/trace.ts';
import type { UnavailableReason } from './answer.ts';

/** Why one attempt failed, and whether another one may help. */
export interface Failure {
  reason: UnavailableReason;
  isRetryable: boolean;
  /** What the vendor asks to wait, or null when it asks nothing. */
  retryAfterMs: number | null;
}

/** Reads a vendor's error into the closed list. Both SDKs put `status`, `headers` and `error` on their errors. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ResponseTooLarge || error instanceof SyntaxError) return final('bad_response');
  const { status, headers, error: body, type } = (error ?? {}) as VendorError;
  if (typeof status === 'number') return failureOfStatus(status, retryAfterOf(headers));
  if (body !== undefined && body !== null) return failureInStream(`${type} ${(body as VendorError).type}`);
  // No status and no body: the connection was refused, reset, or never made.
  return { reason: 'network', isRetryable: true, retryAfterMs: null };
}

/** A body that passed `MAX_RESPONSE_BYTES`. */
class ResponseTooLarge extends Error {
  override name = 'ResponseTooLarge';
}

interface VendorError {
  status?: unknown;
  headers?: unknown;
  error?: unknown;
  type?: unknown;
}

function failureOfStatus(status: number, retryAfterMs: number | null): Failure {
  // 529 is Anthropic's "overloaded".
  if (status === 429 || status === 529) return { reason: 'rate_limited', isRetryable: true, retryAfterMs };
  if (status >= 500) return { reason: 'bad_response', isRetryable: true, retryAfterMs };
  return final(status === 408 ? 'timeout' : 'refused');
}

/** An error that arrives as an event of a stream that began well. */
function failureInStream(type: string): Failure {
  return /overloaded|rate_limit/.test(type)
    ? { reason: 'rate_limited', isRetryable: true, retryAfterMs: null }
    : { reason: 'bad_response', isRetryable: true, retryAfterMs: null };
}

const final = (reason: UnavailableReason): Failure => ({ reason, isRetryable: false, retryAfterMs: null });

/** Source: RFC 9110, 10.2.3: seconds or a date. */
function retryAfterOf(headers: unknown): number | null {
  const value = headers instanceof Headers ? headers.get('retry-after') : null;
  if (value === null || value === '') return null;
  const seconds = Number(value);
  const ms = Number.isNaN(seconds) ? Date.parse(value) - Date.now() : seconds * 1000;
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

/** What the vendor does for us is part of the trace; the header tells it two random numbers. */
function traced(init: RequestInit | undefined): RequestInit | undefined {
  const parent = traceparent();
  if (parent === null) return init;
  const headers = new Headers(init?.headers);
  headers.set('traceparent', parent);
  return { ...init, headers };
}

const MAX_RESPONSE_BYTES = 2 * 1024 * 1024;

/** `fetch` for the SDKs: a body of at most `MAX_RESPONSE_BYTES`, and no redirect, which would carry the key elsewhere. */
export async function boundedFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, { ...traced(init), redirect: 'error' });
  if (!response.body) return response;
  let bytesLeft = MAX_RESPONSE_BYTES;
  const bounded = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytesLeft -= chunk.byteLength;
      if (bytesLeft < 0) controller.error(new ResponseTooLarge());
      else controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(bounded), { status: response.status, headers: response.headers });
}
