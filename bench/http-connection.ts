import type { Socket } from 'bun';

const REQUEST_TIMEOUT_MS = 10_000;
const HEAD_END = '\r\n\r\n';
const LAST_CHUNK = '0\r\n\r\n';

export interface HttpAnswer {
  status: number;
  /** A character a byte, so that its length is that of the header; what is looked for in it is ASCII. */
  body: string;
}

interface Pending {
  resolve(answer: HttpAnswer): void;
  reject(error: Error): void;
}

/**
 * One keep-alive connection with one request in flight. It reads just enough of HTTP to know where an answer ends, so
 * that the load costs the machine far less than the servers that are measured.
 */
export class HttpConnection {
  #socket: Socket<undefined> | null = null;
  #received = '';
  #pending: Pending | null = null;
  #isClosing = false;

  /** True once the server has closed the connection or said that it will. */
  get isDone(): boolean {
    return this.#socket === null || this.#isClosing;
  }

  static async open(port: number): Promise<HttpConnection> {
    const connection = new HttpConnection();
    connection.#socket = await Bun.connect<undefined>({
      hostname: '127.0.0.1',
      port,
      socket: {
        data: (_, chunk) => connection.#receive(chunk.toString('latin1')),
        close: () => connection.#end('connection closed'),
        error: (_, error) => connection.#end(error.message),
      },
    });
    return connection;
  }

  /** Errors: rejects when the connection ends before the answer, or after ten seconds. */
  async request(text: string): Promise<HttpAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
    const timer = setTimeout(() => this.#end('no answer in time'), REQUEST_TIMEOUT_MS);
    this.#pending = { resolve, reject };
    if (this.#socket === null) this.#end('connection closed');
    else if (this.#socket.write(text) <= 0) this.#end('nothing could be written');
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
    }
  }

  close(): void {
    this.#socket?.end();
    this.#socket = null;
  }

  #receive(text: string): void {
    this.#received += text;
    const answer = parseAnswer(this.#received);
    if (answer === null || this.#pending === null) return;
    this.#received = '';
    this.#isClosing ||= answer.closes;
    const { resolve } = this.#pending;
    this.#pending = null;
    resolve(answer);
  }

  #end(reason: string): void {
    this.close();
    this.#pending?.reject(new Error(reason));
    this.#pending = null;
  }
}

/** Null until the answer is complete. */
export function parseAnswer(text: string): (HttpAnswer & { closes: boolean }) | null {
  const headLength = text.indexOf(HEAD_END);
  if (headLength < 0) return null;
  const head = text.slice(0, headLength).toLowerCase();
  const body = text.slice(headLength + HEAD_END.length);
  const status = Number(head.slice(9, 12));
  const closes = head.includes('\r\nconnection: close');
  if (head.includes('\r\ntransfer-encoding: chunked')) {
    return body.endsWith(LAST_CHUNK) ? { status, closes, body } : null;
  }
  const length = /\r\ncontent-length: *(\d+)/.exec(head)?.[1];
  const isComplete = status === 204 || (length !== undefined && body.length >= Number(length));
  return isComplete ? { status, closes, body } : null;
}
