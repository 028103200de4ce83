import type { ProviderFigures, RouteKind, WorkerFigures } from '../../metrics/figures.ts';
import { percentileOf } from '../../metrics/histogram.ts';
import type { DatabaseState, JobState, Queues } from './queries.ts';

export type { BreakerState, RouteKind, WorkerFigures } from '../../metrics/figures.ts';
export type { DatabaseState, JobState, Queues } from './queries.ts';

export interface Percentiles {
  p50: number | null;
  p95: number | null;
  p99: number | null;
}

/** Requests of one kind since the database was made or last crashed. */
export interface KindState extends Percentiles {
  kind: RouteKind;
  requests: number;
  /** Refused: answered by 4xx. */
  refused: number;
  /** Failed: answered by 5xx. */
  failed: number;
}

/** A vendor, over all processes. */
export interface ProviderHealth extends Omit<ProviderFigures, 'breaker'> {
  /** Processes that ask it, and those that keep away from it. */
  open: number;
  workers: number;
}

export interface SystemState {
  /** This answer's own process is among them. */
  workers: WorkerFigures[];
  /** Over the last minute, of the whole pool, health checks left out. */
  recent: Percentiles & { perSecond: number; errors: number; requests: number };
  kinds: KindState[];
  sockets: WorkerFigures['sockets'];
  database: DatabaseState;
  queues: Queues;
  jobs: JobState[];
  providers: ProviderHealth[];
  disk: { freeBytes: number; totalBytes: number } | null;
  versions: { joxai: string; bun: string };
}

export const percentilesOf = (latency: Parameters<typeof percentileOf>[0]): Percentiles => ({
  p50: percentileOf(latency, 0.5),
  p95: percentileOf(latency, 0.95),
  p99: percentileOf(latency, 0.99),
});

/** A vendor's state put together from those of all processes: the newest answer and the newest failure. */
export function healthOf(name: string, all: readonly ProviderFigures[]): ProviderHealth {
  const own = all.filter((one) => one.name === name);
  const newest = (key: 'lastAnswerAt' | 'lastFailureAt') =>
    own.toSorted((one, other) => (other[key] ?? '').localeCompare(one[key] ?? ''))[0];
  const [answered, failed] = [newest('lastAnswerAt'), newest('lastFailureAt')];
  return {
    name,
    workers: own.length,
    open: own.filter(({ breaker }) => breaker === 'open').length,
    answers: own.reduce((sum, { answers }) => sum + answers, 0),
    failures: own.reduce((sum, { failures }) => sum + failures, 0),
    lastLatencyMs: answered?.lastLatencyMs ?? null,
    lastAnswerAt: answered?.lastAnswerAt ?? null,
    lastFailure: failed?.lastFailure ?? null,
    lastFailureAt: failed?.lastFailureAt ?? null,
  };
}
