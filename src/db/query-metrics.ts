import type { Metrics } from '../metrics/metrics.ts';
import type { StatementWatch } from './measured.ts';

/** Counts and times statements and transactions. */
export const countStatements =
  (metrics: Metrics): StatementWatch =>
  (pool, { operation }) => {
    const since = performance.now();
    return (error) => {
      metrics.observe('joxai_db_query_duration_seconds', { pool, operation }, (performance.now() - since) / 1_000);
      // A transaction fails of one of its statements, which was counted, or of something else.
      if (error !== null && operation !== 'transaction')
        metrics.count('joxai_db_errors_total', { kind: kindOf(error) });
    };
  };

/** Source: https://www.postgresql.org/docs/18/errcodes-appendix.html, by their classes; words are the driver's own. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^57014|^25P0[34]|CONNECT_TIMEOUT/, 'timeout'],
  [/^53/, 'resources'],
  [/^(40|55P03)/, 'lock'],
  [/^(08|57P|CONNECTION_|ECONN|EPIPE|ENOTFOUND|EAI_|ETIMEDOUT|EHOST|ENET)/, 'connection'],
  [/^23/, 'constraint'],
];

function kindOf(error: unknown): string {
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  return KINDS.find(([codes]) => codes.test(code))?.[1] ?? 'other';
}
