import type { Context } from '../../context.ts';
import { isUniqueViolation, type Sql } from '../../db/client.ts';
import { conflict, notFound } from '../../lib/errors.ts';
import { isUuid } from '../../lib/ids.ts';
import type { Caller } from '../auth/queries.ts';
import { actorOf } from '../auth/service.ts';
import { suggestDuplicates } from '../customers/duplicate-queries.ts';
import { addAccount, insertCustomerChanges, saveCustomer } from '../customers/queries.ts';
import { auditCustomer } from '../customers/reading.ts';
import { differencesOf, fieldsOf } from '../customers/service.ts';
import { openFile } from './file.ts';
import type { FileFault, ImportCheck, ImportRow, ImportSetup, LineFault } from './model.ts';
import { type PlannedLine, planImport } from './plan.ts';
import {
  cancelImport,
  claimImport,
  failImport,
  findImport,
  finishImport,
  forgetImports,
  insertAccounts,
  insertCustomers,
  insertImport,
  lockCustomers,
  noteCreated,
  noteProgress,
  saveMapping,
} from './queries.ts';

/** A file that nobody goes on with is forgotten after so long. */
const KEPT_HOURS = 24;
/** Faults that a page shows; all of them are in the list to download. */
const SHOWN_FAULTS = 50;
const MAX_FILE_NAME_CHARS = 120;

/** Takes a file in; nothing is imported yet. Answers the import's id, or what is wrong with the file. */
export async function takeFile(
  ctx: Context,
  caller: Caller,
  file: File | null,
): Promise<string | { fault: FileFault }> {
  if (!file || file.size === 0) return { fault: file && file.name !== '' ? 'empty' : 'missing' };
  if (file.size > ctx.settings.maxUploadBytes) return { fault: 'large' };
  const opened = await openFile(new Uint8Array(await file.arrayBuffer()));
  if (typeof opened === 'string') return { fault: opened };
  const fileName = (file.name ?? '').slice(0, MAX_FILE_NAME_CHARS);
  return insertImport(ctx.db.sql, { authorId: caller.id, fileName, content: opened.content, total: opened.total });
}

/** Their own. Errors: not_found. */
export async function getImport(ctx: Context, caller: Caller, id: string): Promise<ImportRow> {
  const found = isUuid(id) ? await findImport(ctx.db.sql, id, caller.id) : null;
  if (!found) throw notFound('Import');
  return found;
}

/** What would become of every line; the setup is kept for the run. Errors: not_found, conflict (it is over). */
export async function checkImport(ctx: Context, caller: Caller, id: string, setup: ImportSetup): Promise<ImportCheck> {
  const { content } = await getOpen(ctx, caller, id);
  await saveMapping(ctx.db.sql, id, setup);
  const check: ImportCheck = { added: 0, updated: 0, skipped: 0, faultyLines: 0, faults: [] };
  for await (const lines of planImport(ctx, ctx.db.sql, { content, ...setup })) {
    for (const line of lines) count(check, line);
  }
  return check;
}

/** Everything that is wrong, line by line. Errors: not_found, conflict (nobody has said what the columns are). */
export async function* faultsOf(ctx: Context, caller: Caller, id: string): AsyncGenerator<LineFault[]> {
  const { content, mapping, onDuplicate } = await getOpen(ctx, caller, id);
  if (!mapping) throw conflict('The columns are not known yet');
  for await (const lines of planImport(ctx, ctx.db.sql, { content, mapping, onDuplicate })) {
    yield lines.flatMap((line) => (line.kind === 'faulty' ? line.faults : []));
  }
}

/** Begins; the page follows how far it has come. Errors: not_found, conflict (it runs, is over, or was not set up). */
export async function startImport(ctx: Context, caller: Caller, id: string): Promise<{ done: Promise<void> }> {
  const { content, mapping, onDuplicate } = await getOpen(ctx, caller, id);
  if (!mapping || !(await claimImport(ctx.db.sql, id))) throw conflict('This import cannot be started');
  return { done: runImport(ctx, caller, id, { content, mapping, onDuplicate }) };
}

export async function callOff(ctx: Context, caller: Caller, id: string): Promise<void> {
  await getImport(ctx, caller, id);
  await cancelImport(ctx.db.sql, id);
}

export const forgetOldImports = (ctx: Context): Promise<number> => forgetImports(ctx.db.sql, KEPT_HOURS);

/** A line cannot be imported, or the import was called off meanwhile: so no line is. */
class NotImportable extends Error {}

/** All or nothing. What became of it stands in its row; nothing is thrown. */
async function runImport(
  ctx: Context,
  caller: Caller,
  id: string,
  order: ImportSetup & { content: string },
): Promise<void> {
  const { sql } = ctx.db;
  try {
    await sql.begin(async (tx) => {
      const counts = { added: 0, updated: 0, skipped: 0 };
      let processed = 0;
      for await (const lines of planImport(ctx, tx, order)) {
        await importLines(tx, caller, lines, counts);
        processed += lines.length;
        // Outside of the transaction, so that it is seen while that is open.
        await noteProgress(sql, id, processed);
      }
      // Where one of the file's people was erased meanwhile, the file is gone with them.
      if (!(await finishImport(tx, id, counts))) throw new NotImportable();
      await auditCustomer(tx, caller, 'customer.import', null, { import: id, ...counts });
    });
  } catch (error) {
    const isFaulty = error instanceof NotImportable || isUniqueViolation(error);
    if (!isFaulty) ctx.log.error({ err: error, import: id }, 'customers could not be imported');
    await failImport(sql, id, isFaulty ? 'faults' : 'internal').catch((err) =>
      ctx.log.warn({ err, import: id }, 'what became of an import could not be noted'),
    );
  }
}

async function importLines(
  tx: Sql,
  caller: Caller,
  lines: PlannedLine[],
  counts: { added: number; updated: number; skipped: number },
): Promise<void> {
  if (lines.some(({ kind }) => kind === 'faulty')) throw new NotImportable();
  const adding = lines.filter((line) => line.kind === 'add');
  const updating = lines.filter((line) => line.kind === 'update');
  const ids = await addAll(tx, caller, adding);
  await updateAll(tx, caller, updating);
  await suggestDuplicates(tx, [...ids, ...updating.map(({ customerId }) => customerId)]);
  counts.added += adding.length;
  counts.updated += updating.length;
  counts.skipped += lines.length - adding.length - updating.length;
}

async function addAll(tx: Sql, caller: Caller, lines: (PlannedLine & { kind: 'add' })[]): Promise<number[]> {
  if (lines.length === 0) return [];
  const ids = await insertCustomers(
    tx,
    lines.map(({ fields }) => fields),
  );
  const accounts = lines.flatMap(({ fields }, at) =>
    fields.accountNumber ? [{ customerId: ids[at] as number, number: fields.accountNumber }] : [],
  );
  await insertAccounts(tx, accounts);
  await noteCreated(tx, ids, actorOf(caller));
  return ids;
}

async function updateAll(tx: Sql, caller: Caller, lines: (PlannedLine & { kind: 'update' })[]): Promise<void> {
  if (lines.length === 0) return;
  const customers = await lockCustomers(
    tx,
    lines.map(({ customerId }) => customerId),
  );
  const known = new Map(customers.map((customer) => [customer.id, customer]));
  for (const { customerId, fields } of lines) {
    const { accountNumber, ...changed } = fields;
    const customer = known.get(customerId);
    // Merged, deleted or erased since the line was planned.
    if (customer?.status !== 'ACTIVE' && customer?.status !== 'INACTIVE') throw new NotImportable();
    const before = fieldsOf(customer);
    const after = { ...before, ...changed };
    const changes = differencesOf(before, after);
    if (changes.length > 0) await saveCustomer(tx, customerId, after);
    if (accountNumber && (await addAccount(tx, customerId, accountNumber))) {
      changes.push({ field: 'account', from: null, to: `•${accountNumber.slice(-4)}` });
    }
    await insertCustomerChanges(tx, customerId, actorOf(caller), changes);
  }
}

function count(check: ImportCheck, line: PlannedLine): void {
  if (line.kind === 'add') check.added += 1;
  else if (line.kind === 'update') check.updated += 1;
  else if (line.kind === 'skip') check.skipped += 1;
  else {
    check.faultyLines += 1;
    check.faults.push(...line.faults.slice(0, Math.max(0, SHOWN_FAULTS - check.faults.length)));
  }
}

async function getOpen(ctx: Context, caller: Caller, id: string): Promise<ImportRow & { content: string }> {
  const found = await getImport(ctx, caller, id);
  if (found.content === null) throw conflict('This import is over');
  return found as ImportRow & { content: string };
}
