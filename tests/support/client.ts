import { createHmac, randomUUID } from 'node:crypto';
import { ADMIN } from './database.ts';
import { IDENTITY_SECRET } from './service.ts';

export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: what a test reads out of an answer is what it is there to check
  body: any;
}

interface CallOptions {
  token?: string | undefined;
  body?: unknown;
  headers?: Record<string, string>;
  form?: FormData;
}

/** One request on a connection of its own. */
export async function call(origin: string, method: string, path: string, options: CallOptions = {}): Promise<Answer> {
  const { token, body, headers, form } = options;
  const response = await fetch(origin + path, {
    method,
    redirect: 'manual',
    keepalive: false,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(form ? { body: form } : body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

export interface Chat {
  id: string;
  token: string;
}

export async function startChat(origin: string, fields: Record<string, unknown> = {}): Promise<Chat> {
  const { body } = await call(origin, 'POST', '/api/v1/chat/start', {
    body: { metadata: { language: 'es' }, ...fields },
  });
  return { id: body.conversation_id, token: body.conversation_token };
}

export function say(origin: string, chat: Chat, message: string, clientId: string = randomUUID()): Promise<Answer> {
  return call(origin, 'POST', '/api/v1/chat/message', {
    token: chat.token,
    body: { conversation_id: chat.id, message, client_id: clientId },
  });
}

/** Errors: rejects while the service cannot tell. */
export async function historyOf(origin: string, chat: Chat): Promise<{ seq: number; role: string; content: string }[]> {
  const { status, body } = await call(origin, 'GET', `/api/v1/chat/history/${chat.id}`, { token: chat.token });
  if (status !== 200) throw new Error(`no history: ${status}`);
  return body.messages;
}

export async function staffToken(origin: string): Promise<string> {
  const { body } = await call(origin, 'POST', '/api/v1/auth/login', { body: ADMIN });
  return body.access_token;
}

/** As the bank's own site would sign it. */
export function identityToken(externalId: string, secret: string = IDENTITY_SECRET, lifetimeSeconds = 300): string {
  const now = Math.floor(Date.now() / 1_000);
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const claims = { sub: externalId, iat: now, exp: now + lifetimeSeconds };
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

/** A frame, whichever it is. */
// biome-ignore lint/suspicious/noExplicitAny: as in Answer
export type Frame = any;

/** Ample: a frame that comes is not waited for any longer. */
const FRAME_MS = 30_000;

/** A customer's socket that keeps every frame it got. */
export class ChatSocket {
  readonly frames: Frame[] = [];
  closeCode: number | null = null;
  readonly #socket: WebSocket;
  readonly #wakers = new Set<() => void>();

  constructor(origin: string, chat: Chat) {
    this.#socket = new WebSocket(`${origin.replace('http', 'ws')}/api/v1/chat/ws`, {
      protocols: ['joxai.v1', chat.token],
      headers: { origin },
    } as never);
    this.#socket.onmessage = ({ data }) => {
      this.frames.push(JSON.parse(data));
      this.#wake();
    };
    this.#socket.onclose = ({ code }) => {
      this.closeCode = code;
      this.#wake();
    };
  }

  send(frame: object): void {
    this.#socket.send(JSON.stringify(frame));
  }

  say(text: string, clientId: string = randomUUID()): string {
    this.send({ type: 'message', client_id: clientId, text });
    return clientId;
  }

  /** The first frame that fits, whether it has come or comes in time. Errors: also where the connection has ended. */
  async frame(fits: (frame: Frame) => boolean, ms = FRAME_MS): Promise<Frame> {
    const deadline = performance.now() + ms;
    for (;;) {
      const found = this.frames.find(fits);
      if (found) return found;
      const left = deadline - performance.now();
      if (left <= 0 || this.closeCode !== null) {
        throw new Error(`no such frame among ${JSON.stringify(this.frames)}, closed: ${this.closeCode}`);
      }
      await this.#changed(left);
    }
  }

  ready(): Promise<Frame> {
    return this.frame(({ type }) => type === 'ready');
  }

  reply(afterSeq = 1): Promise<Frame> {
    return this.frame(({ type, role, seq }) => type === 'message' && role === 'assistant' && seq > afterSeq);
  }

  close(): void {
    this.#socket.close();
  }

  async #changed(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wakers.add(resolve);
    const timer = setTimeout(resolve, ms);
    await promise;
    clearTimeout(timer);
    this.#wakers.delete(resolve);
  }

  #wake(): void {
    for (const wake of this.#wakers) wake();
  }
}
