import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import postgres from 'postgres';
import {
  countStrip,
  countTickets,
  findNeighbours,
  listColumn,
  listTickets,
} from '../../src/features/tickets/list-queries.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { type Reads, readsOf } from '../support/table-reads.ts';

/** Enough that reading all of them costs the planner more than an index. */
const TICKETS = 20_000;

let database: TestDatabase;
let sql: postgres.Sql;

beforeAll(async () => {
  database = await cloneDatabase();
  sql = postgres(database.url, { max: 1, onnotice: () => {} });
  // All but the newest 200 are done, as after some years.
  await sql`
    INSERT INTO tickets (reference, subject, customer_name, status, priority, category, complaint_number, sla_due_at,
      sla_breached, created_at, updated_at, resolved_at)
    SELECT 'TKT-' || lpad(to_hex(n), 8, '0'), 'Aclaración ' || md5(n::text), 'Cliente ' || n,
      CASE WHEN n > ${TICKETS - 200} THEN 'OPEN' ELSE 'CLOSED' END, (ARRAY['LOW', 'MEDIUM', 'HIGH', 'URGENT'])[1 + n % 4],
      'cards', CASE WHEN n % 500 = 0 THEN 'Q-2026-' || n END,
      CASE WHEN n > ${TICKETS - 200} THEN now() + (n % 100 - 50) * interval '1 hour' END, n % 400 = 0,
      at, at, CASE WHEN n <= ${TICKETS - 200} THEN at END
    FROM generate_series(1, ${TICKETS}::int) n, LATERAL (SELECT now() - (${TICKETS}::int - n) * interval '1 hour' AS at) moment`;
  await sql`ANALYZE tickets`;
}, 120_000);

afterAll(async () => {
  await sql.end();
  await database.drop();
});

const readBy = (work: () => Promise<unknown>): Promise<Reads> => readsOf(sql, ['tickets'], work);

const page = { limit: 25, skip: 0 };
const by = (key: 'urgency' | 'due') => ({ ...page, order: { by: key, isReversed: false } });

describe('among many tickets', () => {
  const works: [string, string, () => Promise<unknown>][] = [
    ['the newest', 'tickets_recent', () => listTickets(sql, {}, page)],
    ['the most urgent', 'tickets_urgency', () => listTickets(sql, {}, by('urgency'))],
    ['what runs out next', 'tickets_due', () => listTickets(sql, {}, by('due'))],
    ['the most urgent of a status', 'tickets_board', () => listTickets(sql, { status: 'OPEN' }, by('urgency'))],
    ['what is overdue', 'tickets_due', () => countTickets(sql, { clock: 'overdue' }, 10_000)],
    ['complaints', 'tickets_complaints', () => listTickets(sql, { isComplaint: true }, page)],
    ['words of the subject', 'tickets_words', () => listTickets(sql, { text: 'c4ca4238a0' }, page)],
    ['a customer', 'tickets_words', () => listTickets(sql, { text: 'Cliente 1234' }, page)],
    ['how many fit words', 'tickets_words', () => countTickets(sql, { text: 'c4ca4238a0' }, 10_000)],
    ['a column of the board', 'tickets_board', () => listColumn(sql, { status: 'OPEN' }, 30)],
    ['a column of what is done', 'tickets_moved', () => listColumn(sql, { status: 'CLOSED' }, 30)],
    ['the figures', 'tickets_resolved', () => countStrip(sql, {}, 'America/Mexico_City', 10_000)],
    [
      'the neighbours of a ticket',
      'tickets_urgency',
      () => findNeighbours(sql, {}, { by: 'urgency', isReversed: false }, 10_000),
    ],
  ];
  for (const [name, index, work] of works) {
    test(`${name}: read by ${index}, and not all of them`, async () => {
      const { indexes, rows } = await readBy(work);
      expect(indexes).toContain(index);
      expect(rows).toBe(0);
    });
  }

  test('the measure itself sees when all of them are read', async () => {
    const { rows } = await readBy(() => sql`SELECT count(*) FROM tickets WHERE description IS NOT NULL`);
    expect(rows).toBe(TICKETS);
  });

  test('a total is exact up to its bound', async () => {
    expect(await countTickets(sql, { status: 'OPEN' }, 10_000)).toBe(200);
    expect(await countTickets(sql, {}, 10_001)).toBe(10_001);
    expect(await countTickets(sql, {}, 100_000)).toBe(TICKETS);
  });

  test('every order leads from the first to the last and back', async () => {
    for (const key of ['created', 'urgency', 'due'] as const) {
      const order = { by: key, isReversed: false };
      const filter = { status: 'OPEN' } as const;
      const list = await listTickets(sql, filter, { limit: 200, skip: 0, order });
      for (const at of [0, 1, 99, 199]) {
        const neighbours = await findNeighbours(sql, filter, order, list[at]?.id ?? 0);
        expect(neighbours).toEqual({
          previous: list[at - 1]?.reference ?? null,
          next: list[at + 1]?.reference ?? null,
        });
      }
    }
  });
});
