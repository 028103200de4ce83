import { statfs } from 'node:fs/promises';
import type { Context } from '../../context.ts';
import { listWorkers, totalsOf, type WorkerRow } from '../../db/worker-figures.ts';
import { ROUTE_KINDS, type WorkerFigures } from '../../metrics/figures.ts';
import { addHistograms, countOf, NO_OBSERVATIONS } from '../../metrics/histogram.ts';
import { healthOf, type KindState, type ProviderHealth, percentilesOf, type SystemState } from './model.ts';
import { listJobs, readDatabase, readQueues } from './queries.ts';

/** How the whole pool is, whichever worker answers. What other workers tell of themselves is some seconds old. */
export async function readSystem(ctx: Context): Promise<SystemState> {
  const { sql } = ctx.db;
  const rows = await listWorkers(sql);
  const workers = figuresOf(rows);
  const [database, queues, jobs, kinds, disk] = await Promise.all([
    readDatabase(sql),
    readQueues(sql),
    listJobs(sql),
    readKinds(ctx, rows),
    readDisk(ctx.config.dataDir),
  ]);
  return {
    workers,
    recent: recentOf(workers),
    kinds,
    sockets: socketsOf(workers),
    database,
    queues,
    jobs,
    providers: providersOf(workers),
    disk,
    versions: { joxai: ctx.config.version, bun: Bun.version },
  };
}

/** How each vendor fares, over all processes. */
export async function readProviders(ctx: Context): Promise<ProviderHealth[]> {
  return providersOf(figuresOf(await listWorkers(ctx.db.sql)));
}

const figuresOf = (rows: WorkerRow[]): WorkerFigures[] => rows.flatMap(({ figures }) => figures ?? []);

function providersOf(workers: WorkerFigures[]): ProviderHealth[] {
  const all = workers.flatMap(({ providers }) => providers);
  return [...new Set(all.map(({ name }) => name))].map((name) => healthOf(name, all));
}

function recentOf(workers: WorkerFigures[]): SystemState['recent'] {
  const latency = workers.map(({ recent }) => recent.latency).reduce(addHistograms, NO_OBSERVATIONS);
  return {
    ...percentilesOf(latency),
    requests: countOf(latency),
    errors: workers.reduce((sum, { recent }) => sum + recent.errors, 0),
    perSecond: workers.reduce((sum, { recent }) => sum + recent.requests / Math.max(1, recent.seconds), 0),
  };
}

async function readKinds(ctx: Context, rows: WorkerRow[]): Promise<KindState[]> {
  const { requests } = await totalsOf(ctx.db.sql, rows);
  return ROUTE_KINDS.map((kind) => {
    const { statuses, latency } = requests[kind];
    return {
      kind,
      requests: countOf(latency),
      refused: statuses[4] ?? 0,
      failed: statuses[5] ?? 0,
      ...percentilesOf(latency),
    };
  });
}

const socketsOf = (workers: WorkerFigures[]): SystemState['sockets'] =>
  workers.reduce(
    (sum, { sockets }) => ({
      customer: sum.customer + sockets.customer,
      staff: sum.staff + sockets.staff,
      panel: sum.panel + sockets.panel,
    }),
    { customer: 0, staff: 0, panel: 0 },
  );

/** Null where the folder's file system does not tell. */
export async function readDisk(folder: string): Promise<SystemState['disk']> {
  try {
    const { bsize, bavail, blocks } = await statfs(folder);
    return { freeBytes: bsize * bavail, totalBytes: bsize * blocks };
  } catch {
    return null;
  }
}
