import { createUser } from '../../src/features/users/service.ts';
import { type Answer, call, type Frame } from './client.ts';
import type { Service } from './service.ts';

export interface Staff {
  id: number;
  name: string;
  email: string;
  password: string;
  token: string;
  /** A call of the interface as this person, through this worker or another one. */
  call(method: string, path: string, body?: unknown, origin?: string): Promise<Answer>;
}

let made = 0;

/** A new member of staff, logged in. */
export async function newStaff(
  service: Service,
  role: 'AGENT' | 'SUPERVISOR' | 'ADMIN',
  name?: string,
): Promise<Staff> {
  made += 1;
  const email = `staff${made}@joxai.test`;
  const password = `Murmullo-Verde-${made}518`;
  const fullName = name ?? `Persona ${made}`;
  const { id } = await createUser(service.ctx.db.orm, { email, password, fullName, role });
  const { body } = await call(service.origin, 'POST', '/api/v1/auth/login', { body: { email, password } });
  const token = body.access_token as string;
  return {
    id,
    name: fullName,
    email,
    password,
    token,
    call: (method, path, content, origin = service.origin) =>
      call(origin, method, `/api/v1${path}`, { token, ...(content !== undefined && { body: content }) }),
  };
}

/** Ample: a frame that comes is not waited for any longer. */
const FRAME_MS = 30_000;

/** A member of staff's socket that keeps every frame it got. */
export class StaffLine {
  readonly frames: Frame[] = [];
  readonly closed: Promise<number>;
  readonly #socket: WebSocket;
  #closeCode: number | null = null;

  constructor(
    origin: string,
    { protocols, query = '', headers = {} }: { protocols?: string[]; query?: string; headers?: Record<string, string> },
  ) {
    this.#socket = new WebSocket(`${origin.replace('http', 'ws')}/api/v1/ws${query}`, {
      ...(protocols && { protocols }),
      headers: { origin, ...headers },
    } as never);
    this.#socket.onmessage = ({ data }) => this.frames.push(JSON.parse(data));
    const { promise, resolve } = Promise.withResolvers<number>();
    this.closed = promise;
    this.#socket.onclose = ({ code }) => {
      this.#closeCode = code;
      resolve(code);
    };
  }

  send(frame: object | string): void {
    this.#socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  /** The first frame that fits, whether it has come or comes in time. Errors: also where the connection has ended. */
  async frame(fits: (frame: Frame) => boolean, ms = FRAME_MS): Promise<Frame> {
    const deadline = performance.now() + ms;
    for (;;) {
      const found = this.frames.find(fits);
      if (found) return found;
      if (performance.now() > deadline || this.#closeCode !== null) {
        throw new Error(`no such frame among ${JSON.stringify(this.frames)}, closed: ${this.#closeCode}`);
      }
      await Bun.sleep(10);
    }
  }

  close(): void {
    this.#socket.close();
  }
}

export async function openLine(origin: string, { token }: Pick<Staff, 'token'>): Promise<StaffLine> {
  const line = new StaffLine(origin, { protocols: ['joxai.v1', token] });
  await line.frame(({ type }) => type === 'connection_established');
  return line;
}
