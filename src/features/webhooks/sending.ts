import { createHmac } from 'node:crypto';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { mask } from '../../lib/mask.ts';
import type { DeliveryError, Try } from './model.ts';
import { faultOfUrl, hostOf, resolveTarget } from './target.ts';

/** For all of it: the name, the connection, the answer. */
const TIMEOUT_MS = 10_000;
/** Of the receiver's answer; the rest is not waited for. */
const ANSWER_BYTES = 1_024;
const SECRET_PREFIX = 'whsec_';
/** Statuses by which a receiver says that it is too much or too early for it. */
const BUSY = [429, 503];

export interface Letter {
  url: string;
  /** The same at every try. */
  id: string;
  body: string;
  /** `whsec_…`, the newest first. */
  secrets: readonly string[];
}

/** How a try ended, and how long the receiver asks to be left alone. */
export interface Posted extends Try {
  /** From now; null where it did not ask. */
  retryAfterMs: number | null;
}

/**
 * Signs and posts a delivery once. Connects only to the addresses that were looked up and found allowed just before, follows
 * no redirect, and reads no more than the beginning of the answer. Never throws: what went wrong is part of the answer.
 */
export async function post(letter: Letter, allowsPrivate: boolean, now = new Date()): Promise<Posted> {
  const since = performance.now();
  const done = (status: number | null, error: DeliveryError | null, answer = '', retryAfter?: string): Posted => ({
    at: now.toISOString(),
    status,
    error,
    ms: Math.round(performance.now() - since),
    answer,
    retryAfterMs: retryAfter !== undefined && BUSY.includes(status ?? 0) ? pauseOf(retryAfter, Date.now()) : null,
  });
  const fault = faultOfUrl(letter.url, allowsPrivate);
  if (fault) return done(null, 'not_public');
  const url = new URL(letter.url);
  const targets = await resolveTarget(hostOf(url), allowsPrivate);
  if (typeof targets === 'string') return done(null, targets === 'unknown_host' ? 'unknown_host' : 'not_public');
  const { status, error, answer, retryAfter } = await exchange(url, targets, await headersOf(letter, now), letter.body);
  return done(status, error ?? errorOfStatus(status), mask(answer).text, retryAfter);
}

/** Units: milliseconds from then. `Retry-After` is seconds or a day with its time. Source: RFC 9110, 10.2.3. */
export function pauseOf(retryAfter: string, now: number): number | null {
  const text = retryAfter.trim();
  const pause = /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
  return pause > 0 ? pause : null;
}

function errorOfStatus(status: number | null): DeliveryError | null {
  if (status !== null && status >= 200 && status < 300) return null;
  if (status === 410) return 'gone';
  return status !== null && status >= 300 && status < 400 ? 'redirect' : 'status';
}

/** Standard Webhooks' headers, and one that needs no library: `t=<seconds>,v1=<hex of HMAC-SHA256 over "t.body">`. */
async function headersOf({ id, body, secrets }: Letter, now: Date): Promise<Record<string, string>> {
  const { Webhook } = await import('standardwebhooks');
  const seconds = String(Math.floor(now.getTime() / 1_000));
  const plain = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(SECRET_PREFIX, ''), 'base64');
    return `v1=${createHmac('sha256', key).update(`${seconds}.${body}`).digest('hex')}`;
  });
  return {
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'JoxAI-Webhooks/1.0',
    accept: '*/*',
    'accept-encoding': 'identity',
    connection: 'close',
    'webhook-id': id,
    'webhook-timestamp': seconds,
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, now, body)).join(' '),
    'x-joxai-signature': [`t=${seconds}`, ...plain].join(','),
  };
}

type Targets = Exclude<Awaited<ReturnType<typeof resolveTarget>>, string>;

interface Exchanged {
  status: number | null;
  error: DeliveryError | null;
  answer: string;
  retryAfter?: string;
}

async function exchange(url: URL, targets: Targets, headers: Record<string, string>, body: string): Promise<Exchanged> {
  const { request } = await (url.protocol === 'https:' ? import('node:https') : import('node:http'));
  return new Promise((resolve) => {
    let asked: ClientRequest | null = null;
    let answered: IncomingMessage | null = null;
    let answer = Buffer.alloc(0);
    const end = (error: DeliveryError | null) => {
      clearTimeout(timer);
      asked?.destroy();
      resolve({
        status: answered?.statusCode ?? null,
        error: answered ? null : error,
        // PostgreSQL keeps no text with a zero in it.
        answer: answer.toString('utf8').replaceAll('\0', '\uFFFD'),
        ...(answered?.headers['retry-after'] !== undefined && { retryAfter: answered.headers['retry-after'] }),
      });
    };
    const timer = setTimeout(() => end('timeout'), TIMEOUT_MS);
    asked = request(
      {
        protocol: url.protocol,
        host: hostOf(url),
        port: url.port || (url.protocol === 'https:' ? 443 : 80),
        path: `${url.pathname}${url.search}`,
        method: 'POST',
        headers: { host: url.host, ...headers },
        agent: false,
        // Pins the connection: whatever the name means by now, this is where it goes.
        lookup: (_host, options, callback) =>
          options.all ? callback(null, targets) : callback(null, targets[0].address, targets[0].family),
      },
      (response) => {
        answered = response;
        response.on('data', (chunk: Buffer) => {
          answer = Buffer.concat([answer, chunk]).subarray(0, ANSWER_BYTES);
          if (answer.length === ANSWER_BYTES) end(null);
        });
        response.on('end', () => end(null));
        response.on('error', () => end(null));
        response.on('close', () => end(null));
      },
    );
    asked.on('error', (error: NodeJS.ErrnoException) => end(isTlsError(error) ? 'tls' : 'network'));
    asked.end(body);
  });
}

const isTlsError = ({ code = '', message }: NodeJS.ErrnoException): boolean =>
  /CERT|TLS|SSL|ALTNAME|SIGNATURE|ISSUER/i.test(code) || /certificate|TLS|SSL/i.test(message);
