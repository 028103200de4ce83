import type { AuditRow } from '../../src/features/audit/model.ts';

export const AUDIT_PATH = '/panel/audit';
export const CHAIN_ID = 'audit-chain';

/** The page of what an entry is about; null where there is none, or none any more. */
export function pathOfThing({ resourceType, resourceId, details }: AuditRow): string | null {
  const id = resourceId === null ? null : encodeURIComponent(resourceId);
  switch (resourceType) {
    case 'conversation':
    case 'ticket':
    case 'customer':
    case 'webhook':
      return id && `/panel/${resourceType}s/${id}`;
    case 'user':
      return id && `/panel/users/${id}`;
    case 'api_key':
      return id && `/panel/api-keys/${id}`;
    case 'attachment':
      return typeof details.conversation === 'string'
        ? `/panel/conversations/${encodeURIComponent(details.conversation)}`
        : null;
    case 'article':
      return typeof details.slug === 'string' ? `/panel/knowledge/${encodeURIComponent(details.slug)}` : null;
    case 'setting':
      return '/panel/settings';
    case 'sla_policy':
    case 'sla_calendar':
      return '/panel/service-levels';
    default:
      return null;
  }
}
