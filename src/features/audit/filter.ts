import { t } from 'elysia';
import { type FieldError, invalid } from '../../lib/errors.ts';
import { type AuditFilter, actionsOf } from './model.ts';

const MAX_ID = 2_147_483_647;
/** In years that the database has. */
const DAY = /^[12]\d{3}-\d{2}-\d{2}$/;
const MOMENT = /^[12]\d{3}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/i;

export const AuditQuery = t.Object({
  action: t.Optional(t.String({ maxLength: 80, description: 'An action, or all of a noun: `ticket.*`' })),
  user_id: t.Optional(t.Integer({ minimum: 1, maximum: MAX_ID })),
  resource_type: t.Optional(t.String({ maxLength: 40 })),
  resource_id: t.Optional(t.String({ maxLength: 200 })),
  status: t.Optional(t.String({ maxLength: 10, description: 'SUCCESS or FAILURE' })),
  from: t.Optional(t.String({ maxLength: 40, description: 'From this moment, or day, on (ISO 8601)' })),
  to: t.Optional(t.String({ maxLength: 40, description: 'Before this moment, or day' })),
});

/** What a query of the interface asks for; what is empty asks for nothing. Errors: invalid. */
export function filterOfQuery(query: typeof AuditQuery.static): AuditFilter {
  const wrong: FieldError[] = [];
  const moment = (field: 'from' | 'to'): Date | undefined => {
    const text = query[field];
    if (!text) return undefined;
    const date = new Date(text);
    if ((DAY.test(text) || MOMENT.test(text)) && !Number.isNaN(date.getTime())) return date;
    wrong.push({ field, message: 'must be a moment with its time zone such as 2026-01-31T10:30:00Z, or a day' });
    return undefined;
  };
  const status = query.status?.toLowerCase();
  if (status && status !== 'success' && status !== 'failure') {
    wrong.push({ field: 'status', message: 'must be SUCCESS or FAILURE' });
  }
  const [from, to] = [moment('from'), moment('to')];
  if (wrong.length > 0) throw invalid(wrong);
  return {
    ...(query.action && { actions: actionsOf(query.action.toLowerCase()) }),
    ...(query.user_id !== undefined && { actorId: query.user_id }),
    ...(query.resource_type && { resourceType: query.resource_type.toLowerCase() }),
    ...(query.resource_id && { resourceId: query.resource_id.trim() }),
    ...(status && { status: status as 'success' | 'failure' }),
    ...(from && { from }),
    ...(to && { to }),
  };
}
