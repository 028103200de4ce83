import type { Sql } from '../../db/client.ts';
import type { Delivery, DeliveryStatus, Try } from './model.ts';

/** Seconds. Longer than a try may take; what a dead worker held is free after this. */
const LEASE_SECONDS = 30;

export interface DueDelivery {
  id: number;
  webhookId: number;
  messageId: string;
  event: string;
  data: Record<string, unknown>;
  occurredAt: Date;
  giveUpAt: Date;
  /** This one counted: also the mark by which a worker that lost its lease is known. */
  attempts: number;
  url: string;
  includeContents: boolean;
}

/** Takes deliveries that are due: one of each webhook that this process is not busy with. */
export function claimDeliveries(sql: Sql, limit: number, busyWith: number[]): Promise<DueDelivery[]> {
  return sql<DueDelivery[]>`
    WITH due AS MATERIALIZED (
      SELECT d.id FROM webhooks w CROSS JOIN LATERAL (
        SELECT id FROM webhook_deliveries
        WHERE webhook_id = w.id AND status = 'PENDING' AND next_attempt_at <= now()
          AND (lease_until IS NULL OR lease_until < now())
        ORDER BY next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED) d
      WHERE w.is_active AND w.id <> ALL(${busyWith}::int[]) ORDER BY random() LIMIT ${limit}
    ), taken AS (
      UPDATE webhook_deliveries d SET lease_until = now() + make_interval(secs => ${LEASE_SECONDS}),
        attempts = attempts + 1
      FROM due WHERE d.id = due.id RETURNING d.*
    )
    SELECT ${dueColumns(sql)} FROM taken d JOIN webhooks w ON w.id = d.webhook_id ORDER BY d.id`;
}

const dueColumns = (sql: Sql) => sql`
  d.id::float8 AS id, d.webhook_id AS "webhookId", d.message_id AS "messageId", d.event, d.data,
  d.occurred_at AS "occurredAt", d.give_up_at AS "giveUpAt", d.attempts, w.url, w.include_contents AS "includeContents"`;

/** One that is sent at once, by whoever calls, and tried no second time. */
export async function insertTest(sql: Sql, webhookId: number, event: string, data: object): Promise<DueDelivery> {
  const [row] = await sql<DueDelivery[]>`
    WITH d AS (
      INSERT INTO webhook_deliveries (webhook_id, event, data, attempts, lease_until, give_up_at)
      VALUES (${webhookId}, ${event}, ${JSON.stringify(data)}::text::jsonb, 1,
        now() + make_interval(secs => ${LEASE_SECONDS}), now()) RETURNING *)
    SELECT ${dueColumns(sql)} FROM d JOIN webhooks w ON w.id = d.webhook_id`;
  return row as DueDelivery;
}

interface Ended {
  one: Try;
  status: DeliveryStatus;
  /** Of the next try. */
  delayMs?: number;
}

/** Notes how a try ended; nothing where the lease was lost meanwhile. */
export async function noteTry(
  sql: Sql,
  { id, attempts }: DueDelivery,
  { one, status, delayMs = 0 }: Ended,
): Promise<void> {
  await sql`
    UPDATE webhook_deliveries SET status = ${status}, lease_until = NULL,
      tries = tries || jsonb_build_array(${JSON.stringify(one)}::text::jsonb),
      next_attempt_at = now() + ${delayMs} * interval '1 millisecond',
      finished_at = CASE WHEN ${status} <> 'PENDING' THEN now() END
    WHERE id = ${id} AND status = 'PENDING' AND attempts = ${attempts}`;
}

/** Nothing that waits for this receiver is due before then. */
export async function holdBack(sql: Sql, webhookId: number, pauseMs: number): Promise<void> {
  await sql`
    UPDATE webhook_deliveries SET next_attempt_at = now() + ${pauseMs} * interval '1 millisecond'
    WHERE webhook_id = ${webhookId} AND status = 'PENDING' AND lease_until IS NULL
      AND next_attempt_at < now() + ${pauseMs} * interval '1 millisecond'`;
}

export async function noteSuccess(sql: Sql, webhookId: number): Promise<void> {
  await sql`UPDATE webhooks SET failing_since = NULL WHERE id = ${webhookId} AND failing_since IS NOT NULL`;
}

/** Answers whether nothing has arrived for so many hours. */
export async function noteFailure(sql: Sql, webhookId: number, hours: number): Promise<boolean> {
  const [row] = await sql<{ isHopeless: boolean }[]>`
    UPDATE webhooks SET failing_since = coalesce(failing_since, now()) WHERE id = ${webhookId}
    RETURNING failing_since < now() - make_interval(hours => ${hours}) AS "isHopeless"`;
  return row?.isHopeless ?? false;
}

const columns = (sql: Sql) => sql`
  id::float8 AS id, webhook_id AS "webhookId", message_id AS "messageId", event, data, status, tries,
  occurred_at AS "occurredAt", next_attempt_at AS "nextAttemptAt", finished_at AS "finishedAt"`;

interface DeliveryFilter {
  webhookId: number;
  status?: DeliveryStatus;
  event?: string;
}

const matching = (sql: Sql, { webhookId, status, event }: DeliveryFilter) => sql`
  webhook_id = ${webhookId} ${status === undefined ? sql`` : sql`AND status = ${status}`}
  ${event === undefined ? sql`` : sql`AND event = ${event}`}`;

/** The newest first. */
export function listDeliveries(
  sql: Sql,
  filter: DeliveryFilter,
  { limit, skip }: { limit: number; skip: number },
): Promise<Delivery[]> {
  return sql<Delivery[]>`
    SELECT ${columns(sql)} FROM webhook_deliveries WHERE ${matching(sql, filter)}
    ORDER BY id DESC LIMIT ${limit} OFFSET ${skip}`;
}

/** No further than `most`. */
export async function countDeliveries(sql: Sql, filter: DeliveryFilter, most: number): Promise<number> {
  const [row] = await sql<{ total: number }[]>`
    SELECT count(*)::int AS total
    FROM (SELECT 1 FROM webhook_deliveries WHERE ${matching(sql, filter)} LIMIT ${most}) counted`;
  return (row as { total: number }).total;
}

export async function findDelivery(sql: Sql, webhookId: number, id: number): Promise<Delivery | null> {
  const [row] = await sql<Delivery[]>`
    SELECT ${columns(sql)} FROM webhook_deliveries WHERE id = ${id} AND webhook_id = ${webhookId}`;
  return row ?? null;
}

/** Into the outbox again, for a day. False where it is in there. */
export async function requeueDelivery(sql: Sql, webhookId: number, id: number): Promise<boolean> {
  const { count } = await sql`
    UPDATE webhook_deliveries SET ${anew(sql)} WHERE id = ${id} AND webhook_id = ${webhookId} AND status <> 'PENDING'`;
  return count > 0;
}

/** All that failed of what happened since then, but for tests. Answers how many. */
export async function requeueFailed(sql: Sql, webhookId: number, since: Date, testEvent: string): Promise<number> {
  const { count } = await sql`
    UPDATE webhook_deliveries SET ${anew(sql)}
    WHERE webhook_id = ${webhookId} AND status = 'FAILED' AND occurred_at >= ${since} AND event <> ${testEvent}`;
  return count;
}

const anew = (sql: Sql) => sql`
  status = 'PENDING', attempts = 0, next_attempt_at = now(), give_up_at = now() + interval '1 day', lease_until = NULL,
  finished_at = NULL`;
