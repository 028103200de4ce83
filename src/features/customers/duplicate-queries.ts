import type { Sql } from '../../db/client.ts';
import type { Customer, DuplicatePair, DuplicateReason } from './model.ts';
import { customerColumns, customerTables } from './queries.ts';

/** A key that more share says nothing: the switchboard of a company, an address that somebody made up. */
const MAX_ALIKE = 10;

/**
 * Looks for those who may be the same person as one of these, and notes the pairs; a pair that does not hold any more
 * goes. By what they share: the e-mail address without its variants, the telephone number, or the name together with
 * the day of birth or the last figures of an account. Two whom the bank itself tells apart are two.
 */
export async function suggestDuplicates(sql: Sql, ids: readonly number[]): Promise<void> {
  await sql`
    WITH mine AS (
      SELECT id, external_id, email_key, phone, name_key, birth_date FROM customers
      WHERE id = ANY(${[...ids]}::int[]) AND status IN ('ACTIVE', 'INACTIVE')
    ), alike AS (
      SELECT m.id, o.id AS other, o.reason FROM mine m CROSS JOIN LATERAL (
        (SELECT c.id, 'EMAIL' AS reason FROM customers c
          WHERE c.email_key = m.email_key AND ${isOther(sql)} LIMIT ${MAX_ALIKE})
        UNION ALL
        (SELECT c.id, 'PHONE' FROM customers c WHERE c.phone = m.phone AND ${isOther(sql)} LIMIT ${MAX_ALIKE})
        UNION ALL
        (SELECT c.id, 'NAME_BIRTH' FROM customers c
          WHERE c.name_key = m.name_key AND c.name_key <> '' AND c.birth_date = m.birth_date AND ${isOther(sql)} LIMIT ${MAX_ALIKE})
        UNION ALL
        (SELECT c.id, 'NAME_ACCOUNT' FROM customers c
          WHERE c.name_key = m.name_key AND c.name_key <> '' AND ${isOther(sql)} AND EXISTS (
            SELECT 1 FROM customer_accounts a JOIN customer_accounts b ON right(b.number, 4) = right(a.number, 4)
            WHERE a.customer_id = m.id AND b.customer_id = c.id) LIMIT ${MAX_ALIKE})) o
    ), pairs AS (
      SELECT least(id, other) AS low, greatest(id, other) AS high, array_agg(DISTINCT reason ORDER BY reason) AS reasons
      FROM alike GROUP BY 1, 2
    ), gone AS (
      DELETE FROM customer_duplicates d
      WHERE (d.low_id = ANY(${[...ids]}::int[]) OR d.high_id = ANY(${[...ids]}::int[])) AND d.dismissed_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM pairs p WHERE p.low = d.low_id AND p.high = d.high_id)
    )
    INSERT INTO customer_duplicates (low_id, high_id, reasons) SELECT low, high, reasons FROM pairs
    ON CONFLICT (low_id, high_id) DO UPDATE SET reasons = excluded.reasons`;
}

const isOther = (sql: Sql) => sql`c.id <> m.id AND c.status IN ('ACTIVE', 'INACTIVE')
  AND (c.external_id IS NULL OR m.external_id IS NULL)`;

interface PairRow {
  lowId: number;
  highId: number;
  reasons: DuplicateReason[];
  foundAt: Date;
}

/** The suggested pairs, the newest first; of one customer where one is named. */
export async function listPairs(
  sql: Sql,
  { of, limit, skip = 0 }: { of?: number; limit: number; skip?: number },
): Promise<DuplicatePair[]> {
  const rows = await sql<PairRow[]>`
    SELECT d.low_id AS "lowId", d.high_id AS "highId", d.reasons, d.found_at AS "foundAt"
    FROM customer_duplicates d JOIN customers l ON l.id = d.low_id JOIN customers h ON h.id = d.high_id
    WHERE d.dismissed_at IS NULL AND ${of === undefined ? sql`true` : sql`(d.low_id = ${of} OR d.high_id = ${of})`}
      AND l.status IN ('ACTIVE', 'INACTIVE') AND h.status IN ('ACTIVE', 'INACTIVE')
    ORDER BY d.found_at DESC, d.low_id, d.high_id LIMIT ${limit} OFFSET ${skip}`;
  const ids = [...new Set(rows.flatMap(({ lowId, highId }) => [lowId, highId]))];
  const customers = await sql<Customer[]>`
    SELECT ${customerColumns(sql)} FROM ${customerTables(sql)} WHERE c.id = ANY(${ids}::int[])`;
  const known = new Map(customers.map((customer) => [customer.id, customer]));
  return rows.flatMap(({ lowId, highId, reasons, foundAt }) => {
    const [low, high] = [known.get(lowId), known.get(highId)];
    return low && high ? [{ low, high, reasons, foundAt }] : [];
  });
}

/** Counted no further than `most`. */
export async function countPairs(sql: Sql, most: number): Promise<number> {
  const [row] = await sql<{ total: number }[]>`
    SELECT count(*)::int AS total FROM (
      SELECT 1 FROM customer_duplicates d JOIN customers l ON l.id = d.low_id JOIN customers h ON h.id = d.high_id
      WHERE d.dismissed_at IS NULL AND l.status IN ('ACTIVE', 'INACTIVE') AND h.status IN ('ACTIVE', 'INACTIVE')
      LIMIT ${most}) one`;
  return row?.total ?? 0;
}

/** False: there is no such pair that waits. */
export async function dismissPair(sql: Sql, one: number, other: number, by: number): Promise<boolean> {
  const { count } = await sql`
    UPDATE customer_duplicates SET dismissed_at = now(), dismissed_by = ${by}
    WHERE low_id = ${Math.min(one, other)} AND high_id = ${Math.max(one, other)} AND dismissed_at IS NULL`;
  return count > 0;
}
