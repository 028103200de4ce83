export interface PolicyOptions {
  heartbeatTimeoutMs: number;
  gracefulTimeoutMs: number;
  /** How many workers may load at the same time: more than cores would only make the first one later. */
  maxBooting: number;
}

export interface WorkerState {
  pid: number;
  phase: 'booting' | 'ready' | 'draining' | 'killed';
  spawnedAt: number;
  readyAt: number | null;
  heardAt: number;
  /** When a draining worker is killed. */
  deadline: number | null;
}

export interface PoolState {
  phase: 'running' | 'stopping' | 'stopped';
  target: number;
  workers: readonly WorkerState[];
  /** Those to be replaced one at a time, the successor first. */
  queue: readonly number[];
  hasBeenReady: boolean;
  /** Workers in a row that ended before they were of use. */
  failures: number;
  failedAt: number;
  respawnAt: number;
  tickedAt: number;
  /** When it was last told to stop. */
  stoppedAt: number | null;
  exitCode: number;
}

/** Times are monotonic milliseconds of the supervisor's clock. */
export type PoolEvent =
  | { type: 'start' }
  | { type: 'tick' }
  | { type: 'spawned'; pid: number }
  | { type: 'spawn_failed' }
  | { type: 'ready'; pid: number }
  | { type: 'beat'; pid: number }
  | { type: 'recycle'; pid: number }
  | { type: 'exited'; pid: number; code: number | null }
  /** TERM, INT; again to shorten the drain. */
  | { type: 'stop' }
  /** QUIT: without the drain. */
  | { type: 'stop_at_once' }
  /** HUP */
  | { type: 'replace_all' }
  /** TTIN, TTOU and `ctl scale` */
  | { type: 'resize'; to: number };

export type PoolAction =
  | { type: 'spawn' }
  /** Ask to finish what it has and leave. */
  | { type: 'drain'; pid: number; because: 'replaced' | 'stopping' }
  /** Ask to leave at once. */
  | { type: 'dismiss'; pid: number }
  | { type: 'kill'; pid: number; reason: 'silent' | 'boot_timeout' | 'drain_timeout' }
  | { type: 'announce_ready' }
  /** Said before the drain of a service that cannot go on. */
  | { type: 'give_up'; reason: 'cannot_boot' | 'crash_loop' }
  | { type: 'exit'; code: number };

export interface Decision {
  state: PoolState;
  actions: PoolAction[];
}

export function initialPool(target: number, now: number): PoolState {
  return {
    phase: 'running',
    target,
    workers: [],
    queue: [],
    hasBeenReady: false,
    failures: 0,
    failedAt: now,
    respawnAt: now,
    tickedAt: now,
    stoppedAt: null,
    exitCode: 0,
  };
}
