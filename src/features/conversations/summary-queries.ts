import type { Sql } from '../../db/client.ts';
import { ERASED_TEXT } from '../customers/model.ts';
import type { HandoffSummary } from './model.ts';

/** A summary, and the handoff that it was written for. */
interface StoredSummary {
  /** ISO time. */
  handedOffAt: string;
  summary: HandoffSummary;
}

export async function findSummary(sql: Sql, id: string): Promise<StoredSummary | null> {
  const [row] = await sql<{ summary: StoredSummary | null }[]>`SELECT summary FROM conversations WHERE id = ${id}`;
  return row?.summary ?? null;
}

/** Nothing where the person was erased meanwhile: the summary quotes what they said. */
export async function saveSummary(sql: Sql, id: string, stored: StoredSummary): Promise<void> {
  await sql`
    UPDATE conversations SET summary = ${JSON.stringify(stored)}::text::jsonb
    WHERE id = ${id} AND last_text <> ${ERASED_TEXT}`;
}
