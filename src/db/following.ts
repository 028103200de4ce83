import type { Metrics } from '../metrics/metrics.ts';
import { type Span, startSpan } from '../tracing/trace.ts';
import type { Statement, StatementWatch } from './measured.ts';

/** Of a statement's words on its span. */
const MAX_TEXT_CHARS = 1_000;

/** Counts, times and traces statements and transactions. */
export const followStatements =
  (metrics: Metrics): StatementWatch =>
  (pool, statement) => {
    const { operation } = statement;
    const since = performance.now();
    const span = spanOf(statement);
    return (error) => {
      metrics.observe('joxai_db_query_duration_seconds', { pool, operation }, (performance.now() - since) / 1_000);
      // A transaction fails of one of its statements, which was counted, or of something else.
      if (error !== null && operation !== 'transaction')
        metrics.count('joxai_db_errors_total', { kind: kindOf(error) });
      if (error !== null) span?.fail(codeOf(error) || 'error');
      span?.end();
    };
  };

/**
 * The statement's own words, which hold no value: those travel beside it.
 * Source: https://opentelemetry.io/docs/specs/semconv/database/database-spans/
 */
const spanOf = ({ summary, text }: Statement): Span | null =>
  startSpan(summary, 'client', {
    'db.system.name': 'postgresql',
    'db.query.summary': summary,
    'db.query.text': text.slice(0, MAX_TEXT_CHARS),
  });

/** Source: https://www.postgresql.org/docs/18/errcodes-appendix.html, by their classes; words are the driver's own. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^57014|^25P0[34]|CONNECT_TIMEOUT/, 'timeout'],
  [/^53/, 'resources'],
  [/^(40|55P03)/, 'lock'],
  [/^(08|57P|CONNECTION_|ECONN|EPIPE|ENOTFOUND|EAI_|ETIMEDOUT|EHOST|ENET)/, 'connection'],
  [/^23/, 'constraint'],
];

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '');

const kindOf = (error: unknown): string => KINDS.find(([codes]) => codes.test(codeOf(error)))?.[1] ?? 'other';
