import type { Context } from '../../context.ts';
import type { Caller } from '../auth/queries.ts';
import { type CustomerFilter, listCustomersAfter } from './list-queries.ts';
import type { Customer } from './model.ts';
import { auditCustomer } from './reading.ts';

/** Rows that are in memory at once. */
const PAGE = 500;

/** The columns of the file, by the names that the import knows them by. */
const COLUMNS = {
  id: ({ id }) => String(id),
  external_id: ({ externalId }) => externalId ?? '',
  full_name: ({ fullName }) => fullName,
  email: ({ email }) => email ?? '',
  phone: ({ phone }) => phone ?? '',
  birth_date: ({ birthDate }) => birthDate ?? '',
  customer_type: ({ customerType }) => customerType,
  language: ({ language }) => language,
  status: ({ status }) => status,
  tags: ({ tags }) => tags.join(', '),
  accounts_ending: ({ accounts }) => accounts.join(' '),
  assigned_agent: ({ agentName }) => agentName ?? '',
  created_at: ({ createdAt }) => createdAt.toISOString(),
} as const satisfies Record<string, (customer: Customer) => string>;

/**
 * The customers of a list as CSV, written while it is sent: a page of rows is in memory at a time. UTF-8 with a mark, by
 * which Excel knows it; what a spreadsheet would take for a formula is made a text. Leaves a trace.
 */
export async function exportList(ctx: Context, caller: Caller, filter: CustomerFilter): Promise<Response> {
  const { stringify } = await import('csv-stringify/sync');
  const { text: _, ...named } = filter;
  await auditCustomer(ctx.db.sql, caller, 'customer.list_export', null, { filters: Object.keys(named) });
  const write = (rows: string[][], bom = false) =>
    stringify(rows, { bom, escape_formulas: true, record_delimiter: 'windows' });
  let last: number | null = null;
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (last === null) {
        controller.enqueue(encoder.encode(write([Object.keys(COLUMNS)], true)));
        last = 0;
        return;
      }
      const customers: Customer[] = await listCustomersAfter(ctx.db.sql, filter, last, PAGE);
      const rows = customers.map((customer) => Object.values(COLUMNS).map((read) => read(customer)));
      if (rows.length > 0) controller.enqueue(encoder.encode(write(rows)));
      last = customers.at(-1)?.id ?? last;
      if (customers.length < PAGE) controller.close();
    },
  });
  return new Response(body, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="customers.csv"',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}
