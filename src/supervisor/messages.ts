import type { Figures, PoolFigures } from '../lib/figures.ts';

/** Exit code of a worker that could not be brought up, and of the service that stops for it. */
export const BOOT_FAILURE_EXIT_CODE = 3;
export const HEARTBEAT_INTERVAL_MS = 1000;

/** What a worker carries. */
export interface WorkerLoad {
  /** Requests it has taken; ten frames of sockets count as one. */
  requests: number;
  openRequests: number;
  sockets: number;
  memoryBytes: number;
}

/**
 * What a worker tells its supervisor over IPC. A message may get lost when its sender ends, so none of them carries
 * anything that is needed afterwards.
 */
export type WorkerMessage =
  | { type: 'ready' }
  /** The supervisor counts from when it hears it. */
  | { type: 'beat'; load: WorkerLoad }
  /** The worker asks for a successor: it has served its share of requests, or something unexpected was thrown. */
  | { type: 'recycle'; reason: 'age' | 'error' }
  /** What it has counted since it told last, and what it measures now. `asked`: the number of the question, if it was asked. */
  | { type: 'figures'; changes: Figures; gauges: Figures; asked: number | null }
  /** What does the whole pool count? `question` is the worker's own number for it. */
  | { type: 'ask_figures'; question: number };

/** What the supervisor tells a worker over IPC. That the service stops it says with signals, as an operator would. */
export type SupervisorMessage =
  /** A successor is there: finish what you have, and go. */
  | { type: 'leave' }
  | { type: 'reopen_logs' }
  /** Tell your figures. */
  | { type: 'tell_figures'; asked: number }
  /** The answer to a question. */
  | { type: 'pool_figures'; question: number; figures: PoolFigures };

const TYPES: ReadonlySet<unknown> = new Set<WorkerMessage['type']>([
  'ready',
  'beat',
  'recycle',
  'figures',
  'ask_figures',
]);

export function isWorkerMessage(value: unknown): value is WorkerMessage {
  return typeof value === 'object' && value !== null && 'type' in value && TYPES.has(value.type);
}
