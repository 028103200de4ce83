import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import postgres from 'postgres';
import { countPairs, listPairs, suggestDuplicates } from '../../src/features/customers/duplicate-queries.ts';
import {
  countCustomers,
  listCustomerRows,
  listCustomers,
  listCustomersAfter,
  listTags,
} from '../../src/features/customers/list-queries.ts';
import { findOwner, summarise } from '../../src/features/customers/queries.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { type Reads, readsOf } from '../support/table-reads.ts';

/** Enough that reading all of them costs the planner more than an index. */
const CUSTOMERS = 30_000;

let database: TestDatabase;
let sql: postgres.Sql;

beforeAll(async () => {
  database = await cloneDatabase();
  sql = postgres(database.url, { max: 1, onnotice: () => {} });
  const [agent] = await sql`SELECT id FROM users LIMIT 1`;
  await sql`
    INSERT INTO customers (full_name, email, phone, birth_date, customer_type, language, external_id, tags, agent_id,
      deleted_at, is_active, created_at)
    SELECT (ARRAY['María', 'José', 'Lucía', 'Íñigo'])[1 + n % 4] || ' ' || md5(n::text), 'cliente' || n || '@example.com',
      '+5255' || lpad(n::text, 8, '0'), date '1950-01-01' + n % 18000, CASE WHEN n % 50 = 0 THEN 'BUSINESS' ELSE 'INDIVIDUAL' END,
      CASE WHEN n % 20 = 0 THEN 'en' ELSE 'es' END, 'X-' || n, CASE WHEN n % 400 = 0 THEN ARRAY['vip'] ELSE '{}' END,
      CASE WHEN n % 300 = 0 THEN ${agent?.id as number}::int END, CASE WHEN n % 200 = 0 THEN now() END, n % 200 <> 0,
      now() - (${CUSTOMERS}::int - n) * interval '2 hours'
    FROM generate_series(1, ${CUSTOMERS}::int) n`;
  await sql`
    INSERT INTO customer_accounts (customer_id, number)
    SELECT id, '0121800' || lpad(id::text, 11, '0') FROM customers WHERE external_id LIKE 'X-%'`;
  await sql`VACUUM ANALYZE customers`;
  await sql`ANALYZE customer_accounts`;
}, 120_000);

afterAll(async () => {
  await sql.end();
  await database.drop();
});

const readBy = (work: () => Promise<unknown>): Promise<Reads> => readsOf(sql, ['customers', 'customer_accounts'], work);

const page = { limit: 25, skip: 0 };

describe('among many customers', () => {
  const works: [string, string, () => Promise<unknown>][] = [
    ['the newest', 'customers_recent', () => listCustomerRows(sql, {}, page)],
    [
      'by name',
      'customers_by_name',
      () => listCustomers(sql, {}, { ...page, order: { by: 'name', isReversed: false } }),
    ],
    ['the deleted', 'customers_recent', () => listCustomers(sql, { status: 'DELETED' }, page)],
    ['companies', 'customers_by_type', () => listCustomers(sql, { customerType: 'BUSINESS' }, page)],
    ['a language', 'customers_by_language', () => countCustomers(sql, { language: 'en' }, 10_000)],
    ['a tag', 'customers_tags', () => countCustomers(sql, { tag: 'vip' }, 10_000)],
    ['a person in charge', 'customers_agent', () => listCustomers(sql, { agent: 1 }, page)],
    ['words of the name', 'customers_words', () => listCustomers(sql, { text: 'c4ca4238a0' }, page)],
    ['a part of an address', 'customers_words', () => listCustomers(sql, { text: 'cliente12345@' }, page)],
    ['a telephone number', 'customers_words', () => listCustomers(sql, { text: '55 0001 2345' }, page)],
    ['how many fit words', 'customers_words', () => countCustomers(sql, { text: 'c4ca4238a0' }, 10_000)],
    [
      'an account number',
      'customer_accounts_number_unique',
      () => listCustomers(sql, { text: '012180000000012345' }, page),
    ],
    ['all of them in pages', 'customers_recent', () => listCustomersAfter(sql, {}, 12_000, 500)],
    ['the tags in use', 'customers_pkey', () => listTags(sql)],
    [
      'whose an address is',
      'customers_email_key',
      () =>
        findOwner(sql, {
          email: 'cliente7@example.com',
          externalId: 'X-9',
          accountNumber: '012180000000000123',
          exceptId: null,
        }),
    ],
    ['who may be the same', 'customers_phone', () => suggestDuplicates(sql, [500, 501])],
    ['pairs', 'customers_pkey', async () => [await listPairs(sql, { limit: 25 }), await countPairs(sql, 100)]],
  ];
  for (const [name, index, work] of works) {
    test(`${name}: read by ${index}, and not all of them`, async () => {
      if (name === 'pairs')
        await sql`INSERT INTO customer_duplicates (low_id, high_id, reasons) VALUES (20, 21, '{PHONE}')`;
      const { indexes, rows } = await readBy(work);
      expect(indexes).toContain(index);
      expect(rows).toBe(0);
    });
  }

  test('the summary reads indexes alone', async () => {
    const { indexes, rows } = await readBy(() => summarise(sql));
    expect([indexes.includes('customers_by_language'), rows]).toEqual([true, 0]);
  });

  test('the measure itself sees when all of them are read', async () => {
    const { rows } = await readBy(() => sql`SELECT count(*) FROM customers WHERE hold_reason IS NOT NULL`);
    expect(rows).toBeGreaterThanOrEqual(CUSTOMERS);
  });

  test('a total is exact up to its bound, and a page deep in the list is the right one', async () => {
    expect(await countCustomers(sql, { tag: 'vip' }, 10_000)).toBe(0);
    expect(await countCustomers(sql, { tag: 'vip', status: 'DELETED' }, 10_000)).toBe(CUSTOMERS / 400);
    expect(await countCustomers(sql, {}, 10_001)).toBe(10_001);
    const order = { by: 'name', isReversed: false } as const;
    const all = await listCustomers(sql, { customerType: 'BUSINESS' }, { limit: 500, skip: 0, order });
    const deep = await listCustomers(sql, { customerType: 'BUSINESS' }, { limit: 5, skip: 200, order });
    expect(deep.map(({ id }) => id)).toEqual(all.slice(200, 205).map(({ id }) => id));
  });

  test('a text finds the newest first, among the first that are searched and behind them', async () => {
    const newestFirst = (
      await sql`SELECT id FROM customers WHERE is_active AND email LIKE '%cliente1%' ORDER BY id DESC`
    ).map(({ id }) => id as number);
    expect(newestFirst.length).toBeGreaterThan(10_000);
    for (const skip of [0, 480, 5_000]) {
      const found = await listCustomers(sql, { text: 'cliente1' }, { limit: 50, skip });
      expect(found.map(({ id }) => id)).toEqual(newestFirst.slice(skip, skip + 50));
    }
    const oldestFirst = await listCustomers(
      sql,
      { text: 'CLIENTE1' },
      { limit: 3, skip: 0, order: { by: 'recent', isReversed: false } },
    );
    expect(oldestFirst.map(({ id }) => id)).toEqual(newestFirst.slice(-3).reverse());
    expect(await countCustomers(sql, { text: 'cliente1' }, 500)).toBe(500);
    expect(await countCustomers(sql, { text: 'cliente1' }, 20_000)).toBe(newestFirst.length);
    // Of them some are among the newest that are looked through first, some far behind.
    const few = [1, CUSTOMERS - 1];
    await sql`UPDATE customers SET full_name = 'Úrsula Rara' WHERE external_id IN ${sql(few.map((n) => `X-${n}`))}`;
    const rare = await listCustomers(sql, { text: 'ursula rara' }, { limit: 50, skip: 0 });
    expect(rare.map(({ externalId }) => externalId)).toEqual(few.reverse().map((n) => `X-${n}`));
    expect(await countCustomers(sql, { text: 'ursula rara' }, 500)).toBe(2);
  });
});
