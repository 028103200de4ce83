import type { Server } from 'bun';
import type { Logger } from '../lib/log.ts';
import { pathOf } from '../lib/path.ts';
import { API_HEADERS } from './headers.ts';
import type { RequestInfo } from './request-info.ts';

const SWEEP_MS = 1_000;
const TURN_MS = 10;
/** A body may come in no slower than this; Bun measures it over the seconds below. Units: bytes a second, seconds. */
const SLOWEST_BODY = 16 * 1024;
const BODY_SECONDS = 30;
const WITHOUT_END = 0;

interface Limits {
  /** The longest that a request may take once its body is there. */
  requestSeconds: number;
  /** How long a connection may be idle, as Bun's server was told. */
  idleSeconds: number;
}

interface OpenRequest {
  request: Request;
  info: RequestInfo;
  server: Server<unknown>;
  /** What its connection was allowed last. */
  allowance: 'usual' | 'body' | 'handler';
  expire(): void;
}

/**
 * The requests that are being answered. Connections may be idle only for moments, so those whose answer takes longer are
 * given more time; an answer that takes too long becomes a 503.
 */
export class OpenRequests {
  readonly #open = new Set<OpenRequest>();
  readonly #limits: Limits;
  readonly #log: Logger;
  readonly #onGivenUp: () => void;
  readonly #timer: Timer;
  #taken = 0;
  #lastAt = Number.NEGATIVE_INFINITY;

  constructor(limits: Limits, log: Logger, onGivenUp: () => void = () => {}) {
    this.#limits = limits;
    this.#log = log;
    this.#onGivenUp = onGivenUp;
    this.#timer = setInterval(() => this.#sweep(), SWEEP_MS);
  }

  /** How many there were ever. */
  get taken(): number {
    return this.#taken;
  }

  note(): void {
    this.#taken += 1;
    this.#lastAt = performance.now();
  }

  /** The answer, or 503 when it does not come in time; what is still being done for it goes on, unheard. */
  async within<Answer>(
    request: Request,
    info: RequestInfo,
    server: Server<unknown>,
    answer: Promise<Answer>,
  ): Promise<Answer | Response> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer | Response>();
    const open: OpenRequest = {
      request,
      info,
      server,
      allowance: 'usual',
      expire: () => resolve(tooLate(info.id)),
    };
    this.#open.add(open);
    answer.then(resolve, reject);
    try {
      return await promise;
    } finally {
      this.#open.delete(open);
      if (open.allowance !== 'usual') server.timeout(request, this.#limits.idleSeconds);
    }
  }

  /** Resolves when the last request is so long ago, or at the latest after so long. Units: milliseconds. */
  async untilQuiet(quietMs: number, atMostMs: number): Promise<void> {
    const end = performance.now() + atMostMs;
    for (;;) {
      const left = Math.min(this.#lastAt + quietMs, end) - performance.now();
      if (left <= 0) return;
      await Bun.sleep(left);
    }
  }

  /**
   * Resolves when so many turns of the event loop in a row brought no request, or at the latest after so long. Not by
   * time alone: in a process that was kept from running, what has come meanwhile is read after the timers.
   */
  async untilSilent(turns: number, atMostMs: number): Promise<void> {
    const end = performance.now() + atMostMs;
    for (let silent = 0; silent < turns && performance.now() < end; ) {
      const before = this.#taken;
      await Bun.sleep(TURN_MS);
      silent = this.#taken === before ? silent + 1 : 0;
    }
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #sweep(): void {
    const now = performance.now();
    for (const open of this.#open) {
      const age = now - open.info.startedAt;
      if (age < SWEEP_MS) continue;
      if (age > this.#limits.requestSeconds * 1_000 + timeForBody(open.request)) this.#giveUp(open, age);
      else this.#allow(open, hasBodyLeft(open) ? 'body' : 'handler');
    }
  }

  #giveUp({ request, info, expire }: OpenRequest, age: number): void {
    const what = { request_id: info.id, method: request.method, path: pathOf(request.url), seconds: age / 1_000 };
    this.#log.warn(what, 'a request took longer than WORKER_TIMEOUT and was given up');
    this.#onGivenUp();
    expire();
  }

  #allow(open: OpenRequest, allowance: 'body' | 'handler'): void {
    if (open.allowance === allowance) return;
    open.allowance = allowance;
    open.server.timeout(open.request, allowance === 'body' ? BODY_SECONDS : WITHOUT_END);
  }
}

const hasBodyLeft = ({ request, info }: OpenRequest): boolean =>
  !info.isRead && (Number(request.headers.get('content-length')) > 0 || request.headers.has('transfer-encoding'));

/** Units: milliseconds. */
const timeForBody = (request: Request): number =>
  ((Number(request.headers.get('content-length')) || 0) / SLOWEST_BODY) * 1_000;

const tooLate = (requestId: string): Response =>
  Response.json(
    { detail: 'The answer took too long' },
    { status: 503, headers: { ...API_HEADERS, 'retry-after': '1', 'x-request-id': requestId, connection: 'close' } },
  );
