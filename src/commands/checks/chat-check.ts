import { randomUUID } from 'node:crypto';
import { type Asker, objectIn } from './asking.ts';
import { type Check, fail, ok, warn } from './check.ts';

/** A model may take its time. */
const REPLY_TIMEOUT_MS = 60_000;
const ACK_TIMEOUT_MS = 10_000;
const SLOW_REPLY_MS = 15_000;
const SUBPROTOCOL = 'joxai.v1';
const QUESTION = '¿A qué hora abren las sucursales?';
/** How the panel shows that nobody asked. */
const MARK = { user_id: 'joxai-verify', metadata: { name: 'Deployment check', language: 'es' } };

interface Chat {
  id: string;
  token: string;
}

interface Frame {
  type?: unknown;
  seq?: unknown;
  client_id?: unknown;
  role?: unknown;
}

/**
 * A customer's turn over the socket, as the widget has one. Its conversation carries a name that says what it was, and is
 * ended whatever happens.
 */
export async function checkChat(asker: Asker): Promise<Check[]> {
  const started = await asker.ask('/api/v1/chat/start', { method: 'POST', body: MARK });
  const { conversation_id: id, conversation_token: token } = objectIn(started) ?? {};
  if (started.status !== 200 || typeof id !== 'string' || typeof token !== 'string') {
    const hint = started.status === 429 ? 'too many starts from this address: wait a minute' : 'the log of the service';
    return [fail('chat', `a conversation cannot be started (${started.status})`, hint)];
  }
  const chat = { id, token };
  try {
    return [checkCookie(asker, started.headers), await checkStranger(asker), ...(await checkTurn(asker, chat))];
  } finally {
    await end(asker, chat);
  }
}

function checkCookie({ isSecure }: Asker, headers: Headers): Check {
  const cookie = headers.getSetCookie().find((one) => /HttpOnly/i.test(one) && /SameSite=(?:Lax|Strict)/i.test(one));
  if (!cookie)
    return fail('cookie', 'the conversation’s cookie is missing or weaker', 'a proxy must leave it as it is');
  return isSecure && !/;\s*Secure/i.test(cookie)
    ? fail('cookie', 'is not kept to https', 'NODE_ENV=production')
    : ok('cookie', 'as the service sets it');
}

/** Whoever has no token of ours gets no socket. */
async function checkStranger(asker: Asker): Promise<Check> {
  const socket = new CheckSocket(asker, 'not-a-token');
  const isOpen = await socket.opened.catch(() => false);
  socket.close();
  return isOpen
    ? fail('socket', 'opens without a token', 'nothing in front may answer for the service')
    : ok('socket', 'stays closed without a token');
}

async function checkTurn(asker: Asker, chat: Chat): Promise<Check[]> {
  const socket = new CheckSocket(asker, chat.token);
  try {
    if (!(await socket.opened.catch(() => false))) {
      return [fail('socket', 'does not open', 'a proxy in front must pass Upgrade and Connection on')];
    }
    const client_id = randomUUID();
    const isAck = (frame: Frame) => frame.type === 'ack' && frame.client_id === client_id;
    const began = performance.now();
    socket.send({ type: 'message', client_id, text: QUESTION });
    const ack = await socket.next(isAck, ACK_TIMEOUT_MS);
    if (!ack) return [fail('chat', 'a message is not acknowledged', 'the log of the service')];
    const reply = await socket.next(
      (frame) => frame.type === 'message' && frame.role === 'assistant',
      REPLY_TIMEOUT_MS,
    );
    if (!reply) return [fail('chat', 'a message gets no answer', 'the log of the service, and bun run doctor')];
    const ms = performance.now() - began;
    socket.send({ type: 'message', client_id, text: QUESTION });
    const again = await socket.next((frame) => isAck(frame) && frame !== ack, ACK_TIMEOUT_MS);
    const detail = `a question is answered over the socket in ${ms.toFixed(0)} ms`;
    return [
      ms > SLOW_REPLY_MS ? warn('chat', detail, 'bun run doctor --call-models') : ok('chat', detail),
      again?.seq === ack.seq
        ? ok('chat', 'a message that is sent twice is stored once')
        : fail('chat', 'a message that is sent twice is not known again'),
      await checkHistory(asker, chat),
    ];
  } finally {
    socket.close();
  }
}

async function checkHistory(asker: Asker, { id, token }: Chat): Promise<Check> {
  const history = await asker.ask(`/api/v1/chat/history/${id}`, { headers: { authorization: `Bearer ${token}` } });
  const messages = objectIn(history)?.messages;
  const seqs = Array.isArray(messages) ? messages.map(({ seq }: Frame) => seq) : [];
  return seqs.length >= 2 && seqs.every((seq, at) => seq === at + 1)
    ? ok('chat', 'its history is whole')
    : fail('chat', `its history has a gap, or is not there (${history.status})`);
}

async function end(asker: Asker, { id, token }: Chat): Promise<void> {
  const headers = { authorization: `Bearer ${token}` };
  await asker.ask('/api/v1/chat/end', { method: 'POST', body: { conversation_id: id }, headers }).catch(() => {});
}

class CheckSocket {
  readonly #socket: WebSocket;
  readonly #frames: Frame[] = [];
  #heard: () => void = () => {};
  /** Errors: rejects where it does not open. */
  readonly opened: Promise<true>;

  constructor({ origin }: Asker, token: string) {
    this.#socket = new WebSocket(new URL('/api/v1/chat/ws', origin.replace(/^http/, 'ws')), [SUBPROTOCOL, token]);
    this.opened = new Promise((done, refuse) => {
      const timer = setTimeout(() => refuse(new Error('no answer in time')), ACK_TIMEOUT_MS);
      this.#socket.onopen = () => done(true);
      this.#socket.onerror = () => refuse(new Error('refused'));
      this.#socket.onclose = () => {
        clearTimeout(timer);
        refuse(new Error('closed'));
        this.#heard();
      };
    });
    // Whoever does not wait for it need not catch it.
    this.opened.catch(() => {});
    this.#socket.onmessage = ({ data }) => {
      this.#frames.push(JSON.parse(String(data)) as Frame);
      this.#heard();
    };
  }

  send(frame: object): void {
    this.#socket.send(JSON.stringify(frame));
  }

  /** The first frame that fits, also of those that came already; null where none does in time. */
  async next(fits: (frame: Frame) => boolean, timeoutMs: number): Promise<Frame | null> {
    const until = performance.now() + timeoutMs;
    for (;;) {
      const found = this.#frames.find(fits);
      const left = until - performance.now();
      if (found || left <= 0 || this.#socket.readyState !== WebSocket.OPEN) return found ?? null;
      await new Promise<void>((done) => {
        const timer = setTimeout(done, left);
        this.#heard = () => {
          clearTimeout(timer);
          done();
        };
      });
    }
  }

  close(): void {
    this.#socket.close();
  }
}
