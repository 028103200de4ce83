import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { migrate, migrateTo } from '../../src/db/migrate.ts';
import { partitionState, preparePartitions } from '../../src/db/partitions.ts';
import { type IncomingMessage, storeMessages } from '../../src/features/chat/queries.ts';
import { startChat } from '../support/client.ts';
import { administer, serverUrl, withDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { type Service, startService } from '../support/service.ts';

/** Migrations before the one that partitions the tables. */
const BEFORE = 16;

describe('the migration from the version before', () => {
  const name = `joxai_test_before_${randomUUID().slice(0, 8)}`;
  let url: string;
  let sql: postgres.Sql;

  const held = async () => ({
    messages: await sql`
      SELECT id, conversation_id, seq, role, content, client_id, turn_id, author_id, metadata, created_at
      FROM messages ORDER BY id`.then((rows) => [...rows]),
    audit: await sql`SELECT * FROM audit_log ORDER BY id`.then((rows) => [...rows]),
    conversations: await sql`SELECT id, last_seq, created_at, updated_at FROM conversations ORDER BY id`.then(
      (rows) => [...rows],
    ),
  });

  beforeAll(async () => {
    url = withDatabase(serverUrl(), name);
    await administer(url, (admin) => admin.unsafe(`CREATE DATABASE ${name}`));
    await migrateTo(url, BEFORE);
    sql = postgres(url, { max: 2, onnotice: () => {} });
    await sql`
      INSERT INTO conversations (id, language, last_seq, created_at, updated_at)
      SELECT gen_random_uuid(), 'es', 6, at, at + interval '3 days'
      FROM generate_series(1, 400) n, LATERAL (SELECT now() - n * interval '10 hours' AS at) moment`;
    await sql`
      INSERT INTO messages (conversation_id, seq, role, content, client_id, turn_id, metadata, created_at)
      SELECT id, seq, CASE seq % 2 WHEN 0 THEN 'customer' ELSE 'assistant' END, 'Mensaje ' || seq || E'\n«ñ»',
        CASE seq % 2 WHEN 0 THEN gen_random_uuid() END, seq, CASE seq % 2 WHEN 1 THEN '{"choices": ["a"]}'::jsonb END,
        created_at + seq * interval '11 hours'
      FROM conversations, generate_series(1, 6) seq`;
    await sql`
      INSERT INTO audit_log (actor_name, action, resource_type, status, previous_hash, hash)
      SELECT 'Ana', 'ticket.read', 'ticket', 'success', '', '' FROM generate_series(1, 50)`;
    await sql.begin(async (tx) => {
      await tx`ALTER TABLE audit_log DISABLE TRIGGER USER`;
      await tx`UPDATE audit_log SET at = at - (50 - id) * interval '2 days'`;
      for (let id = 1; id <= 50; id += 1) {
        await tx`
          UPDATE audit_log l SET previous_hash = coalesce((SELECT hash FROM audit_log WHERE id = ${id} - 1), '')
          WHERE id = ${id}`;
        await tx`UPDATE audit_log l SET hash = audit_log_hash(l) WHERE id = ${id}`;
      }
      await tx`ALTER TABLE audit_log ENABLE TRIGGER USER`;
    });
  });

  afterAll(async () => {
    await sql.end();
    await administer(url, (admin) => admin.unsafe(`DROP DATABASE ${name} WITH (FORCE)`));
  });

  test('keeps every row, in the partition of its month, and goes on from there', async () => {
    const before = await held();
    expect(before.messages).toHaveLength(2_400);
    await migrate(url);
    expect(await held()).toEqual(before);
    const [lie] = await sql`
      SELECT bool_and(m.tableoid::regclass::text = 'messages' || to_char(c.created_at AT TIME ZONE 'UTC', '"_y"YYYY"m"MM')) AS right,
        count(DISTINCT m.tableoid)::int AS months, count(*) FILTER (WHERE m.month <> c.month)::int AS astray,
        count(*) FILTER (WHERE to_char(m.created_at AT TIME ZONE 'UTC', 'YYYYMM') <> to_char(c.month, 'YYYYMM'))::int AS late
      FROM messages m JOIN conversations c ON c.id = m.conversation_id`;
    expect(lie).toMatchObject({ right: true, astray: 0 });
    expect(lie?.months).toBeGreaterThan(4);
    // Conversations that went on into another month are among them, and were not torn apart.
    expect(lie?.late).toBeGreaterThan(50);
    const [entry] = await sql`
      INSERT INTO audit_log (actor_name, action, resource_type, status, previous_hash, hash)
      VALUES ('Ana', 'ticket.read', 'ticket', 'success', '', '') RETURNING id::int, previous_hash, hash = audit_log_hash(audit_log) AS right`;
    expect(entry).toEqual({ id: 51, previous_hash: before.audit.at(-1)?.hash, right: true });
    const [audit] = await sql`
      SELECT bool_and(tableoid::regclass::text = 'audit_log' || to_char(at AT TIME ZONE 'UTC', '"_y"YYYY"m"MM')) AS right,
        bool_and(hash = audit_log_hash(audit_log)) AS whole, count(DISTINCT tableoid)::int AS months FROM audit_log`;
    expect(audit).toMatchObject({ right: true, whole: true });
    expect(audit?.months).toBeGreaterThan(2);
    const [message] = await sql<{ id: string }[]>`
      INSERT INTO messages (conversation_id, month, seq, role, content)
      SELECT id, month, 7, 'customer', 'x' FROM conversations LIMIT 1 RETURNING id`;
    expect(BigInt(message?.id ?? 0)).toBeGreaterThan(BigInt(before.messages.at(-1)?.id ?? 0));
  });

  test('may be run again, and by several at once', async () => {
    const count = async () => (await partitionState(sql)).count;
    const made = await count();
    await Promise.all([migrate(url), migrate(url), migrate(url)]);
    expect(await count()).toBe(made);
    expect(await partitionState(sql)).toMatchObject({ strays: 0, monthsAhead: 3 });
  });
});

describe('a conversation that began in another month', () => {
  let service: Service;
  const sql = () => service.ctx.db.sql;

  beforeAll(async () => {
    service = await startService();
    await preparePartitions(sql(), new Date(Date.now() - 70 * 86_400_000));
  });
  afterAll(() => service.stop());

  /** As if it had been opened two months ago. */
  async function oldChat() {
    const chat = await startChat(service.origin);
    await sql()`
      WITH c AS (UPDATE conversations SET month = month - interval '2 months', created_at = created_at - interval '2 months'
        WHERE id = ${chat.id} RETURNING id, month)
      UPDATE messages m SET month = c.month FROM c WHERE m.conversation_id = c.id`;
    return chat;
  }
  const incoming = (conversationId: string, content: string, clientId: string = randomUUID()): IncomingMessage => ({
    ...{ conversationId, clientId, content, worker: service.ctx.workerId },
  });

  test('goes on there: numbered without a gap, with what was said before, each message once', async () => {
    const old = await oldChat();
    const fresh = await startChat(service.origin);
    const hot = service.ctx.db.hot;
    const [first, other] = await storeMessages(hot, [incoming(old.id, 'Uno'), incoming(fresh.id, 'Uno')]);
    expect([first?.seq, other?.seq]).toEqual([2, 2]);
    const again = incoming(old.id, 'Dos');
    const both = await Promise.allSettled([storeMessages(hot, [again]), storeMessages(hot, [again])]);
    const stored = both.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
    const third = await storeMessages(hot, [again, incoming(fresh.id, 'Dos'), incoming(randomUUID(), 'Nadie')]);
    expect(third.map((one) => one?.seq ?? null)).toEqual([3, 3, null]);
    expect(third[0]).toMatchObject({ isDuplicate: true, id: stored.find((one) => !one?.isDuplicate)?.id });
    expect(third[0]?.history.map(({ seq }) => seq)).toEqual([3, 2, 1]);
    expect(third[1]?.history.map(({ seq }) => seq)).toEqual([2, 1]);
    const rows = await sql()`
      SELECT m.seq, m.month = c.month AS together FROM messages m JOIN conversations c ON c.id = m.conversation_id
      WHERE c.id = ${old.id} ORDER BY m.seq`;
    expect([...rows]).toEqual([1, 2, 3].map((seq) => ({ seq, together: true })));
  });

  test('is not opened again once it has ended, but still knows its messages', async () => {
    const old = await oldChat();
    const hot = service.ctx.db.hot;
    const known = incoming(old.id, 'Hola');
    const [stored] = await storeMessages(hot, [known]);
    await sql()`UPDATE conversations SET status = 'ended', ended_at = now() WHERE id = ${old.id}`;
    const after = await storeMessages(hot, [incoming(old.id, 'Otra')]);
    expect(after).toEqual([null]);
    expect((await storeMessages(hot, [known]))[0]).toMatchObject({ id: stored?.id, isDuplicate: true });
  });

  test('falls into the default partition where its month has none, and moves once it is made', async () => {
    const id = randomUUID();
    await sql()`
      INSERT INTO conversations (id, language, month, created_at, last_seq) VALUES (${id}, 'es', '2019-03-01', '2019-03-09', 1)`;
    await sql()`
      INSERT INTO messages (conversation_id, month, seq, role, content) VALUES (${id}, '2019-03-01', 1, 'assistant', 'Hola')`;
    expect(await partitionState(sql())).toMatchObject({ strays: 1 });
    const place = async () =>
      (await sql()`SELECT tableoid::regclass::text AS name FROM messages WHERE conversation_id = ${id}`)[0]?.name;
    expect(await place()).toBe('messages_default');
    expect(await preparePartitions(sql())).toBe(1);
    expect(await place()).toBe('messages_y2019m03');
    expect(await partitionState(sql())).toMatchObject({ strays: 0 });
    await sql()`DELETE FROM conversations WHERE id = ${id}`;
    expect(await place()).toBeUndefined();
  });

  test('is opened while a partition is made, and the other way round', async () => {
    const hold = await sql().reserve();
    try {
      await hold`BEGIN`;
      await hold`UPDATE conversations SET updated_at = now()`;
      // Whoever writes to conversations is waited for half a second, then the partition is left for later.
      await expect(sql()`SELECT make_partition('messages', '2018-01-01')`.execute()).rejects.toThrow(/lock timeout/);
    } finally {
      await hold`ROLLBACK`;
      hold.release();
    }
    const chats = Array.from({ length: 20 }, () => startChat(service.origin));
    // Left for later as often as somebody is in the way.
    const make = () =>
      eventually('it is made', () =>
        sql()`SELECT make_partition('messages', '2018-01-01')`.then(
          () => true,
          (error) => /lock timeout/.test(error.message) === false && Promise.reject(error),
        ),
      );
    await Promise.all([make(), ...chats]);
    expect((await sql()`SELECT to_regclass('messages_y2018m01') IS NOT NULL AS made`)[0]?.made).toBe(true);
    const twice = await Promise.all(
      [1, 2, 3].map(() => sql()`SELECT make_partition('messages', '2017-01-01') AS made`),
    );
    expect(twice.filter(([row]) => row?.made)).toHaveLength(1);
  });
});

test('an entry of the audit log is refused any change, in its partition too', async () => {
  const service = await startService();
  try {
    const { sql } = service.ctx.db;
    await sql`
      INSERT INTO audit_log (actor_name, action, resource_type, status, previous_hash, hash)
      VALUES ('Ana', 'ticket.read', 'ticket', 'success', '', '')`;
    const [entry] = await sql`SELECT tableoid::regclass::text AS name FROM audit_log LIMIT 1`;
    for (const table of ['audit_log', entry?.name as string]) {
      for (const deed of [`UPDATE ${table} SET action = 'x'`, `DELETE FROM ${table}`, `TRUNCATE ${table}`]) {
        await expect(sql.unsafe(deed).execute()).rejects.toThrow(/rewritten/);
      }
    }
  } finally {
    await service.stop();
  }
});
