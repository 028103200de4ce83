import type { Context } from '../../context.ts';
import { unavailable } from '../../lib/errors.ts';
import type { Figures } from '../../lib/figures.ts';
import { exposition, setGauge } from '../../metrics/exposition.ts';
import {
  type DeskFigures,
  type JobFigures,
  listBreaches,
  listJobFigures,
  listWaiting,
  readDesk,
  readServer,
  type ServerFigures,
  type Waiting,
} from './metrics-queries.ts';
import { readDisk } from './service.ts';

/** So old may what the database tells be. Units: milliseconds. */
const KNOWN_FOR_MS = 5_000;
/** A database that hangs must not hold up the figures of the processes. Units: milliseconds. */
const PATIENCE_MS = 1_000;
const CONNECTION_STATES = ['active', 'idle', 'idle_in_transaction'];

/** GET /metrics of one process: the whole pool's counts, and what the database knows, asked once for several readers. */
export class MetricsPage {
  readonly #ctx: Context;
  #known: { figures: Promise<Figures>; at: number } | null = null;

  constructor(ctx: Context) {
    this.#ctx = ctx;
  }

  /** Errors: unavailable, while the supervisor does not answer: this process's own counts would look like a loss. */
  async text(): Promise<string> {
    const [pool, shared] = await Promise.all([this.#ctx.poolFigures(), this.#shared()]);
    if (!pool) throw unavailable('The figures of the other workers are not to be had now');
    const own: Figures = {};
    setGauge(own, 'joxai_workers_silent', pool.silent);
    return exposition(pool.counts, [...pool.gauges, shared, own]);
  }

  #shared(): Promise<Figures> {
    const now = performance.now();
    if (!this.#known || now - this.#known.at > KNOWN_FOR_MS) {
      this.#known = { figures: readShared(this.#ctx), at: now };
    }
    return this.#known.figures;
  }
}

/** Never rejects: while the database is away, that is what it tells. */
async function readShared(ctx: Context): Promise<Figures> {
  const figures: Figures = {};
  const [disk, isUp] = await Promise.all([
    readDisk(ctx.config.dataDir),
    Promise.race([readDatabase(ctx, figures).catch(() => false), Bun.sleep(PATIENCE_MS).then(() => false)]),
  ]);
  setGauge(figures, 'joxai_database_up', isUp ? 1 : 0);
  if (disk) {
    setGauge(figures, 'joxai_disk_free_bytes', disk.freeBytes);
    setGauge(figures, 'joxai_disk_size_bytes', disk.totalBytes);
  }
  // What comes after its time must not change what was told.
  return { ...figures };
}

async function readDatabase({ db: { sql } }: Context, figures: Figures): Promise<true> {
  const [waiting, desk, breaches, jobs, server] = await Promise.all([
    listWaiting(sql),
    readDesk(sql),
    listBreaches(sql),
    listJobFigures(sql),
    readServer(sql),
  ]);
  setQueues(figures, waiting);
  setDesk(figures, desk);
  for (const clock of ['first_response', 'next_response', 'resolution', 'complaint'])
    setGauge(figures, 'joxai_sla_breaches_last_hour', breaches.find((one) => one.clock === clock)?.count ?? 0, {
      clock,
    });
  setJobs(figures, jobs);
  setServer(figures, server);
  return true;
}

function setQueues(figures: Figures, waiting: readonly Waiting[]): void {
  for (const { queue, length, oldest } of waiting) {
    setGauge(figures, 'joxai_queue_length', length, { queue });
    setGauge(figures, 'joxai_queue_oldest_seconds', Math.max(0, oldest), { queue });
  }
}

function setDesk(figures: Figures, desk: DeskFigures): void {
  for (const state of ['bot', 'waiting', 'human'] as const)
    setGauge(figures, 'joxai_conversations', desk[state], { state });
  setGauge(figures, 'joxai_tickets', desk.openTickets, { state: 'open' });
  setGauge(figures, 'joxai_tickets', desk.ticketsInProgress, { state: 'in_progress' });
  setGauge(figures, 'joxai_tickets', desk.overdueTickets, { state: 'overdue' });
  setGauge(figures, 'joxai_mails_failed', desk.mailsFailed);
  setGauge(figures, 'joxai_staff_online', desk.staffOnline);
  setGauge(figures, 'joxai_audit_chain_broken', desk.isAuditBroken ? 1 : 0);
}

function setJobs(figures: Figures, jobs: readonly JobFigures[]): void {
  for (const { job, overdue, isFailing } of jobs) {
    setGauge(figures, 'joxai_job_overdue_seconds', overdue, { task: job });
    setGauge(figures, 'joxai_job_failing', isFailing ? 1 : 0, { task: job });
  }
}

function setServer(figures: Figures, { sizeBytes, maxConnections, connections }: ServerFigures): void {
  const others = connections.filter(({ state }) => !CONNECTION_STATES.includes(state));
  for (const state of CONNECTION_STATES)
    setGauge(figures, 'joxai_database_connections', connections.find((one) => one.state === state)?.count ?? 0, {
      state,
    });
  setGauge(
    figures,
    'joxai_database_connections',
    others.reduce((sum, { count }) => sum + count, 0),
    { state: 'other' },
  );
  setGauge(figures, 'joxai_database_connections_limit', maxConnections);
  setGauge(figures, 'joxai_database_size_bytes', sizeBytes);
}
