import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { isPrepared } from '../../src/db/prepared.ts';
import { findSealed, resealAll } from '../../src/db/sealed.ts';
import { Vault } from '../../src/lib/vault.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let sql: postgres.Sql;
beforeAll(async () => {
  database = await cloneDatabase();
  sql = postgres(database.url, { max: 1 });
});
afterAll(async () => {
  await sql.end();
  await database.drop();
});

describe('whether anything is left to prepare', () => {
  const asked = () => isPrepared(database.url, { withDemoBank: true });

  test('is told in one question', async () => {
    expect(await asked()).toBe(true);
  });

  test.each([
    [
      'a migration',
      'DELETE FROM drizzle.__drizzle_migrations WHERE id = (SELECT max(id) FROM drizzle.__drizzle_migrations)',
    ],
    ['the administrator', "UPDATE users SET role = 'AGENT'"],
    ['the demo bank', 'TRUNCATE knowledge_articles CASCADE'],
    ['all tables', 'DROP SCHEMA drizzle CASCADE'],
  ])('without %s there is', async (_, statement) => {
    const copy = await cloneDatabase();
    const changed = postgres(copy.url, { max: 1, onnotice: () => {} });
    await changed.unsafe(statement);
    await changed.end();
    expect(await isPrepared(copy.url, { withDemoBank: true })).toBe(false);
    await copy.drop();
  });

  test('nobody knows of a database that does not answer', async () => {
    expect(await isPrepared('postgresql://joxai:x@127.0.0.1:9/joxai', { withDemoBank: false })).toBe(false);
  });
});

test('every stored secret is sealed anew under another SECRET_KEY, and none that nobody can open', async () => {
  const [before, after] = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')];
  const [old, rotated] = [new Vault(before, null), new Vault(after, before)];
  const foreign = new Vault(randomBytes(32).toString('hex'), null).seal('of nobody');
  await sql`INSERT INTO two_factor (user_id, secret) SELECT min(id), ${old.seal('factor')} FROM users`;
  await sql`INSERT INTO webhooks (url, events, secret, previous_secret)
    VALUES ('https://a.example', '{}', ${old.seal('present')}, ${old.seal('previous')}),
           ('https://b.example', '{}', ${foreign}, NULL), ('https://c.example', '{}', ${rotated.seal('new')}, NULL)`;
  await sql`INSERT INTO settings (key, value, is_secret)
    VALUES ('core.password', to_jsonb(${old.seal('"setting"')}::text), true), ('core.name', '"v1.open"', false)`;
  expect(await resealAll(sql, rotated)).toBe(4);
  const alone = new Vault(after, null);
  const opened = (await findSealed(database.url)).map((sealed) => alone.open(sealed));
  expect(opened.toSorted()).toEqual(['"setting"', 'factor', 'new', 'present', 'previous', null].toSorted());
  expect(await resealAll(sql, rotated)).toBe(0);
});
