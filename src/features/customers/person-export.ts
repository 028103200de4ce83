import { BankUnavailable } from '../../bank/connector.ts';
import type { Context } from '../../context.ts';
import type { Sql } from '../../db/client.ts';
import { noteDeed } from '../audit/service.ts';
import type { Caller } from '../auth/queries.ts';
import {
  findHeldConversation,
  findHeldTicket,
  type Held,
  listAccountNumbers,
  listAllChanges,
  listAllNotes,
  listAuditAfter,
  listMessagesAfter,
  listNotificationsAfter,
  listProfiles,
  listReferences,
} from './person-export-queries.ts';
import { findPersonScope, type PersonScope } from './person-queries.ts';
import { getCustomer } from './reading.ts';

/** Rows that are in memory at once. */
const PAGE = 200;

/**
 * Everything that is held about a person, as one JSON document that is written while it is sent: a page of rows is in
 * memory at a time, and no transaction is open while the reader takes their time. Leaves a trace. Errors: not_found.
 */
export async function exportPerson(ctx: Context, caller: Caller, id: number): Promise<Response> {
  await getCustomer(ctx.db.sql, id);
  await noteDeed(ctx, caller, { action: 'customer.export', resourceType: 'customer', resourceId: id });
  const scope = await findPersonScope(ctx.db.sql, id);
  const text = documentOf(ctx, scope);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await text.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await text.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="customer-${id}.json"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}

async function* documentOf(ctx: Context, scope: PersonScope): AsyncGenerator<string> {
  const { sql } = ctx.db;
  const [profile, ...merged] = await listProfiles(sql, scope);
  yield `{"exported_at":${JSON.stringify(ctx.clock.now())},"profile":${JSON.stringify(profile)}`;
  yield `,"merged_profiles":${JSON.stringify(merged)}`;
  yield `,"accounts":${JSON.stringify(await listAccountNumbers(sql, scope))}`;
  yield `,"bank":${JSON.stringify(await bankItems(ctx, scope))}`;
  yield `,"notes":${JSON.stringify(await listAllNotes(sql, scope))}`;
  yield `,"changes":${JSON.stringify(await listAllChanges(sql, scope))}`;
  yield* list('conversations', conversations(ctx, scope));
  yield* list('tickets', tickets(ctx, scope));
  yield* list(
    'notifications',
    pages((after) => listNotificationsAfter(sql, scope, after, PAGE)),
  );
  yield* list('audit', audit(ctx, scope));
  yield '}';
}

/** One entry of a list, in as many parts as it takes. */
type Entry = AsyncIterable<string> | [string];

async function* conversations({ db: { sql } }: Context, { conversationIds }: PersonScope): AsyncGenerator<Entry> {
  for (const id of conversationIds) {
    const held = await findHeldConversation(sql, id);
    if (held) yield withMessages(sql, id, held);
  }
}

async function* withMessages(sql: Sql, id: string, held: Held): AsyncGenerator<string> {
  yield `${JSON.stringify(held).slice(0, -1)},"messages":[`;
  for (let last = 0; ; ) {
    const messages = await listMessagesAfter(sql, id, last, PAGE);
    if (messages.length > 0) yield (last === 0 ? '' : ',') + messages.map((one) => JSON.stringify(one)).join(',');
    if (messages.length < PAGE) break;
    last = messages.at(-1)?.seq ?? last;
  }
  yield ']}';
}

async function* tickets({ db: { sql } }: Context, { ticketIds }: PersonScope): AsyncGenerator<Entry> {
  for (const id of ticketIds) {
    const held = await findHeldTicket(sql, id);
    if (held) yield [JSON.stringify(held)];
  }
}

/** Of the profiles, conversations and tickets. */
async function* audit({ db: { sql } }: Context, scope: PersonScope): AsyncGenerator<Entry> {
  const resources = [
    { type: 'customer', ids: scope.customerIds.map(String) },
    { type: 'conversation', ids: scope.conversationIds },
    { type: 'ticket', ids: await listReferences(sql, scope.ticketIds) },
  ];
  for (const resource of resources) yield* pages((after) => listAuditAfter(sql, resource, after, PAGE));
}

/** What the bank's core says of them now: never more than the last four digits. Null: it does not answer. */
async function bankItems({ bank }: Context, { externalIds }: PersonScope): Promise<Held[] | null> {
  try {
    return await Promise.all(
      externalIds.map(async (id) => ({
        external_id: id,
        accounts: (await bank.accounts(id)).map(({ type, last4, currency }) => ({ type, last4, currency })),
        cards: (await bank.cards(id)).map(({ brand, product, last4, status }) => ({ brand, product, last4, status })),
      })),
    );
  } catch (error) {
    if (error instanceof BankUnavailable) return null;
    throw error;
  }
}

async function* pages(read: (after: number) => Promise<(Held & { id: number })[]>): AsyncGenerator<Entry> {
  for (let last = 0; ; ) {
    const rows = await read(last);
    for (const row of rows) yield [JSON.stringify(row)];
    if (rows.length < PAGE) return;
    last = rows.at(-1)?.id ?? last;
  }
}

async function* list(name: string, entries: AsyncGenerator<Entry>): AsyncGenerator<string> {
  yield `,${JSON.stringify(name)}:[`;
  let comma = '';
  for await (const entry of entries) {
    yield comma;
    yield* entry;
    comma = ',';
  }
  yield ']';
}
