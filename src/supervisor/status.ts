import type { WorkerLoad } from './messages.ts';
import type { PoolState, WorkerState } from './pool.ts';

/** How workers ended since the supervisor started. */
export interface EndedWorkers {
  /** Asked to: replaced, or one too many. */
  drained: number;
  /** By the supervisor: silent, not up in time, or not done in time. */
  killed: number;
  /** By themselves, or by somebody else. */
  died: number;
}

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
  ended: EndedWorkers;
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
    ended: { ...own.ended },
    workers: state.workers.map(({ pid, phase, spawnedAt, heardAt }) => ({
      pid,
      phase,
      uptime_s: secondsSince(spawnedAt, now),
      last_beat_ms: Math.round(now - heardAt),
      load: namedLoad(loads.get(pid)),
    })),
  };
}

function namedLoad(load: WorkerLoad | undefined): WorkerStatus['load'] {
  if (load === undefined) return null;
  const { requests, openRequests, sockets, memoryBytes } = load;
  return { requests, open_requests: openRequests, sockets, memory_bytes: memoryBytes };
}

const secondsSince = (then: number, now: number): number => Math.round((now - then) / 100) / 10;
