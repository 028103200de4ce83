import { readdirSync, readFileSync } from 'node:fs';
import type { Figures } from '../lib/figures.ts';
import { memoryUse } from '../lib/memory.ts';
import type { CounterName, HistogramName, LabelsOf } from './catalogue.ts';
import { setGauge } from './exposition.ts';
import type { PoolLoad, ProviderFigures, WorkerFigures } from './figures.ts';
import { ROUTE_KINDS } from './figures.ts';
import { addHistograms, countOf, type HistogramFigures, NO_OBSERVATIONS, sinceThen } from './histogram.ts';
import { Registry } from './registry.ts';
import { RequestCounts } from './requests.ts';

/** Units: milliseconds. */
const LAG_EVERY_MS = 250;
const RECENT_MS = 60_000;
const MICROSECONDS = 1_000_000;

type Breaker = ProviderFigures['breaker'];

interface Sources {
  version: string;
  /** The bundle that this process runs, or `sources`. */
  bundle: string;
  providers: () => ProviderFigures[];
  /** Null: there is no bank behind a breaker. */
  bankBreaker: () => Breaker | null;
  pools: () => PoolLoad[];
  sockets: () => WorkerFigures['sockets'];
  isRedisAway: () => boolean;
  isDraining: () => boolean;
}

/** A moment of the past, to tell what happened since. */
interface Mark {
  at: number;
  requests: number;
  errors: number;
  latency: HistogramFigures;
}

/** Counts and measures what this process does: for GET /metrics, and for the page of the panel about the service. */
export class Metrics {
  readonly #sources: Sources;
  readonly #startedAt = new Date(Date.now() - performance.now());
  readonly #registry = new Registry();
  readonly #requests = new RequestCounts(this.#registry);
  #openRequests = 0;
  #lag = { sum: 0, count: 0, max: 0 };
  #lagTimer: Timer | null = null;
  #cpu = { used: process.cpuUsage(), at: performance.now() };
  #countedCpu = { user: 0, system: 0 };
  #marks: Mark[] = [];

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  start(): void {
    let due = performance.now() + LAG_EVERY_MS;
    const lag = this.#registry.histogram('joxai_event_loop_lag_seconds', {});
    this.#lagTimer = setInterval(() => {
      const late = Math.max(0, performance.now() - due);
      this.#lag = { sum: this.#lag.sum + late, count: this.#lag.count + 1, max: Math.max(this.#lag.max, late) };
      lag.observe(late / 1_000);
      due = performance.now() + LAG_EVERY_MS;
    }, LAG_EVERY_MS);
    this.#lagTimer.unref();
  }

  stop(): void {
    if (this.#lagTimer) clearInterval(this.#lagTimer);
  }

  /** Another of these happened, or so many. */
  count<Name extends CounterName>(
    name: Name,
    ...[labels, by]: keyof LabelsOf<Name> extends never ? [] : [LabelsOf<Name>, number?]
  ): void {
    this.#registry.count(name, labels ?? ({} as LabelsOf<Name>), by);
  }

  /** Units: seconds. */
  observe<Name extends HistogramName>(name: Name, labels: LabelsOf<Name>, seconds: number): void {
    this.#registry.histogram(name, labels).observe(seconds);
  }

  requestBegan(): void {
    this.#openRequests += 1;
  }

  requestEnded(): void {
    this.#openRequests -= 1;
  }

  /** `route`: its pattern; null where no route took the path. `startedAt` as of `performance.now()`. */
  observeRequest(method: string, route: string | null, path: string, status: number, startedAt: number): void {
    this.#requests.observe(method, route, path, status, (performance.now() - startedAt) / 1_000);
  }

  /** All that this process has counted. */
  counts(): Figures {
    this.#countCpu();
    return this.#registry.all;
  }

  /** What it has counted since this was asked last. */
  takeChanges(): Figures {
    this.#countCpu();
    return this.#registry.takeChanges();
  }

  /** What it measures now. */
  gauges(): Figures {
    const figures: Figures = {};
    const { version, bundle } = this.#sources;
    setGauge(figures, 'joxai_build_info', 1, { version, bundle });
    setGauge(figures, 'joxai_http_requests_in_flight', this.#openRequests);
    const sockets = this.#sources.sockets();
    for (const kind of ['customer', 'staff', 'panel'] as const)
      setGauge(figures, 'joxai_websockets', sockets[kind], { kind });
    setGauge(figures, 'joxai_redis_away_workers', this.#sources.isRedisAway() ? 1 : 0);
    for (const { pool, size, open } of this.#sources.pools()) {
      setGauge(figures, 'joxai_db_pool_size', size, { pool });
      setGauge(figures, 'joxai_db_pool_in_use', Math.min(size, open), { pool });
      setGauge(figures, 'joxai_db_pool_waiting', Math.max(0, open - size), { pool });
    }
    for (const { target, state } of this.#breakers())
      for (const one of ['closed', 'open', 'trying'] as const)
        setGauge(figures, 'joxai_breaker_workers', one === state ? 1 : 0, { target, state: one });
    measureProcess(figures);
    return figures;
  }

  /** What the page of the panel shows; what is told since the figures before begins anew. */
  figures(): WorkerFigures {
    const requests = this.#requests.byKind();
    const { sum, count, max } = this.#lag;
    this.#lag = { sum: 0, count: 0, max: 0 };
    return {
      pid: process.pid,
      version: this.#sources.version,
      startedAt: this.#startedAt.toISOString(),
      memoryBytes: memoryUse().rss,
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

  #breakers(): { target: string; state: Breaker }[] {
    const bank = this.#sources.bankBreaker();
    const providers = this.#sources.providers().map(({ name, breaker }) => ({ target: name, state: breaker }));
    return bank === null ? providers : [...providers, { target: 'bank', state: bank }];
  }

  #countCpu(): void {
    const used = process.cpuUsage();
    for (const mode of ['user', 'system'] as const)
      this.count('joxai_cpu_seconds_total', { mode }, (used[mode] - this.#countedCpu[mode]) / MICROSECONDS);
    this.#countedCpu = used;
  }

  #cpuShare(): number {
    const [used, at] = [process.cpuUsage(), performance.now()];
    const micros = used.user + used.system - this.#cpu.used.user - this.#cpu.used.system;
    const share = micros / Math.max(1, (at - this.#cpu.at) * 1_000);
    this.#cpu = { used, at };
    return rounded(share);
  }

  /** Against the oldest figures that are at most a minute old; what health checks ask is left out. */
  #recent(requests: WorkerFigures['requests']): WorkerFigures['recent'] {
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

function measureProcess(figures: Figures): void {
  const { rss, heapUsed } = memoryUse();
  for (const name of ['joxai_worker_memory_bytes', 'joxai_worker_memory_max_bytes'] as const) {
    setGauge(figures, name, rss, { type: 'rss' });
    setGauge(figures, name, heapUsed, { type: 'heap' });
  }
  const { open, limit } = fileDescriptors();
  setGauge(figures, 'joxai_worker_open_fds', open);
  setGauge(figures, 'joxai_worker_open_fds_max', open);
  setGauge(figures, 'joxai_worker_fds_limit', limit);
}

/** Not a number where there is no /proc. Source: proc_pid_fd(5), proc_pid_limits(5). */
function fileDescriptors(): { open: number; limit: number } {
  try {
    const soft = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    return { open: readdirSync('/proc/self/fd').length, limit: Number(soft) };
  } catch {
    return { open: Number.NaN, limit: Number.NaN };
  }
}

const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;
