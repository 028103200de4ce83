import type { Context } from '../../context.ts';
import type { Caller } from '../auth/queries.ts';
import { type AuditFilter, type AuditRow, toAuditView } from './model.ts';
import { listEntries } from './queries.ts';
import { noteDeed } from './service.ts';

export const EXPORT_FORMATS = ['csv', 'json'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Read at once: an export of any size needs the memory of so many. */
const PAGE_ENTRIES = 1_000;
const COLUMNS = [
  'id',
  'timestamp',
  'user_id',
  'user_name',
  'is_api_key',
  'action',
  'resource_type',
  'resource_id',
  'status',
  'details',
  'hash',
] as const;

/** The entries that the filter lets through, the newest first, as a file that is written while it is sent. */
export async function exportAudit(
  ctx: Context,
  caller: Caller,
  filter: AuditFilter,
  format: ExportFormat,
): Promise<Response> {
  const narrowed = Object.keys(filter);
  await noteDeed(ctx, caller, {
    action: 'audit.export',
    resourceType: 'audit',
    details: { format, filters: narrowed },
  });
  const pages = pagesOf(ctx, filter);
  const write = format === 'csv' ? await csvOf(pages) : jsonOf(pages);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { value, done } = await write.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (err) {
        // The answer has begun: only its breaking off can say so.
        ctx.log.warn({ err }, 'an export of the audit log broke off');
        controller.error(new Error('the export broke off'));
      }
    },
    cancel: async () => void (await write.return(undefined)),
  });
  return new Response(body, {
    headers: {
      'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="audit-${ctx.clock.now().toISOString().slice(0, 10)}.${format}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}

async function* pagesOf({ db }: Context, filter: AuditFilter): AsyncGenerator<AuditRow[], void> {
  let before: number | undefined;
  for (;;) {
    const page = await listEntries(db.sql, filter, { limit: PAGE_ENTRIES, ...(before !== undefined && { before }) });
    if (page.length > 0) yield page;
    if (page.length < PAGE_ENTRIES) return;
    before = page.at(-1)?.id;
  }
}

/** Cells that a spreadsheet would reckon with are neutralised. */
async function csvOf(pages: AsyncGenerator<AuditRow[], void>): Promise<AsyncGenerator<string, void>> {
  const { stringify } = await import('csv-stringify/sync');
  const write = (rows: unknown[][]) => stringify(rows, { escape_formulas: true, record_delimiter: 'windows' });
  return (async function* () {
    yield write([[...COLUMNS]]);
    for await (const page of pages) {
      yield write(
        page.map((row) => {
          const view = { ...toAuditView(row), details: JSON.stringify(row.details) };
          return COLUMNS.map((column) => (view[column] === null ? '' : String(view[column])));
        }),
      );
    }
  })();
}

async function* jsonOf(pages: AsyncGenerator<AuditRow[], void>): AsyncGenerator<string, void> {
  let isFirst = true;
  yield '[';
  for await (const page of pages) {
    yield `${isFirst ? '' : ','}\n${page.map((row) => JSON.stringify(toAuditView(row))).join(',\n')}`;
    isFirst = false;
  }
  yield '\n]\n';
}
