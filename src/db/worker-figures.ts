import { addTotals, NO_TOTALS, type Totals, type WorkerFigures } from '../metrics/figures.ts';
import type { Database, Sql } from './client.ts';

const ROW = 1;

/** What a worker that is gone had counted goes into the sum of those, so that the sums of the pool never fall. */
export async function keepTotals(sql: Database['sql'], gone: readonly (WorkerFigures | null)[]): Promise<void> {
  const counted = gone.filter((figures) => figures !== null);
  if (counted.length === 0) return;
  await sql.begin(async (tx) => {
    await tx`INSERT INTO worker_totals (id, figures) VALUES (${ROW}, ${JSON.stringify(NO_TOTALS)}::text::jsonb) ON CONFLICT DO NOTHING`;
    const [row] = await tx<{ figures: Totals }[]>`SELECT figures FROM worker_totals WHERE id = ${ROW} FOR UPDATE`;
    const totals = counted.reduce<Totals>(addTotals, row?.figures ?? NO_TOTALS);
    await tx`UPDATE worker_totals SET figures = ${JSON.stringify(totals)}::text::jsonb WHERE id = ${ROW}`;
  });
}

export interface WorkerRow {
  id: string;
  figures: WorkerFigures | null;
}

/** What each worker of the pool has told of itself in the last seconds, the oldest first. */
export function listWorkers(sql: Sql): Promise<WorkerRow[]> {
  return sql<WorkerRow[]>`
    SELECT id, figures FROM workers WHERE expires_at > now() ORDER BY figures->>'startedAt', id`;
}

/** What the whole pool has counted since the database was made or last crashed, with the workers that are gone. */
export async function totalsOf(sql: Sql, workers: readonly WorkerRow[]): Promise<Totals> {
  const [row] = await sql<{ figures: Totals }[]>`SELECT figures FROM worker_totals WHERE id = ${ROW}`;
  return workers.reduce<Totals>(
    (sum, { figures }) => (figures ? addTotals(sum, figures) : sum),
    row?.figures ?? NO_TOTALS,
  );
}
