import type { Control, Controlled } from './control.ts';
import { FigureBook, ownFigures } from './figures.ts';
import type { Log } from './log.ts';
import { isWorkerMessage, type SupervisorMessage, type WorkerLoad } from './messages.ts';
import { decide } from './policy.ts';
import { initialPool, type PolicyOptions, type PoolAction, type PoolEvent, type PoolState } from './pool.ts';
import { type EndedWorkers, type EndReason, type SupervisorStatus, statusOf } from './status.ts';

const TICK_MS = 200;

export interface SupervisorOptions extends PolicyOptions {
  /** The program of a worker and its arguments; asked at every start, as the program may have been changed. */
  command: () => string[];
  env: Record<string, string | undefined>;
  workers: number;
  version: string;
  control: Control;
  log: Log;
  /** Called for USR1; the workers are told besides. */
  reopenLog: () => void;
  /** Called once, when every worker takes requests. */
  onReady: () => void;
}

type Child = Bun.Subprocess<'ignore', 'inherit', 'inherit'>;

const KILL_REASONS = {
  silent: 'its event loop is silent',
  boot_timeout: 'it does not come up',
  drain_timeout: 'it did not finish in time',
} as const;

const GIVE_UP_REASONS = {
  cannot_boot: 'a worker could not be brought up; what it said stands above',
  crash_loop: 'the first workers end again and again before they are of use',
} as const;

/**
 * Keeps the workers alive until a signal ends the service or its first workers cannot be brought up. Takes over the
 * process's signals meanwhile: TERM and INT drain, again they cut short, as QUIT does at once; HUP replaces all in turn;
 * TTIN and TTOU add or take one; USR1 reopens the logs. Returns the exit code of the service.
 */
export function runSupervisor(options: SupervisorOptions): Promise<number> {
  return new Promise((done) => new Supervisor(options, done).start());
}

/** Carries out what the policy decides: processes, signals and the clock, but no judgement. */
class Supervisor implements Controlled {
  readonly #options: SupervisorOptions;
  readonly #done: (exitCode: number) => void;
  readonly #children = new Map<number, Child>();
  readonly #loads = new Map<number, WorkerLoad>();
  readonly #listeners = new Map<NodeJS.Signals, () => void>();
  readonly #ended: EndedWorkers = {};
  /** Why each worker is to go, as far as somebody said so. */
  readonly #leaving = new Map<number, EndReason>();
  readonly #figures = new FigureBook();
  readonly #startedAt = performance.now();
  readonly #startedOn = new Date();
  #reopenedAt = Number.NEGATIVE_INFINITY;
  #state: PoolState;
  #ticker: Timer | undefined;

  constructor(options: SupervisorOptions, done: (exitCode: number) => void) {
    this.#options = options;
    this.#done = done;
    this.#state = initialPool(options.workers, performance.now());
  }

  start(): void {
    this.#listen('SIGTERM', () => this.stop());
    this.#listen('SIGINT', () => this.stop());
    this.#listen('SIGQUIT', () => this.#handle({ type: 'stop_at_once' }));
    this.#listen('SIGHUP', () => this.reload());
    this.#listen('SIGTTIN', () => this.scale(this.#state.target + 1));
    this.#listen('SIGTTOU', () => this.scale(this.#state.target - 1));
    this.#listen('SIGUSR1', () => this.#reopenLogs());
    this.#options.control.steer(this);
    this.#ticker = setInterval(() => this.#handle({ type: 'tick' }), TICK_MS);
    this.#handle({ type: 'start' });
  }

  stop = (): void => this.#handle({ type: 'stop' });
  reload = (): void => {
    for (const pid of this.#children.keys()) this.#leaving.set(pid, 'reload');
    this.#handle({ type: 'replace_all' });
  };
  scale = (to: number): void => this.#handle({ type: 'resize', to });

  status(): SupervisorStatus {
    const own = { version: this.#options.version, startedAt: this.#startedAt, ended: this.#ended };
    return statusOf(this.#state, this.#loads, own, performance.now());
  }

  #listen(signal: NodeJS.Signals, act: () => void): void {
    const listener = () => {
      this.#options.log('info', `received ${signal}`);
      act();
    };
    this.#listeners.set(signal, listener);
    process.on(signal, listener);
  }

  #reopenLogs(): void {
    this.#options.reopenLog();
    this.#reopenedAt = performance.now();
    for (const child of this.#children.values()) tell(child, { type: 'reopen_logs' });
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
        this.#drain(action.pid, action.because);
        break;
      case 'dismiss':
        this.#children.get(action.pid)?.kill('SIGQUIT');
        break;
      case 'kill':
        this.#options.log('error', `worker ${action.pid} is killed: ${KILL_REASONS[action.reason]}`);
        this.#leaving.set(action.pid, action.reason);
        this.#children.get(action.pid)?.kill('SIGKILL');
        break;
      case 'announce_ready':
        this.#options.onReady();
        break;
      case 'give_up':
        this.#options.log('critical', `the service stops: ${GIVE_UP_REASONS[action.reason]}`);
        break;
      case 'exit':
        this.#finish(action.code);
        break;
    }
  }

  #spawn(): void {
    try {
      const child = Bun.spawn(this.#options.command(), {
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

  /** By a signal when the service stops: one that is still loading has no other ear, and ends of it. */
  #drain(pid: number, because: 'replaced' | 'stopping'): void {
    const child = this.#children.get(pid);
    if (because === 'stopping') child?.kill('SIGTERM');
    else if (child) tell(child, { type: 'leave' });
  }

  #onMessage(pid: number, message: unknown): void {
    if (!isWorkerMessage(message)) return;
    switch (message.type) {
      case 'figures':
        this.#figures.note(pid, message.changes, message.gauges, message.asked);
        return;
      case 'ask_figures':
        void this.#answerFigures(pid, message.question);
        return;
      case 'beat':
        this.#loads.set(pid, message.load);
        break;
      case 'ready':
        this.#reopenAfterBoot(pid);
        break;
      case 'recycle':
        this.#leaving.set(pid, message.reason);
        break;
    }
    this.#handle({ type: message.type, pid });
  }

  async #answerFigures(asker: number, question: number): Promise<void> {
    const pids = this.#state.workers.flatMap(({ pid, phase }) =>
      phase === 'ready' || phase === 'draining' ? pid : [],
    );
    const figures = await this.#figures.ask(
      pids,
      (pid, asked) => this.#tell(pid, { type: 'tell_figures', asked }),
      () => ownFigures(this.#state, this.#startedOn),
    );
    this.#tell(asker, { type: 'pool_figures', question, figures });
  }

  #tell(pid: number, message: SupervisorMessage): void {
    const child = this.#children.get(pid);
    if (child) tell(child, message);
  }

  /** While it was loading it may have opened the log already, and did not listen yet. */
  #reopenAfterBoot(pid: number): void {
    const worker = this.#state.workers.find((one) => one.pid === pid);
    const child = this.#children.get(pid);
    if (child && worker && worker.spawnedAt < this.#reopenedAt) tell(child, { type: 'reopen_logs' });
  }

  #onExit(pid: number, code: number | null, signal: NodeJS.Signals | number | null): void {
    this.#children.delete(pid);
    this.#loads.delete(pid);
    this.#figures.forget(pid);
    const phase = this.#state.workers.find((worker) => worker.pid === pid)?.phase;
    const isExpected = phase === 'draining';
    this.#noteEnd(pid, isExpected ? 'surplus' : 'crash', isExpected || phase === 'killed');
    const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
    this.#options.log(isExpected ? 'debug' : 'warning', `worker ${pid} ended (${how})`);
    this.#handle({ type: 'exited', pid, code });
  }

  /** For the reason that was known beforehand, if that is how it ended. */
  #noteEnd(pid: number, otherwise: EndReason, isAsExpected: boolean): void {
    const reason = (isAsExpected && this.#leaving.get(pid)) || otherwise;
    this.#leaving.delete(pid);
    this.#ended[reason] = (this.#ended[reason] ?? 0) + 1;
    this.#figures.noteEnd(reason);
  }

  #finish(exitCode: number): void {
    clearInterval(this.#ticker);
    for (const [signal, listener] of this.#listeners) process.off(signal, listener);
    this.#done(exitCode);
  }
}

function tell(child: Child, message: SupervisorMessage): void {
  try {
    child.send(message);
  } catch {
    // It is just ending.
  }
}
