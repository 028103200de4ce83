import type { Sql } from '../../db/client.ts';
import type { DisabledReason, Webhook, WebhookEvent, WebhookFigures } from './model.ts';

/**
 * Tells every active webhook that hears of it. Tx: the caller's, so that it is told exactly if it happened. What happens
 * to conversations, tickets, ratings and notifications is told by triggers on their tables.
 */
export async function emitWebhook(
  tx: Sql,
  event: WebhookEvent,
  data: Record<string, string | number | boolean | null>,
): Promise<void> {
  await tx`SELECT emit_webhook(${event}, ${JSON.stringify(data)}::text::jsonb)`;
}

const columns = (sql: Sql) => sql`
  id, url, description, events, include_contents AS "includeContents", is_active AS "isActive",
  disabled_reason AS "disabledReason", failing_since AS "failingSince",
  CASE WHEN previous_secret_until > now() THEN previous_secret_until END AS "previousSecretUntil",
  created_at AS "createdAt", updated_at AS "updatedAt"`;

export function listWebhooks(sql: Sql): Promise<Webhook[]> {
  return sql<Webhook[]>`SELECT ${columns(sql)} FROM webhooks ORDER BY id`;
}

export async function countWebhooks(sql: Sql): Promise<number> {
  const [row] = await sql<{ total: number }[]>`SELECT count(*)::int AS total FROM webhooks`;
  return (row as { total: number }).total;
}

export async function findWebhook(sql: Sql, id: number): Promise<Webhook | null> {
  const [row] = await sql<Webhook[]>`SELECT ${columns(sql)} FROM webhooks WHERE id = ${id}`;
  return row ?? null;
}

/** The same, its row locked until the transaction ends. */
export async function lockWebhook(sql: Sql, id: number): Promise<Webhook | null> {
  const [row] = await sql<Webhook[]>`SELECT ${columns(sql)} FROM webhooks WHERE id = ${id} FOR NO KEY UPDATE`;
  return row ?? null;
}

export interface StoredWebhook {
  url: string;
  description: string;
  events: readonly string[];
  includeContents: boolean;
}

export async function insertWebhook(sql: Sql, of: StoredWebhook, secret: string, createdBy: number): Promise<Webhook> {
  const [row] = await sql<Webhook[]>`
    INSERT INTO webhooks (url, description, events, include_contents, secret, created_by)
    VALUES (${of.url}, ${of.description}, ${of.events as string[]}, ${of.includeContents}, ${secret}, ${createdBy})
    RETURNING ${columns(sql)}`;
  return row as Webhook;
}

export async function updateWebhook(sql: Sql, id: number, of: StoredWebhook): Promise<void> {
  await sql`
    UPDATE webhooks SET url = ${of.url}, description = ${of.description}, events = ${of.events as string[]},
      include_contents = ${of.includeContents}, updated_at = now()
    WHERE id = ${id}`;
}

/** On again, with a clean slate. */
export async function enableWebhook(sql: Sql, id: number): Promise<void> {
  await sql`
    UPDATE webhooks SET is_active = true, disabled_reason = NULL, failing_since = NULL, updated_at = now()
    WHERE id = ${id}`;
}

/** Off: what waits for it has failed. False where it was off already. */
export async function disableWebhook(sql: Sql, id: number, reason: DisabledReason): Promise<boolean> {
  const rows = await sql`
    WITH disabled AS (
      UPDATE webhooks SET is_active = false, disabled_reason = ${reason}, updated_at = now()
      WHERE id = ${id} AND is_active RETURNING id
    ), failed AS (
      UPDATE webhook_deliveries SET status = 'FAILED', lease_until = NULL, finished_at = now()
      WHERE webhook_id IN (SELECT id FROM disabled) AND status = 'PENDING'
    )
    SELECT 1 FROM disabled`;
  return rows.length > 0;
}

export async function deleteWebhook(sql: Sql, id: number): Promise<boolean> {
  const { count } = await sql`DELETE FROM webhooks WHERE id = ${id}`;
  return count > 0;
}

/** The present secret signs on beside the new one for a while. */
export async function replaceSecret(sql: Sql, id: number, secret: string, hours: number): Promise<Webhook | null> {
  const [row] = await sql<Webhook[]>`
    UPDATE webhooks SET previous_secret = secret, previous_secret_until = now() + make_interval(hours => ${hours}),
      secret = ${secret}, updated_at = now()
    WHERE id = ${id} RETURNING ${columns(sql)}`;
  return row ?? null;
}

export interface SealedSecrets {
  secret: string;
  /** Null where none is good any more. */
  previousSecret: string | null;
}

export async function findSecrets(sql: Sql, id: number): Promise<SealedSecrets | null> {
  const [row] = await sql<SealedSecrets[]>`
    SELECT secret, CASE WHEN previous_secret_until > now() THEN previous_secret END AS "previousSecret"
    FROM webhooks WHERE id = ${id}`;
  return row ?? null;
}

export async function hasActiveWebhooks(sql: Sql): Promise<boolean> {
  const rows = await sql`SELECT 1 FROM webhooks WHERE is_active LIMIT 1`;
  return rows.length > 0;
}

/** What became of the deliveries of the last day. */
export function webhookFigures(sql: Sql): Promise<WebhookFigures[]> {
  return sql<WebhookFigures[]>`
    SELECT w.id AS "webhookId", coalesce(d.sent, 0) AS sent, coalesce(d.failed, 0) AS failed,
      (SELECT count(*)::int FROM (
        SELECT 1 FROM webhook_deliveries WHERE webhook_id = w.id AND status = 'PENDING' LIMIT 10000) p) AS pending,
      (SELECT max(finished_at) FROM (
        SELECT finished_at FROM webhook_deliveries WHERE webhook_id = w.id ORDER BY id DESC LIMIT 100) l) AS "lastAt"
    FROM webhooks w LEFT JOIN (
      SELECT webhook_id, count(*) FILTER (WHERE status = 'SENT')::int AS sent,
        count(*) FILTER (WHERE status = 'FAILED')::int AS failed
      FROM webhook_deliveries WHERE finished_at > now() - interval '1 day' GROUP BY webhook_id
    ) d ON d.webhook_id = w.id ORDER BY w.id`;
}
