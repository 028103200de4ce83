import { abortError, pause, unlessAborted } from './abort.ts';
import type { Unavailable } from './answer.ts';
import { CompletionBuilder, type Delta } from './completion-builder.ts';
import type { Completion, CompletionRequest } from './model.ts';
import { type Failure, failureOf } from './model-failure.ts';

/** Units: milliseconds. */
export interface CallDeadlines {
  /** The longest wait until the vendor begins to answer: a host that is down must not cost as much as a slow model. */
  connectMs: number;
  /** The longest wait from then on for the first event, and between two events after it. */
  silenceMs: number;
  /** The longest a call may take, its retry included. */
  totalMs: number;
  /** The longest wait before the retry when the vendor names none; the real one is half of it to all of it. */
  retryDelayMs: number;
}

export const CALL_DEADLINES: CallDeadlines = {
  connectMs: 5_000,
  silenceMs: 10_000,
  totalMs: 30_000,
  retryDelayMs: 500,
};

/** One vendor's wire: opens a stream and translates its events. It may throw whatever it likes. */
export interface Wire {
  open(request: CompletionRequest, signal: AbortSignal): Promise<AsyncIterable<Delta>>;
}

/**
 * Calls a model within its deadlines, with one retry as long as no text has come.
 *
 * Errors: throws an AbortError when `signal` is aborted; every other failure is the value `Unavailable`.
 */
export async function callModel(
  wire: Wire,
  request: CompletionRequest,
  onText: (text: string) => void,
  signal: AbortSignal,
  deadlines: CallDeadlines,
): Promise<Completion | Unavailable> {
  const endsAt = performance.now() + deadlines.totalMs;
  const first = await attempt(wire, request, onText, signal, { ...deadlines, endsAt });
  if (!('reason' in first)) return first;
  const wait = first.retryAfterMs ?? deadlines.retryDelayMs * (0.5 + Math.random() / 2);
  if (!first.isRetryable || performance.now() + wait >= endsAt) return { unavailable: first.reason };
  await pause(wait, signal);
  const second = await attempt(wire, request, onText, signal, { ...deadlines, endsAt });
  return 'reason' in second ? { unavailable: second.reason } : second;
}

const TIMEOUT: Failure = { reason: 'timeout', isRetryable: false, retryAfterMs: null };
const BAD_RESPONSE: Failure = { reason: 'bad_response', isRetryable: false, retryAfterMs: null };
const REFUSED: Failure = { reason: 'refused', isRetryable: false, retryAfterMs: null };

async function attempt(
  wire: Wire,
  request: CompletionRequest,
  onText: (text: string) => void,
  signal: AbortSignal,
  limits: Pick<CallDeadlines, 'connectMs' | 'silenceMs'> & { endsAt: number },
): Promise<Completion | Failure> {
  if (signal.aborted) throw abortError();
  const builder = new CompletionBuilder();
  const expiry = new Expiry(limits.connectMs, limits.endsAt);
  // `stop` also ends the request when it is left early: an answer too long must not stream on unread.
  const stop = new AbortController();
  const ended = AbortSignal.any([signal, expiry.signal]);
  ended.addEventListener('abort', () => stop.abort(), { once: true });
  try {
    const events = await unlessAborted(wire.open(request, stop.signal), ended);
    expiry.renew(limits.silenceMs);
    const iterator = events[Symbol.asyncIterator]();
    while (true) {
      const event = await unlessAborted(iterator.next(), ended);
      if (event.done) break;
      expiry.renew(limits.silenceMs);
      if (!builder.add(event.value)) return BAD_RESPONSE;
      if (event.value.type === 'text' && event.value.text !== '') onText(event.value.text);
    }
    if (builder.isRefused) return REFUSED;
    return builder.finish() ?? BAD_RESPONSE;
  } catch (error) {
    if (signal.aborted) throw abortError();
    if (expiry.signal.aborted) return TIMEOUT;
    const failure = failureOf(error);
    // A second attempt would repeat what was passed on already.
    return builder.hasText ? { ...failure, isRetryable: false } : failure;
  } finally {
    expiry.clear();
    stop.abort();
  }
}

/** Aborts its signal after a silence, or at the end of the time given, whichever is first. */
class Expiry {
  readonly #controller = new AbortController();
  readonly #total: ReturnType<typeof setTimeout>;
  #silence: ReturnType<typeof setTimeout>;

  constructor(silenceMs: number, endsAt: number) {
    this.#total = setTimeout(this.#expire, Math.max(0, endsAt - performance.now()));
    this.#silence = setTimeout(this.#expire, silenceMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  renew(silenceMs: number): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(this.#expire, silenceMs);
  }

  clear(): void {
    clearTimeout(this.#total);
    clearTimeout(this.#silence);
  }

  readonly #expire = () => this.#controller.abort();
}
