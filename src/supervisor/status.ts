import type { WorkerLoad } from './messages.ts';
import type { PoolState, WorkerState } from './pool.ts';

const DRAINED = ['age', 'error', 'reload', 'surplus'] as const;
const KILLED = ['silent', 'boot_timeout', 'drain_timeout'] as const;
/** Why a worker ended; `crash`: by itself, or by somebody else. */
export type EndReason = (typeof DRAINED)[number] | (typeof KILLED)[number] | 'crash';
/** How many workers ended since the supervisor started. */
export type EndedWorkers = Partial<Record<EndReason, number>>;

/** What the supervisor tells of itself; what `ctl status --json` prints. */
export interface SupervisorStatus {
  version: string;
  pid: number;
  phase: PoolState['phase'];
  uptime_s: number;
  /** How many workers there should be. */
  target: number;
  /** Process ids of those whose turn to be replaced comes. */
  to_be_replaced: readonly number[];
  /** Workers in a row that ended before they were of use. */
  failures: number;
  ended: {
    /** Asked to: replaced, or one too many. */
    drained: number;
    /** By the supervisor: silent, not up in time, or not done in time. */
    killed: number;
    /** By themselves, or by somebody else. */
    died: number;
  };
  workers: WorkerStatus[];
}

export interface WorkerStatus {
  pid: number;
  phase: WorkerState['phase'];
  uptime_s: number;
  /** Since it was last heard. */
  last_beat_ms: number;
  /** What it carried by its last beat; null before the first. */
  load: { requests: number; open_requests: number; sockets: number; memory_bytes: number } | null;
}

/** `now` and the times of the state by the supervisor's monotonic clock, in milliseconds. */
export function statusOf(
  state: PoolState,
  loads: ReadonlyMap<number, WorkerLoad>,
  own: { version: string; startedAt: number; ended: EndedWorkers },
  now: number,
): SupervisorStatus {
  return {
    version: own.version,
    pid: process.pid,
    phase: state.phase,
    uptime_s: secondsSince(own.startedAt, now),
    target: state.target,
    to_be_replaced: state.queue,
    failures: state.failures,
    ended: {
      drained: sumOf(own.ended, DRAINED),
      killed: sumOf(own.ended, KILLED),
      died: own.ended.crash ?? 0,
    },
    workers: state.workers.map(({ pid, phase, spawnedAt, heardAt }) => ({
      pid,
      phase,
      uptime_s: secondsSince(spawnedAt, now),
      last_beat_ms: Math.round(now - heardAt),
      load: namedLoad(loads.get(pid)),
    })),
  };
}

const sumOf = (ended: EndedWorkers, reasons: readonly EndReason[]): number =>
  reasons.reduce((sum, reason) => sum + (ended[reason] ?? 0), 0);

function namedLoad(load: WorkerLoad | undefined): WorkerStatus['load'] {
  if (load === undefined) return null;
  const { requests, openRequests, sockets, memoryBytes } = load;
  return { requests, open_requests: openRequests, sockets, memory_bytes: memoryBytes };
}

const secondsSince = (then: number, now: number): number => Math.round((now - then) / 100) / 10;
