import { addHistograms, type HistogramFigures, NO_OBSERVATIONS } from './histogram.ts';

export const ROUTE_KINDS = ['chat', 'api', 'panel', 'files', 'health'] as const;
export type RouteKind = (typeof ROUTE_KINDS)[number];

/** Requests of one kind of route. `statuses` counts answers by the first digit of their status, 1 to 5. */
export interface RequestFigures {
  statuses: number[];
  latency: HistogramFigures;
}

export type BreakerState = 'closed' | 'open' | 'trying';

/** How one process has fared with a vendor. */
export interface ProviderFigures {
  name: string;
  breaker: BreakerState;
  answers: number;
  failures: number;
  /** Of the last answer. Units: milliseconds. */
  lastLatencyMs: number | null;
  /** ISO 8601. */
  lastAnswerAt: string | null;
  /** Of a closed list of reasons; never a vendor's own words. */
  lastFailure: string | null;
  lastFailureAt: string | null;
}

/** A pool of connections to the database: how many there may be, and statements and transactions under way. */
export interface PoolLoad {
  pool: 'general' | 'hot';
  size: number;
  open: number;
}

/** What only grows, so that it can be added up over processes and over those that are gone. */
export interface Totals {
  requests: Record<RouteKind, RequestFigures>;
}

/** Everything that one process tells of itself. */
export interface WorkerFigures extends Totals {
  pid: number;
  version: string;
  /** ISO 8601. */
  startedAt: string;
  memoryBytes: number;
  /** Processor time since the figures before, as a share of one core. */
  cpuShare: number;
  /** How late the event loop was, on average and at worst, since the figures before. Units: milliseconds. */
  lag: { meanMs: number; maxMs: number };
  openRequests: number;
  sockets: Record<'customer' | 'staff' | 'panel', number>;
  isDraining: boolean;
  /** Within the last seconds, at most a minute. */
  recent: { seconds: number; requests: number; errors: number; latency: HistogramFigures };
  providers: ProviderFigures[];
}

const NO_REQUESTS: RequestFigures = { statuses: Array(6).fill(0), latency: NO_OBSERVATIONS };

export const NO_TOTALS: Totals = {
  requests: Object.fromEntries(ROUTE_KINDS.map((kind) => [kind, NO_REQUESTS])) as Totals['requests'],
};

export function addTotals(one: Totals, other: Totals): Totals {
  const added = ROUTE_KINDS.map((kind) => {
    const [left, right] = [one.requests[kind] ?? NO_REQUESTS, other.requests[kind] ?? NO_REQUESTS];
    const statuses = left.statuses.map((count, at) => count + (right.statuses[at] ?? 0));
    return [kind, { statuses, latency: addHistograms(left.latency, right.latency) }];
  });
  return { requests: Object.fromEntries(added) };
}
