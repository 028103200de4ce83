import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { migrate } from '../../src/db/migrate.ts';
import { preparePartitions } from '../../src/db/partitions.ts';
import { makeServiceRole } from '../../src/db/service-role.ts';
import { anchorDaily } from '../../src/features/audit/anchoring.ts';
import { verifyRoutinely } from '../../src/features/audit/verification.ts';
import { purgePast } from '../../src/features/retention/purge.ts';
import { startChat } from '../support/client.ts';
import { ADMIN, administer, cloneDatabase, serverUrl, type TestDatabase, withDatabase } from '../support/database.ts';
import { type Service, startService } from '../support/service.ts';

const ROLE = `joxai_role_${randomUUID().slice(0, 8)}`;
let database: TestDatabase;
let owner: postgres.Sql;
let service: Service;
let token: string;

const roleUrl = (url: string): string => {
  const address = new URL(url);
  address.username = ROLE;
  address.password = 'Pw-of-the-role-1';
  return address.href;
};
const call = async (method: string, path: string, body?: unknown) => {
  const answer = await fetch(`${service.origin}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json().catch(() => null)) as { ticket_id?: string } | null };
};

beforeAll(async () => {
  database = await cloneDatabase();
  owner = postgres(database.url, { max: 2, onnotice: () => {} });
  await makeServiceRole(owner, ROLE, 'Pw-of-the-role-1');
  const resting = ['purge', 'partitions', 'audit_chain', 'audit_anchor'];
  service = await startService({ database, env: { DATABASE_URL: roleUrl(database.url) }, resting });
  const login = await fetch(`${service.origin}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: ADMIN.email, password: ADMIN.password }),
  });
  token = ((await login.json()) as { access_token: string }).access_token;
});

afterAll(async () => {
  await service.stop();
  await owner.end();
  await database.drop();
  await administer(serverUrl(), async (sql) => {
    await sql.unsafe(`DROP OWNED BY ${ROLE}`);
    await sql.unsafe(`DROP ROLE ${ROLE}`);
  });
});

describe('the service as a role that owns nothing', () => {
  test('is that role', async () => {
    const [row] = await service.ctx.db.sql`
      SELECT current_user AS name, (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS super,
        pg_get_userbyid(relowner) = current_user AS owns FROM pg_class WHERE oid = 'audit_log'::regclass`;
    expect(row).toEqual({ name: ROLE, super: false, owns: false });
  });

  test('does its work: chats, tickets, accounts, settings, reports, knowledge, the audit log', async () => {
    expect(token).toBeString();
    const chat = await startChat(service.origin);
    const said = await fetch(`${service.origin}/api/v1/chat/message`, {
      method: 'POST',
      headers: { authorization: `Bearer ${chat.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ conversation_id: chat.id, message: '¿A qué hora abren las sucursales?' }),
    });
    expect(said.status).toBe(200);
    const ticket = await call('POST', '/tickets', { subject: 'Un caso', description: 'x' });
    expect(ticket.status).toBe(200);
    expect((await call('PUT', `/tickets/${ticket.body?.ticket_id}`, { priority: 'HIGH' })).status).toBe(200);
    expect(
      (await call('POST', '/customers', { full_name: 'Ana Ruiz', email: `${randomUUID()}@example.com` })).status,
    ).toBe(201);
    expect((await call('PUT', '/settings/system/tickets.complaint_days', { value: 20 })).status).toBe(200);
    const user = {
      email: `${randomUUID()}@example.com`,
      username: `u${randomUUID().slice(0, 8)}`,
      full_name: 'Luz Soto',
    };
    expect((await call('POST', '/users', { ...user, role: 'AGENT', password: 'Trapecio-Lunar-7731' })).status).toBe(
      201,
    );
    for (const path of [
      '/conversations',
      '/tickets',
      '/customers',
      '/analytics/dashboard',
      '/knowledge',
      '/audit',
      '/users',
    ])
      expect((await call('GET', path)).status, path).toBe(200);
    expect((await call('GET', `/conversations/${chat.id}/history`)).status).toBe(200);
    expect((await call('GET', '/audit/verify')).body).toMatchObject({ valid: true });
  });

  test('runs its jobs, and makes partitions ahead', async () => {
    expect(await anchorDaily(service.ctx)).toBe(true);
    await verifyRoutinely(service.ctx);
    await preparePartitions(service.ctx.db.sql, new Date('2024-05-05T00:00:00Z'));
    const [made] =
      await owner`SELECT pg_get_userbyid(relowner) AS owner FROM pg_class WHERE relname = 'audit_log_y2024m05'`;
    expect(made?.owner).not.toBe(ROLE);
  });

  test('purges, and drops months that are past', async () => {
    const { sql } = service.ctx.db;
    for (const table of ['messages', 'audit_log']) await sql`SELECT make_partition(${table}, '2014-05-01')`;
    const id = randomUUID();
    await sql`
      INSERT INTO conversations (id, language, status, month, created_at, updated_at)
      VALUES (${id}, 'es', 'bot', '2014-05-01', '2014-05-02', '2014-05-02')`;
    await sql`
      INSERT INTO messages (conversation_id, month, seq, role, content) VALUES (${id}, '2014-05-01', 1, 'assistant', 'Hola')`;
    const gone = await purgePast(service.ctx);
    expect(gone.conversations).toEqual({ rows: 1, files: 0, partitions: 1 });
    expect(gone.audit).toEqual({ rows: 0, files: 0, partitions: 1 });
    expect(
      await owner`SELECT 1 FROM pg_class WHERE relname IN ('messages_y2014m05', 'audit_log_y2014m05')`,
    ).toHaveLength(0);
  });

  test.each([
    `UPDATE audit_log SET actor_name = 'Nadie'`,
    'DELETE FROM audit_log',
    'TRUNCATE audit_log',
    `UPDATE audit_log_y${new Date().toISOString().slice(0, 4)}m${new Date().toISOString().slice(5, 7)} SET actor_name = 'x'`,
    'DELETE FROM audit_log_default',
    `UPDATE audit_chain SET last_hash = ''`,
    `DELETE FROM audit_anchors`,
    `UPDATE audit_anchors SET line = 'x'`,
    `DELETE FROM customer_erasures`,
    'ALTER TABLE audit_log DISABLE TRIGGER USER',
    'ALTER TABLE audit_log DISABLE TRIGGER audit_log_refuse',
    `SET session_replication_role = replica`,
    'DROP TABLE audit_log',
    'DROP TRIGGER audit_log_chain ON audit_log',
    `CREATE OR REPLACE FUNCTION audit_log_hash(entry audit_log) RETURNS text LANGUAGE sql AS $$ SELECT '' $$`,
    'CREATE TABLE public.own (id int)',
  ])('cannot: %s', async (statement) => {
    // The statement is a good one: the owner is not kept from it for want of a right.
    const before = await owner`SELECT count(*)::int AS n, max(hash) AS hash FROM audit_log`;
    await expect(service.ctx.db.sql.unsafe(statement).execute()).rejects.toThrow(/permission denied|must be owner/);
    expect([...(await owner`SELECT count(*)::int AS n, max(hash) AS hash FROM audit_log`)]).toEqual([...before]);
  });

  test('cannot choose what an entry of its own says of its place', async () => {
    const [entry] = await service.ctx.db.sql`
      INSERT INTO audit_log (id, actor_name, action, resource_type, status, previous_hash, hash)
      VALUES (1, 'x', 'ticket.read', 'ticket', 'success', 'x', 'y') RETURNING id::int, hash`;
    const [chain] = await owner`SELECT last_id::int AS id, last_hash AS hash FROM audit_chain`;
    expect(entry).toEqual(chain as never);
    expect((await call('GET', '/audit/verify')).body).toMatchObject({ valid: true });
  });

  test('is not fooled by tables of its session', async () => {
    await service.ctx.db.sql.begin(async (tx) => {
      await tx`CREATE TEMPORARY TABLE audit_chain (is_only boolean, last_id bigint, last_at timestamptz, last_hash text, cut_id bigint, cut_hash text) ON COMMIT DROP`;
      await tx`INSERT INTO pg_temp.audit_chain VALUES (true, 0, '-infinity', '', 0, '')`;
      const [entry] = await tx`
        INSERT INTO audit_log (actor_name, action, resource_type, status, previous_hash, hash)
        VALUES ('x', 'ticket.read', 'ticket', 'success', '', '') RETURNING id::int`;
      expect(Number(entry?.id)).toBeGreaterThan(1);
    });
  });

  test('gets its rights on new tables with the next migration', async () => {
    await owner`CREATE TABLE later (id int)`;
    await expect(service.ctx.db.sql`SELECT * FROM later`.execute()).rejects.toThrow(/permission denied/);
    await migrate(database.url);
    expect(await service.ctx.db.sql`SELECT * FROM later`).toHaveLength(0);
  });
});

test('an owner who is no superuser makes the role, and may renew its password', async () => {
  const name = `joxai_owner_${randomUUID().slice(0, 8)}`;
  const role = `${name}_role`;
  await administer(serverUrl(), async (sql) => {
    await sql.unsafe(`CREATE ROLE ${name} LOGIN CREATEROLE PASSWORD 'wool-lantern-orbit'`);
    await sql.unsafe(`CREATE DATABASE ${name} OWNER ${name}`);
  });
  const url = new URL(withDatabase(serverUrl(), name));
  [url.username, url.password] = [name, 'wool-lantern-orbit'];
  const own = postgres(url.href, { max: 1, onnotice: () => {} });
  try {
    await migrate(url.href);
    for (const password of ['Pw-of-the-role-1', 'Pw-of-the-role-2']) await makeServiceRole(own, role, password);
    [url.username, url.password] = [role, 'Pw-of-the-role-2'];
    const theirs = postgres(url.href, { max: 1, onnotice: () => {} });
    expect(await theirs`SELECT 1 FROM tickets`).toHaveLength(0);
    await theirs.end();
  } finally {
    await own.end();
    await administer(serverUrl(), async (sql) => {
      await sql.unsafe(`DROP DATABASE ${name} WITH (FORCE)`);
      for (const one of [role, name]) await sql.unsafe(`DROP ROLE IF EXISTS ${one}`);
    });
  }
}, 30_000);
