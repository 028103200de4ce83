import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { Config } from '../config.ts';
import type { Clock } from '../lib/clock.ts';
import { traceparent } from '../tracing/trace.ts';
import { BankUnavailable } from './connector.ts';

const MAX_ANSWER_BYTES = 512 * 1024;
const MAX_CONNECTIONS = 32;
/** Of the whole time: what is left is enough for a second try where a host swallows connections. */
const CONNECT_SHARE = 1 / 3;
const RETRY_AFTER_MS = 100;
const PASSING_FAULTS: readonly number[] = [502, 503, 504];

export interface BankRequest {
  method: 'GET' | 'POST';
  /** Below the API's address, with its query. */
  path: string;
  headers?: Record<string, string>;
}

export interface BankAnswer {
  status: number;
  /** Null where it is no JSON. */
  body: unknown;
}

/**
 * Sends requests that may be repeated: reads, and writes under an idempotency key. Once more after a fault that passes,
 * all within the time allowed. Redirects are not followed: the token would go with them.
 *
 * Built on node:http because `fetch` has no deadline for connecting.
 */
export class BankClient {
  readonly #base: URL;
  readonly #headers: Record<string, string>;
  readonly #timeoutMs: number;
  readonly #clock: Clock;
  readonly #agent: http.Agent;

  constructor({ apiUrl, apiToken, timeoutMs }: NonNullable<Config['bank']>, clock: Clock) {
    this.#base = new URL(apiUrl);
    this.#headers = {
      accept: 'application/json',
      // A compressed answer could unfold to any size.
      'accept-encoding': 'identity',
      authorization: `Bearer ${apiToken}`,
      'user-agent': 'joxai',
    };
    this.#timeoutMs = timeoutMs;
    this.#clock = clock;
    const { Agent } = this.#base.protocol === 'https:' ? https : http;
    this.#agent = new Agent({ keepAlive: true, maxSockets: MAX_CONNECTIONS });
  }

  /** Errors: BankUnavailable (network, connect_timeout, timeout, too_large, bad_answer). */
  async send(request: BankRequest): Promise<BankAnswer> {
    const endsAt = this.#clock.monotonic() + this.#timeoutMs;
    const first = await this.#try(request, this.#timeoutMs);
    const left = endsAt - this.#clock.monotonic() - RETRY_AFTER_MS;
    if (!isPassing(first) || left <= 0) return answerOf(first);
    await Bun.sleep(RETRY_AFTER_MS);
    return answerOf(await this.#try(request, left));
  }

  async #try(request: BankRequest, ms: number): Promise<BankAnswer | BankUnavailable> {
    try {
      return await this.#exchange(request, ms);
    } catch (error) {
      return error instanceof BankUnavailable ? error : new BankUnavailable('network', { cause: codeAlone(error) });
    }
  }

  #exchange({ method, path, headers }: BankRequest, ms: number): Promise<BankAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<BankAnswer>();
    const { request } = this.#base.protocol === 'https:' ? https : http;
    const parent = traceparent();
    const sent = request(this.#base, {
      method,
      path: this.#base.pathname.replace(/\/+$/, '') + path,
      headers: {
        ...this.#headers,
        ...(parent !== null && { traceparent: parent }),
        ...headers,
        ...(method === 'POST' && { 'content-length': '0' }),
      },
      agent: this.#agent,
    });
    const giveUp = (error: BankUnavailable) => {
      reject(error);
      sent.destroy();
    };
    const total = setTimeout(() => giveUp(new BankUnavailable('timeout')), ms);
    let connecting: Timer | undefined;
    // Counted from here, not from the beginning: waiting for one of the connections to come free is no connecting.
    sent.on('socket', (socket: Socket) => {
      if (!socket.connecting) return;
      const within = Math.min(ms, this.#timeoutMs * CONNECT_SHARE);
      connecting = setTimeout(() => giveUp(new BankUnavailable('connect_timeout')), within);
      const event = this.#base.protocol === 'https:' ? 'secureConnect' : 'connect';
      socket.once(event, () => clearTimeout(connecting));
    });
    sent.on('error', reject);
    sent.on('response', (response) => {
      readAnswer(response).then(resolve, (error) => {
        reject(error);
        // A connection with the rest of an answer on it must not serve the next question.
        sent.destroy();
      });
    });
    sent.end();
    return promise.finally(() => {
      clearTimeout(total);
      clearTimeout(connecting);
    });
  }
}

const answerOf = (result: BankAnswer | BankUnavailable): BankAnswer => {
  if (result instanceof BankUnavailable) throw result;
  return result;
};

const isPassing = (result: BankAnswer | BankUnavailable): boolean =>
  result instanceof BankUnavailable
    ? result.code === 'network' || result.code === 'connect_timeout'
    : PASSING_FAULTS.includes(result.status);

async function readAnswer(response: http.IncomingMessage): Promise<BankAnswer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MAX_ANSWER_BYTES) throw new BankUnavailable('too_large');
    parts.push(part);
  }
  const isJson = /^application\/json\s*(;|$)/i.test(response.headers['content-type'] ?? '');
  return { status: response.statusCode ?? 0, body: isJson ? parse(Buffer.concat(parts)) : null };
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
}

/** A system error without its text, which may hold addresses. */
function codeAlone(error: unknown): Error {
  const { code } = (error ?? {}) as { code?: unknown };
  return Object.assign(new Error('network'), typeof code === 'string' && { code });
}
