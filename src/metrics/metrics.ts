import type { ProviderFigures, RequestFigures, RouteKind, WorkerFigures } from './figures.ts';
import { ROUTE_KINDS } from './figures.ts';
import { addHistograms, countOf, Histogram, type HistogramFigures, NO_OBSERVATIONS, sinceThen } from './histogram.ts';

/** Units: milliseconds. */
const LAG_EVERY_MS = 250;
const RECENT_MS = 60_000;

interface Sources {
  version: string;
  providers: () => ProviderFigures[];
  sockets: () => WorkerFigures['sockets'];
  isDraining: () => boolean;
}

/** A moment of the past, to tell what happened since. */
interface Mark {
  at: number;
  requests: number;
  errors: number;
  latency: HistogramFigures;
}

/** Counts what this process does. Counting a request is two additions in fixed arrays. */
export class Metrics {
  readonly #sources: Sources;
  readonly #startedAt = new Date(Date.now() - performance.now());
  readonly #requests = Object.fromEntries(
    ROUTE_KINDS.map((kind) => [kind, { statuses: new Float64Array(6), latency: new Histogram() }]),
  ) as Record<RouteKind, { statuses: Float64Array; latency: Histogram }>;
  #openRequests = 0;
  #lag = { sum: 0, count: 0, max: 0 };
  #lagTimer: Timer | null = null;
  #cpu = { used: process.cpuUsage(), at: performance.now() };
  #marks: Mark[] = [];

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  start(): void {
    let due = performance.now() + LAG_EVERY_MS;
    this.#lagTimer = setInterval(() => {
      const late = Math.max(0, performance.now() - due);
      this.#lag = { sum: this.#lag.sum + late, count: this.#lag.count + 1, max: Math.max(this.#lag.max, late) };
      due = performance.now() + LAG_EVERY_MS;
    }, LAG_EVERY_MS);
    this.#lagTimer.unref();
  }

  stop(): void {
    if (this.#lagTimer) clearInterval(this.#lagTimer);
  }

  requestBegan(): void {
    this.#openRequests += 1;
  }

  requestEnded(): void {
    this.#openRequests -= 1;
  }

  /** `startedAt` as of `performance.now()`. */
  observeRequest(path: string, status: number, startedAt: number): void {
    const { statuses, latency } = this.#requests[kindOf(path)];
    const group = status / 100 < 6 ? Math.floor(status / 100) : 5;
    statuses[group] = (statuses[group] as number) + 1;
    latency.observe(performance.now() - startedAt);
  }

  /** What it has counted so far; what is told since the figures before begins anew. */
  figures(): WorkerFigures {
    const requests = Object.fromEntries(
      ROUTE_KINDS.map((kind): [RouteKind, RequestFigures] => {
        const { statuses, latency } = this.#requests[kind];
        return [kind, { statuses: [...statuses], latency: latency.figures() }];
      }),
    ) as Record<RouteKind, RequestFigures>;
    const { sum, count, max } = this.#lag;
    this.#lag = { sum: 0, count: 0, max: 0 };
    return {
      pid: process.pid,
      version: this.#sources.version,
      startedAt: this.#startedAt.toISOString(),
      memoryBytes: process.memoryUsage.rss(),
      cpuShare: this.#cpuShare(),
      lag: { meanMs: rounded(count > 0 ? sum / count : 0), maxMs: rounded(max) },
      openRequests: this.#openRequests,
      sockets: this.#sources.sockets(),
      isDraining: this.#sources.isDraining(),
      recent: this.#recent(requests),
      requests,
      providers: this.#sources.providers(),
    };
  }

  #cpuShare(): number {
    const [used, at] = [process.cpuUsage(), performance.now()];
    const micros = used.user + used.system - this.#cpu.used.user - this.#cpu.used.system;
    const share = micros / Math.max(1, (at - this.#cpu.at) * 1_000);
    this.#cpu = { used, at };
    return rounded(share);
  }

  /** Against the oldest figures that are at most a minute old; what health checks ask is left out. */
  #recent(requests: Record<RouteKind, RequestFigures>): WorkerFigures['recent'] {
    const counted = ROUTE_KINDS.filter((kind) => kind !== 'health').map((kind) => requests[kind]);
    const latency = counted.map((one) => one.latency).reduce(addHistograms, NO_OBSERVATIONS);
    const errors = counted.reduce((sum, { statuses }) => sum + (statuses[5] ?? 0), 0);
    const now: Mark = { at: performance.now(), requests: countOf(latency), errors, latency };
    this.#marks = this.#marks.filter(({ at }) => now.at - at <= RECENT_MS);
    const then = this.#marks[0] ?? { at: 0, requests: 0, errors: 0, latency: NO_OBSERVATIONS };
    this.#marks.push(now);
    return {
      seconds: rounded((now.at - then.at) / 1_000),
      requests: now.requests - then.requests,
      errors: now.errors - then.errors,
      latency: sinceThen(now.latency, then.latency),
    };
  }
}

function kindOf(path: string): RouteKind {
  if (path.startsWith('/api/v1/chat')) return 'chat';
  if (path.startsWith('/api/')) return 'api';
  if (path.startsWith('/panel')) return 'panel';
  return path === '/health' || path === '/readiness' || path === '/metrics' ? 'health' : 'files';
}

const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;
