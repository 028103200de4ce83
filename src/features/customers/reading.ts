import type { Context } from '../../context.ts';
import type { Sql } from '../../db/client.ts';
import { notFound } from '../../lib/errors.ts';
import { type AuditEntry, writeAudit } from '../audit/queries.ts';
import { noteRead, noteSearch } from '../audit/service.ts';
import type { Caller } from '../auth/queries.ts';
import { type Actor, actorOf } from '../auth/service.ts';
import { type CustomerFilter, countCustomers, listCustomers } from './list-queries.ts';
import type { Customer, CustomerNote, CustomerOrder, CustomerSummary } from './model.ts';
import { findCustomer, listNotes, summarise } from './queries.ts';

/** Totals are exact up to here. */
const MOST_COUNTED = 10_000;
/** Of what a text is found in. */
const MOST_FOUND = 500;

interface Paging {
  limit: number;
  skip: number;
  order?: CustomerOrder;
}

/** A page of the list, and how many there are. That somebody looked for a person leaves a trace, for whom does not. */
export async function browseCustomers(
  ctx: Context,
  caller: Caller,
  filter: CustomerFilter,
  paging: Paging,
): Promise<{ customers: Customer[]; total: number }> {
  if (filter.text !== undefined) await noteSearch(ctx, caller, 'customer');
  const [customers, total] = await Promise.all([
    listCustomers(ctx.db.sql, filter, paging),
    countCustomers(ctx.db.sql, filter, filter.text === undefined ? MOST_COUNTED : MOST_FOUND),
  ]);
  return { customers, total };
}

/** Errors: not_found, also for one who was merged or erased. */
export async function getCustomer(sql: Sql, id: number): Promise<Customer> {
  return requireThere(await findCustomer(sql, id));
}

/** The same, and leaves a trace of the reading. */
export async function readCustomer(ctx: Context, caller: Caller, id: number): Promise<Customer> {
  const customer = await getCustomer(ctx.db.sql, id);
  await noteRead(ctx, caller, { action: 'customer.read', resourceType: 'customer', resourceId: id });
  return customer;
}

/** Figures are counted again after so long, and nobody sees any that are older than the second. */
const SUMMARY_FRESH_MS = 10_000;
const SUMMARY_KEPT_MS = 60_000;
const summaries = new WeakMap<Context, { at: number; summary: Promise<CustomerSummary> }>();

/** How many there are: of a minute ago at most, because all of them are counted for it. */
export function customerSummary(ctx: Context): Promise<CustomerSummary> {
  const now = ctx.clock.monotonic();
  const known = summaries.get(ctx);
  if (known && now - known.at < SUMMARY_FRESH_MS) return known.summary;
  const summary = summarise(ctx.db.sql);
  summaries.set(ctx, { at: now, summary });
  summary.catch(() => summaries.delete(ctx));
  return known && now - known.at < SUMMARY_KEPT_MS ? known.summary : summary;
}

/** Errors: not_found. */
export async function notesAbout(ctx: Context, caller: Caller, id: number, limit: number): Promise<CustomerNote[]> {
  await readCustomer(ctx, caller, id);
  return listNotes(ctx.db.sql, id, limit);
}

/** Leaves a trace of what was done or read: ids and names of fields, never what is known of the person. */
export const auditCustomer = (
  sql: Sql,
  caller: Actor,
  action: AuditEntry['action'],
  id: number | null,
  details: Record<string, unknown> = {},
): Promise<void> =>
  writeAudit(sql, {
    ...actorOf(caller),
    action,
    resourceType: 'customer',
    ...(id !== null && { resourceId: id }),
    details,
  });

/** Errors: not_found. */
export function requireThere(customer: Customer | null): Customer {
  if (!customer || customer.status === 'MERGED' || customer.status === 'ERASED') throw notFound('Customer');
  return customer;
}
