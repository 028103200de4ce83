import type { Log } from './log.ts';
import { isWorkerMessage } from './messages.ts';
import { decide } from './policy.ts';
import { initialPool, type PolicyOptions, type PoolAction, type PoolEvent, type PoolState } from './pool.ts';

const TICK_MS = 200;

export interface SupervisorOptions extends PolicyOptions {
  /** The program of a worker and its arguments. */
  command: string[];
  env: Record<string, string | undefined>;
  workers: number;
  log: Log;
  /** Called once, when every worker takes requests. */
  onReady: () => void;
}

type Child = Bun.Subprocess<'ignore', 'inherit', 'inherit'>;

const KILL_REASONS = {
  silent: 'its event loop is silent',
  boot_timeout: 'it does not come up',
  drain_timeout: 'it did not finish in time',
} as const;

const EVENT_OF_SIGNAL: Partial<Record<NodeJS.Signals, PoolEvent>> = {
  SIGTERM: { type: 'stop' },
  SIGINT: { type: 'stop' },
  SIGHUP: { type: 'replace_all' },
  SIGTTIN: { type: 'resize', by: 1 },
  SIGTTOU: { type: 'resize', by: -1 },
};

/**
 * Keeps the workers alive until a signal ends the service or a worker cannot boot. Takes over the process's signals
 * meanwhile: TERM and INT drain, again they cut short; HUP replaces all in turn; TTIN and TTOU add or take one.
 * Returns the exit code of the service.
 */
export function runSupervisor(options: SupervisorOptions): Promise<number> {
  return new Promise((done) => new Supervisor(options, done).start());
}

/** Carries out what the policy decides: processes, signals and the clock, but no judgement. */
class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #done: (exitCode: number) => void;
  readonly #children = new Map<number, Child>();
  readonly #listeners = new Map<NodeJS.Signals, () => void>();
  #state: PoolState;
  #ticker: Timer | undefined;

  constructor(options: SupervisorOptions, done: (exitCode: number) => void) {
    this.#options = options;
    this.#done = done;
    this.#state = initialPool(options.workers, performance.now());
  }

  start(): void {
    for (const [signal, event] of Object.entries(EVENT_OF_SIGNAL)) this.#listen(signal as NodeJS.Signals, event);
    this.#ticker = setInterval(() => this.#handle({ type: 'tick' }), TICK_MS);
    this.#handle({ type: 'start' });
  }

  #listen(signal: NodeJS.Signals, event: PoolEvent): void {
    const listener = () => {
      this.#options.log('info', `received ${signal}`);
      this.#handle(event);
    };
    this.#listeners.set(signal, listener);
    process.on(signal, listener);
  }

  #handle(event: PoolEvent): void {
    const { state, actions } = decide(this.#state, event, performance.now(), this.#options);
    this.#state = state;
    for (const action of actions) this.#carryOut(action);
  }

  #carryOut(action: PoolAction): void {
    switch (action.type) {
      case 'spawn':
        this.#spawn();
        break;
      case 'drain':
        this.#children.get(action.pid)?.kill('SIGTERM');
        break;
      case 'kill':
        this.#options.log('error', `worker ${action.pid} is killed: ${KILL_REASONS[action.reason]}`);
        this.#children.get(action.pid)?.kill('SIGKILL');
        break;
      case 'announce_ready':
        this.#options.onReady();
        break;
      case 'exit':
        this.#finish(action.code);
        break;
    }
  }

  #spawn(): void {
    try {
      const child = Bun.spawn(this.#options.command, {
        env: this.#options.env,
        stdio: ['ignore', 'inherit', 'inherit'],
        serialization: 'json',
        ipc: (message, sender) => this.#onMessage(sender.pid, message),
        onExit: (gone, code, signal) => this.#onExit(gone.pid, code, signal),
      });
      this.#children.set(child.pid, child);
      this.#options.log('debug', `worker ${child.pid} started`);
      this.#handle({ type: 'spawned', pid: child.pid });
    } catch (error) {
      this.#options.log('error', `a worker could not be started: ${error instanceof Error ? error.message : error}`);
      this.#handle({ type: 'spawn_failed' });
    }
  }

  #onMessage(pid: number, message: unknown): void {
    if (isWorkerMessage(message)) this.#handle({ type: message.type, pid });
  }

  #onExit(pid: number, code: number | null, signal: NodeJS.Signals | number | null): void {
    this.#children.delete(pid);
    const isExpected = this.#state.workers.some((worker) => worker.pid === pid && worker.phase === 'draining');
    const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
    this.#options.log(isExpected ? 'debug' : 'warning', `worker ${pid} ended (${how})`);
    this.#handle({ type: 'exited', pid, code });
  }

  #finish(exitCode: number): void {
    clearInterval(this.#ticker);
    for (const [signal, listener] of this.#listeners) process.off(signal, listener);
    this.#done(exitCode);
  }
}
