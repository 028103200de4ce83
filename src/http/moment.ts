import { t } from 'elysia';

/**
 * A moment with its time zone, or a day, in a year that people mean. The pattern leaves out what the framework's format
 * takes besides: texts in quotation marks, which are no date, and years that the database does not have.
 */
export const Moment = t.String({
  format: 'date-time',
  pattern: '^[12]\\d{3}-\\d{2}-\\d{2}([Tt ]\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?([Zz]|[+-]\\d{2}:\\d{2}))?$',
  maxLength: 40,
  examples: ['2026-01-31T10:30:00.000Z'],
});
