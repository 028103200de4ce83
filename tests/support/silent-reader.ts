import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import type { Chat, Frame } from './client.ts';

const HEAD_END = '\r\n\r\n';
const TEXT = 1;
const CLOSE = 8;
/** Lengths that stand in two and in eight bytes of their own. Source: RFC 6455, section 5.2. */
const [IN_TWO_BYTES, IN_EIGHT_BYTES] = [126, 127];

/** A customer's socket whose owner does not read what comes, as a phone does that has no signal any more. */
export class SilentReader {
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);

  /** Resolves when the connection is a WebSocket; nothing is read from then on. */
  static async open(origin: string, chat: Chat): Promise<SilentReader> {
    const { port, host } = new URL(origin);
    const reader = new SilentReader(connect(Number(port), '127.0.0.1'));
    const head = [
      'GET /api/v1/chat/ws HTTP/1.1',
      `Host: ${host}`,
      `Origin: ${origin}`,
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      `Sec-WebSocket-Protocol: joxai.v1, ${chat.token}`,
    ];
    reader.#socket.write(head.join('\r\n') + HEAD_END);
    await reader.#upgraded();
    return reader;
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk]);
    });
  }

  send(frame: object): void {
    const payload = Buffer.from(JSON.stringify(frame));
    if (payload.length >= IN_TWO_BYTES) throw new Error('longer than this speaks');
    const mask = randomBytes(4);
    const masked = Uint8Array.from(payload, (byte, at) => byte ^ (mask[at % 4] ?? 0));
    this.#socket.write(Buffer.concat([Buffer.from([0x80 | TEXT, 0x80 | payload.length]), mask, masked]));
  }

  /** Reads what is left, to the end of the connection. `code` is null where it just ended. */
  async readOut(): Promise<{ frames: Frame[]; bytes: number; code: number | null }> {
    const ended = new Promise<void>((resolve) => this.#socket.once('close', () => resolve()));
    this.#socket.resume();
    await ended;
    const frames: Frame[] = [];
    let code: number | null = null;
    for (const { opcode, payload } of framesOf(this.#received)) {
      if (opcode === TEXT) frames.push(JSON.parse(payload.toString()));
      if (opcode === CLOSE && payload.length >= 2) code = payload.readUInt16BE(0);
    }
    return { frames, bytes: this.#received.length, code };
  }

  async #upgraded(): Promise<void> {
    while (!this.#received.includes(HEAD_END)) {
      await new Promise((resolve) => this.#socket.once('data', resolve));
    }
    this.#socket.pause();
    const head = this.#received.toString('latin1').split(HEAD_END, 1)[0] ?? '';
    if (!head.includes(' 101 ')) throw new Error(`no socket: ${head}`);
    this.#received = this.#received.subarray(head.length + HEAD_END.length);
  }
}

/** Those that are complete. */
function* framesOf(bytes: Buffer): Generator<{ opcode: number; payload: Buffer }> {
  for (let at = 0; at + 2 <= bytes.length; ) {
    const opcode = (bytes[at] ?? 0) & 0x0f;
    const short = (bytes[at + 1] ?? 0) & 0x7f;
    const extra = short === IN_EIGHT_BYTES ? 8 : short === IN_TWO_BYTES ? 2 : 0;
    const begin = at + 2 + extra;
    if (begin > bytes.length) return;
    const length =
      extra === 8 ? Number(bytes.readBigUInt64BE(at + 2)) : extra === 2 ? bytes.readUInt16BE(at + 2) : short;
    if (begin + length > bytes.length) return;
    yield { opcode, payload: bytes.subarray(begin, begin + length) };
    at = begin + length;
  }
}
