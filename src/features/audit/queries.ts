import type { Sql } from '../../db/client.ts';
import type { AuditEntry, AuditFilter, AuditRow, Reader } from './model.ts';

export type { AuditEntry } from './model.ts';

/** What separates the fields that a hash covers must stand in none of them. */
const clean = (text: string): string => text.replace(/\p{Cc}/gu, ' ');

/**
 * Adds to the chain (the trigger audit_log_chain gives id, time and hashes). Tx: whoever writes holds up every other
 * writer until the transaction ends, so it comes last in it.
 */
export async function writeAudit(sql: Sql, entry: AuditEntry): Promise<void> {
  await sql`
    INSERT INTO audit_log (actor_id, actor_name, action, resource_type, resource_id, status, details, previous_hash, hash)
    VALUES (${entry.actorId}, ${clean(entry.actorName)}, ${entry.action}, ${entry.resourceType},
      ${entry.resourceId === undefined ? null : clean(String(entry.resourceId))}, ${entry.status ?? 'success'},
      ${JSON.stringify(entry.details ?? {})}, '', '')`;
}

export type ReadEntry = AuditEntry & { actorId: number };

/** Adds readings in one statement, but for those of which the same stands there since so many minutes already. */
export async function insertReadings(sql: Sql, readings: ReadEntry[], minutes: number): Promise<void> {
  const column = <Value>(pick: (one: ReadEntry) => Value) => readings.map(pick);
  await sql`
    INSERT INTO audit_log (actor_id, actor_name, action, resource_type, resource_id, status, details, previous_hash, hash)
    SELECT r.actor_id, r.actor_name, r.action, r.resource_type, r.resource_id, r.status, r.details, '', ''
    FROM unnest(${column(({ actorId }) => actorId)}::int[], ${column(({ actorName }) => clean(actorName))}::text[],
      ${column(({ action }) => action)}::text[], ${column(({ resourceType }) => resourceType)}::text[],
      ${column(({ resourceId }) => (resourceId === undefined ? null : clean(String(resourceId))))}::text[],
      ${column(({ status }) => status ?? 'success')}::text[],
      ${column(({ details }) => JSON.stringify(details ?? {}))}::text[])
      AS r(actor_id, actor_name, action, resource_type, resource_id, status, details)
    WHERE r.resource_id IS NULL OR NOT EXISTS (
      SELECT 1 FROM audit_log l
      WHERE l.resource_type = r.resource_type AND l.resource_id = r.resource_id AND l.actor_id = r.actor_id
        AND l.action = r.action AND l.status = r.status AND l.at > now() - make_interval(mins => ${minutes}))`;
}

/** The newest first; `before` an id, or after so many. */
export async function listEntries(
  sql: Sql,
  filter: AuditFilter,
  { limit, skip = 0, before }: { limit: number; skip?: number; before?: number },
): Promise<AuditRow[]> {
  const rows = await sql<(Omit<AuditRow, 'details'> & { details: string })[]>`
    SELECT l.id::float8 AS id, l.at, l.actor_id AS "actorId", l.actor_name AS "actorName",
      coalesce(u.is_service, false) AS "isService", l.action, l.resource_type AS "resourceType",
      l.resource_id AS "resourceId", l.status, l.details, l.hash
    FROM audit_log l LEFT JOIN users u ON u.id = l.actor_id
    WHERE ${matching(sql, filter)} ${before === undefined ? sql`` : sql`AND l.id < ${before}`}
    ORDER BY l.id DESC LIMIT ${limit} OFFSET ${skip}`;
  return rows.map((row) => ({ ...row, details: JSON.parse(row.details) }));
}

/** How many there are, no further than `most`; `after` an id: how many since then. */
export async function countEntries(sql: Sql, filter: AuditFilter, most: number, after?: number): Promise<number> {
  const [row] = await sql<{ total: number }[]>`
    SELECT count(*)::int AS total FROM (
      SELECT 1 FROM audit_log l
      WHERE ${matching(sql, filter)} ${after === undefined ? sql`` : sql`AND l.id > ${after}`} LIMIT ${most}) counted`;
  return (row as { total: number }).total;
}

/**
 * Times never go back along the ids, so a span of time is a span of ids: the index of the ids serves every order. The time
 * itself leaves out the partitions of other months.
 */
function matching(sql: Sql, { actions, actorId, resourceType, resourceId, status, from, to }: AuditFilter) {
  return sql`true
    ${actions === undefined ? sql`` : sql`AND l.action = ANY(${actions as string[]}::text[])`}
    ${actorId === undefined ? sql`` : sql`AND l.actor_id = ${actorId}`}
    ${resourceType === undefined ? sql`` : sql`AND l.resource_type = ${resourceType}`}
    ${resourceId === undefined ? sql`` : sql`AND l.resource_id = ${resourceId}`}
    ${status === undefined ? sql`` : sql`AND l.status = ${status}`}
    ${
      from === undefined
        ? sql``
        : sql`AND l.at >= ${from} AND l.id >= coalesce((SELECT id FROM audit_log WHERE at >= ${from} ORDER BY at, id LIMIT 1),
            9223372036854775807)`
    }
    ${
      to === undefined
        ? sql``
        : sql`AND l.at < ${to} AND l.id <= coalesce((SELECT id FROM audit_log WHERE at < ${to} ORDER BY at DESC, id DESC LIMIT 1), 0)`
    }`;
}

/** Those of the entries whose thing is there no more: deleted, or a person who was erased. */
export async function findGone(sql: Sql, entries: readonly AuditRow[]): Promise<Set<number>> {
  const about = entries.filter(({ resourceId }) => resourceId !== null);
  const rows = await sql<{ id: number }[]>`
    SELECT e.id::float8 AS id
    FROM unnest(${about.map(({ id }) => id)}::bigint[], ${about.map(({ resourceType }) => resourceType)}::text[],
      ${about.map(({ resourceId }) => resourceId)}::text[]) AS e(id, thing, key)
    WHERE CASE e.thing
      WHEN 'customer' THEN NOT EXISTS (SELECT 1 FROM customers WHERE id = e.key::int AND erased_at IS NULL)
      WHEN 'conversation' THEN NOT EXISTS (SELECT 1 FROM conversations WHERE id = e.key::uuid)
      WHEN 'ticket' THEN NOT EXISTS (SELECT 1 FROM tickets WHERE reference = e.key)
      WHEN 'webhook' THEN NOT EXISTS (SELECT 1 FROM webhooks WHERE id = e.key::int)
      ELSE false END`;
  return new Set(rows.map(({ id }) => id));
}

/** Who looked at a thing, whoever did so last first. */
export function listReaders(
  sql: Sql,
  { resourceType, resourceIds, actions }: { resourceType: string; resourceIds: string[]; actions: readonly string[] },
  limit: number,
): Promise<Reader[]> {
  return sql<Reader[]>`
    SELECT l.actor_id AS "actorId", (array_agg(l.actor_name ORDER BY l.id DESC))[1] AS "actorName",
      bool_or(coalesce(u.is_service, false)) AS "isService", l.action, max(l.at) AS "lastAt", count(*)::int AS times
    FROM audit_log l LEFT JOIN users u ON u.id = l.actor_id
    WHERE l.resource_type = ${resourceType} AND l.resource_id = ANY(${resourceIds}::text[])
      AND l.action = ANY(${actions as string[]}::text[]) AND l.actor_id IS NOT NULL
    GROUP BY l.actor_id, l.action ORDER BY max(l.id) DESC LIMIT ${limit}`;
}

/** Whom an entry can name: people and API keys, by their names. */
export function listActors(sql: Sql, limit: number): Promise<{ id: number; name: string; isService: boolean }[]> {
  return sql`
    SELECT id, full_name AS name, is_service AS "isService" FROM users ORDER BY is_service, lower(full_name), id
    LIMIT ${limit}`;
}
