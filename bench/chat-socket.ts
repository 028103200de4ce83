import type { Chat, Dialect, Frame } from './dialects.ts';

const ANSWER_TIMEOUT_MS = 5_000;
const OPEN_TIMEOUT_MS = 10_000;

type Awaited = 'open' | 'ack' | 'reply' | 'pong' | 'close';

/** A customer's socket: says one thing at a time and waits for what comes back. */
export class ChatSocket {
  readonly #socket: WebSocket;
  readonly #dialect: Dialect;
  readonly #chat: Chat;
  readonly #waiting = new Map<Awaited, { resolve(): void; reject(error: Error): void }>();
  #reply: Promise<void> = Promise.resolve();
  readonly closed: Promise<void>;

  static async open(port: number, dialect: Dialect, chat: Chat): Promise<ChatSocket> {
    const socket = new ChatSocket(port, dialect, chat);
    await socket.#next('open', OPEN_TIMEOUT_MS);
    return socket;
  }

  private constructor(port: number, dialect: Dialect, chat: Chat) {
    this.#dialect = dialect;
    this.#chat = chat;
    const { path, protocols } = dialect.socket(chat);
    this.#socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, protocols);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.closed = promise;
    this.#socket.onopen = () => this.#settle('open');
    this.#socket.onmessage = ({ data }) => this.#receive(JSON.parse(String(data)));
    this.#socket.onclose = ({ code, reason }) => {
      resolve();
      for (const waiter of this.#waiting.values()) waiter.reject(new Error(`socket closed: ${code} ${reason}`));
    };
  }

  /** Resolves when the server has acknowledged the message. */
  async say(text: string): Promise<void> {
    if (this.#dialect.repliesOverSocket) {
      this.#reply = this.#next('reply', ANSWER_TIMEOUT_MS);
      // Looked at in turnOver(); until then a failure is nobody's.
      this.#reply.catch(() => {});
    }
    const ack = this.#next('ack', ANSWER_TIMEOUT_MS);
    this.#socket.send(JSON.stringify(this.#dialect.messageFrame(this.#chat, text)));
    await ack;
  }

  /** Resolves when the server has answered the last message. Errors: rejects when it did not do so in time. */
  async turnOver(): Promise<void> {
    await this.#reply;
  }

  async ping(): Promise<void> {
    const pong = this.#next('pong', ANSWER_TIMEOUT_MS);
    this.#socket.send('{"type":"ping"}');
    await pong;
  }

  close(): void {
    this.#socket.close();
  }

  #receive(frame: Frame): void {
    const meaning = this.#dialect.classify(frame);
    if (meaning !== 'other') this.#settle(meaning);
  }

  #next(what: Awaited, timeoutMs: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => reject(new Error(`no ${what} in time`)), timeoutMs);
    this.#waiting.set(what, { resolve, reject });
    return promise.finally(() => {
      clearTimeout(timer);
      this.#waiting.delete(what);
    });
  }

  #settle(what: Awaited): void {
    this.#waiting.get(what)?.resolve();
  }
}
