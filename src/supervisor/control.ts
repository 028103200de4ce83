import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import type { Server } from 'bun';
import { reasonOf } from '../lib/reason.ts';
import type { Log } from './log.ts';
import type { SupervisorStatus } from './status.ts';

const PROBE_TIMEOUT_MS = 1000;
const MAX_WORKERS = 64;
/** Only whoever runs the service may steer it. */
const OWNER_ONLY = 0o600;

/** Named after the machine, because several may keep their uploads in one shared folder. */
export const controlPath = (dataDir: string): string => join(dataDir, `control-${hostname()}.sock`);

/** What can be asked of a supervisor from outside. */
export interface Controlled {
  status(): SupervisorStatus;
  reload(): void;
  scale(to: number): void;
  stop(): void;
}

/** Another supervisor of this machine has the folder. Its message is for the person at the console. */
export class FolderTakenError extends Error {}

/**
 * The local socket by which `ctl` steers the service, and by which a second start on the same folder learns of the
 * first. Its language is HTTP with JSON bodies: GET /status, POST /reload, /stop, and /scale with `{ to }`.
 */
export class Control {
  #controlled: Controlled | null = null;
  #server: Server<undefined> | null = null;

  /**
   * Errors: FolderTakenError while another supervisor answers there. Where no socket can be made for another reason,
   * such as a read-only folder, the log says so and the service runs without.
   */
  static async open(dataDir: string, log: Log): Promise<Control> {
    const control = new Control();
    const path = controlPath(dataDir);
    if (await isAnswering(path)) throw await takenError(dataDir, path);
    try {
      mkdirSync(dataDir, { recursive: true, mode: 0o711 });
      rmSync(path, { force: true });
      control.#server = control.#listen(path);
    } catch (error) {
      log('warning', `no control socket, so ctl cannot steer this service: ${reasonOf(error)}`);
    }
    return control;
  }

  /** Until then it answers that the service is still starting. */
  steer(controlled: Controlled): void {
    this.#controlled = controlled;
  }

  async close(): Promise<void> {
    await this.#server?.stop(true);
  }

  #listen(path: string): Server<undefined> {
    // The socket must not be anybody's even for a moment.
    const before = process.umask(0o777 & ~OWNER_ONLY);
    try {
      const server = Bun.serve({ unix: path, fetch: (request) => this.#answer(request) });
      chmodSync(path, OWNER_ONLY);
      return server;
    } finally {
      process.umask(before);
    }
  }

  async #answer(request: Request): Promise<Response> {
    const controlled = this.#controlled;
    if (controlled === null) return refusal(503, 'The service is still starting');
    const asked = `${request.method} ${new URL(request.url).pathname}`;
    switch (asked) {
      case 'GET /status':
        break;
      case 'POST /reload':
        controlled.reload();
        break;
      case 'POST /scale': {
        const { to } = ((await request.json().catch(() => null)) ?? {}) as { to?: unknown };
        if (!isWorkerCount(to)) return refusal(422, `"to" must be a whole number from 1 to ${MAX_WORKERS}`);
        controlled.scale(to);
        break;
      }
      case 'POST /stop':
        controlled.stop();
        break;
      default:
        return refusal(404, `There is no ${asked}`);
    }
    return Response.json(controlled.status());
  }
}

const isWorkerCount = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MAX_WORKERS;

const refusal = (status: number, detail: string): Response => Response.json({ detail, pid: process.pid }, { status });

/** Whether a process listens there. A file that a killed one left behind refuses. */
function isAnswering(path: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(path);
    const end = (isThere: boolean) => () => {
      socket.destroy();
      done(isThere);
    };
    socket.once('connect', end(true));
    socket.once('error', end(false));
  });
}

async function takenError(dataDir: string, path: string): Promise<FolderTakenError> {
  const holder = await fetch('http://supervisor/status', { unix: path, signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) })
    .then((answer) => answer.json() as Promise<{ pid: number }>)
    .then(({ pid }) => ` (process ${pid})`)
    .catch(() => '');
  return new FolderTakenError(
    `JoxAI is already running on ${resolve(dataDir)}${holder}. Stop it first, or set DATA_DIR to another folder.`,
  );
}
