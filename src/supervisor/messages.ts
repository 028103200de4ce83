/** Exit code of a worker that could not be brought up, and of the service that stops for it. */
export const BOOT_FAILURE_EXIT_CODE = 3;
export const HEARTBEAT_INTERVAL_MS = 1000;

/**
 * What a worker tells its supervisor over IPC. A message may get lost when its sender ends, so none of them carries
 * anything that is needed afterwards.
 */
export type WorkerMessage =
  | { type: 'ready' }
  /** Units: `at` is the worker's monotonic clock in milliseconds; the supervisor counts from when it hears it. */
  | { type: 'beat'; at: number }
  /** The worker asks for a successor: it has served its share of requests, or something unexpected was thrown. */
  | { type: 'recycle' };

const TYPES: ReadonlySet<unknown> = new Set<WorkerMessage['type']>(['ready', 'beat', 'recycle']);

export function isWorkerMessage(value: unknown): value is WorkerMessage {
  return typeof value === 'object' && value !== null && 'type' in value && TYPES.has(value.type);
}
