import type { Sql } from '../../db/client.ts';
import { findContents } from './content-queries.ts';
import type { DueDelivery } from './delivery-queries.ts';
import { publicIdOf } from './model.ts';

/**
 * What is posted: `{"type", "timestamp", "data"}`. What people wrote is read when it is sent, and only where the webhook
 * asks for it: the outbox keeps none of it, so that whoever is erased is erased there too.
 */
export async function bodyOf(sql: Sql, delivery: DueDelivery): Promise<{ id: string; body: string }> {
  const { messageId, event, data, occurredAt, includeContents } = delivery;
  const contents = includeContents ? await findContents(sql, event, data) : null;
  const body = JSON.stringify({
    type: event,
    timestamp: occurredAt.toISOString(),
    data: contents === null ? data : { ...data, contents },
  });
  return { id: publicIdOf(messageId), body };
}
