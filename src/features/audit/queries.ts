import type { Sql } from '../../db/client.ts';

export interface AuditEntry {
  actorId: number | null;
  actorName: string;
  /** `auth.login`, `conversation.read`. */
  action: string;
  resourceType: string;
  resourceId?: string | number;
  status?: 'success' | 'failure';
  /** Never a text of a message or a secret. */
  details?: Record<string, unknown>;
}

/** Adds to the chain (the trigger audit_log_chain fills in the hashes). */
export async function writeAudit(sql: Sql, entry: AuditEntry): Promise<void> {
  await sql`
    INSERT INTO audit_log (actor_id, actor_name, action, resource_type, resource_id, status, details, previous_hash, hash)
    VALUES (${entry.actorId}, ${entry.actorName}, ${entry.action}, ${entry.resourceType},
      ${entry.resourceId === undefined ? null : String(entry.resourceId)}, ${entry.status ?? 'success'},
      ${JSON.stringify(entry.details ?? {})}, '', '')`;
}

/** Whether the trace of the same deed was left within the last minutes. */
export async function hasRead(
  sql: Sql,
  entry: Required<Pick<AuditEntry, 'action' | 'resourceType' | 'resourceId'>> & { actorId: number },
  minutes: number,
): Promise<boolean> {
  const rows = await sql`
    SELECT 1 FROM audit_log
    WHERE resource_type = ${entry.resourceType} AND resource_id = ${String(entry.resourceId)}
      AND actor_id = ${entry.actorId} AND action = ${entry.action} AND at > now() - make_interval(mins => ${minutes})
    LIMIT 1`;
  return rows.length > 0;
}
