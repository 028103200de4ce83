import { connect, type Socket } from 'node:net';

/** A TCP connection that writes what it is told, and keeps what it gets. */
export class Wire {
  readonly #socket: Socket;
  received = '';
  isClosed = false;
  /** Of the last connection or byte. */
  #lastAt = performance.now();
  /** Units: milliseconds from the last sign of life to the end. */
  idleMs = 0;

  static async open(origin: string): Promise<Wire> {
    const wire = new Wire(connect(Number(new URL(origin).port), '127.0.0.1'));
    await new Promise((done, fail) => wire.#socket.once('connect', done).once('error', fail));
    return wire;
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => {
      this.received += chunk.toString('latin1');
      this.#lastAt = performance.now();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      this.isClosed = true;
      this.idleMs = performance.now() - this.#lastAt;
    });
  }

  write(text: string): void {
    this.#socket.write(text);
  }

  get(path: string): void {
    this.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
  }

  statuses = (): number[] => [...this.received.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((match) => Number(match[1]));

  close(): void {
    this.#socket.destroy();
  }
}
