import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { preparePartitions } from '../../src/db/partitions.ts';
import { checkForm } from '../../src/db/setting-kinds.ts';
import { SETTING_RULES } from '../../src/db/setting-rules.ts';
import { findFirstDay } from '../../src/features/analytics/measured-queries.ts';
import { walkChain } from '../../src/features/audit/verification.ts';
import { eraseCustomer } from '../../src/features/customers/erasure.ts';
import type { RetentionClass } from '../../src/features/retention/model.ts';
import { purgeClass, purgePast } from '../../src/features/retention/purge.ts';
import { previewPurge } from '../../src/features/retention/service.ts';
import { eventually } from '../support/eventually.ts';
import { askPanel, logIntoPanel } from '../support/panel-client.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';
import { holdTable } from '../support/table-lock.ts';

const YEARS_6 = 6 * 365 + 30;
let service: Service;
let admin: Staff;
let supervisor: Staff;
let agent: Staff;

const sql = () => service.ctx.db.sql;
const exists = async (table: string, id: unknown): Promise<boolean> =>
  (await sql()`SELECT 1 FROM ${sql()(table)} WHERE id = ${id as string}`).length > 0;
const dueOf = async (name: RetentionClass) => {
  const { count, held, oldest } = (await previewPurge(service.ctx)).find((one) => one.name === name) as never as {
    count: number;
    held: number;
    oldest: Date | null;
  };
  return { count, held, oldest };
};
const files = async (): Promise<string[]> =>
  readdir(join(service.ctx.config.dataDir, 'uploads')).catch(() => [] as string[]);

interface Made {
  daysAgo: number;
  status?: string;
  customerId?: number | null;
  email?: string | null;
  withFile?: boolean;
}

/** A conversation of some days ago, with three messages, a turn, a note and maybe a file. */
async function conversation({ daysAgo, status = 'ended', customerId = null, email = null, withFile = false }: Made) {
  const id = randomUUID();
  const at = new Date(Date.now() - daysAgo * 86_400_000);
  const month = `${at.toISOString().slice(0, 7)}-01`;
  await preparePartitions(sql(), at);
  await sql()`
    INSERT INTO conversations (id, language, status, last_seq, month, customer_id, visitor_email, created_at, updated_at, ended_at)
    VALUES (${id}, 'es', ${status}, 3, ${month}, ${customerId}, ${email}, ${at}, ${at}, ${status === 'ended' ? at : null})`;
  const [turn] = await sql()`
    INSERT INTO turns (conversation_id, from_seq, worker, lease_until, opened_at, closed_at, outcome, sources)
    VALUES (${id}, 2, ${randomUUID()}, ${at}, ${at}, ${at}, 'answer', '[]') RETURNING id::float8 AS id`;
  await sql()`
    INSERT INTO messages (conversation_id, month, seq, role, content, turn_id, created_at)
    SELECT ${id}, ${month}, seq, CASE seq WHEN 2 THEN 'customer' ELSE 'assistant' END, 'Hola', ${turn?.id}, ${at}
    FROM generate_series(1, 3) seq`;
  await sql()`
    INSERT INTO conversation_notes (conversation_id, author_id, content) VALUES (${id}, ${agent.id}, 'Una nota')`;
  const file = withFile ? randomUUID() : null;
  if (file) {
    await service.ctx.storage.write(file, new Uint8Array([1, 2, 3]));
    await sql()`
      INSERT INTO attachments (id, conversation_id, name, type, size, created_at)
      VALUES (${file}, ${id}, 'a.png', 'image/png', 3, ${at})`;
  }
  return { id, turnId: turn?.id as number, file, month };
}

async function ticket(daysAgo: number, fields: Record<string, unknown> = {}): Promise<number> {
  const at = new Date(Date.now() - daysAgo * 86_400_000);
  const row = { status: 'CLOSED', reference: randomUUID(), subject: 'Caso', ...fields, created_at: at, updated_at: at };
  const [made] = await sql()`INSERT INTO tickets ${sql()(row)} RETURNING id`;
  return made?.id;
}

beforeAll(async () => {
  // What is past is removed by the tests alone, who count it.
  service = await startService({ resting: ['purge', 'orphan_files', 'partitions', 'audit_chain', 'audit_anchor'] });
  [admin, supervisor, agent] = await Promise.all([
    newStaff(service, 'ADMIN'),
    newStaff(service, 'SUPERVISOR'),
    newStaff(service, 'AGENT'),
  ]);
});
afterAll(() => service.stop());

describe('a purge', () => {
  test('removes conversations whose time is over with all that belongs to them, and their files after them', async () => {
    const old = await conversation({ daysAgo: YEARS_6, withFile: true });
    const left = await conversation({ daysAgo: YEARS_6, status: 'bot' });
    const young = await conversation({ daysAgo: 900 });
    const attended = await conversation({ daysAgo: YEARS_6, status: 'human' });
    const withCase = await conversation({ daysAgo: YEARS_6 });
    await ticket(YEARS_6, { conversation_id: withCase.id, status: 'OPEN' });
    const withComplaint = await conversation({ daysAgo: YEARS_6 });
    await ticket(YEARS_6, { conversation_id: withComplaint.id, complaint_number: 'QJ-1' });
    const due = await dueOf('conversations');
    expect(due).toMatchObject({ count: 2, held: 0 });
    expect(due.oldest?.getTime()).toBeLessThan(Date.now() - (YEARS_6 - 1) * 86_400_000);
    expect(await files()).toContain(old.file as string);
    expect(await purgeClass(service.ctx, 'conversations')).toMatchObject({ rows: 2, files: 1 });
    for (const { id } of [old, left]) {
      expect(await exists('conversations', id)).toBe(false);
      for (const table of ['messages', 'turns', 'conversation_notes', 'attachments'])
        expect(await sql()`SELECT 1 FROM ${sql()(table)} WHERE conversation_id = ${id}`, table).toHaveLength(0);
    }
    for (const { id } of [young, attended, withCase, withComplaint]) {
      expect(await exists('conversations', id)).toBe(true);
      expect(await sql()`SELECT 1 FROM messages WHERE conversation_id = ${id}`).toHaveLength(3);
    }
    expect(await files()).not.toContain(old.file as string);
    expect(await dueOf('conversations')).toEqual({ count: 0, held: 0, oldest: null });
    expect(await purgeClass(service.ctx, 'conversations')).toBeNull();
    const [entry] =
      await sql()`SELECT actor_id, details FROM audit_log WHERE action = 'retention.purge' ORDER BY id DESC LIMIT 1`;
    expect(entry?.actor_id).toBeNull();
    expect(JSON.parse(entry?.details)).toMatchObject({ class: 'conversations', rows: 2, files: 1 });
  });

  test('drops a month as a whole where everything in it is past, and only then', async () => {
    const gone = await conversation({ daysAgo: 3_000 });
    const mixed = await conversation({ daysAgo: 3_100 });
    const stays = await conversation({ daysAgo: 3_100, status: 'waiting' });
    const name = ({ month }: { month: string }) => `messages_y${month.slice(0, 4)}m${month.slice(5, 7)}`;
    const there = async (table: string) => (await sql()`SELECT to_regclass(${table}) IS NOT NULL AS is`)[0]?.is;
    expect([await there(name(gone)), await there(name(mixed))]).toEqual([true, true]);
    const purged = await purgeClass(service.ctx, 'conversations');
    expect(purged?.rows).toBe(2);
    expect(purged?.partitions).toBeGreaterThanOrEqual(1);
    expect([await there(name(gone)), await there(name(mixed))]).toEqual([false, true]);
    expect(await sql()`SELECT 1 FROM messages WHERE conversation_id = ${stays.id}`).toHaveLength(3);
    expect(await exists('conversations', gone.id)).toBe(false);
  });

  test('removes closed cases, and complaints later', async () => {
    const closed = await ticket(YEARS_6);
    const open = await ticket(YEARS_6, { status: 'IN_PROGRESS' });
    const complaint = await ticket(YEARS_6, { complaint_number: 'QJ-2' });
    const oldComplaint = await ticket(4_000, { complaint_number: 'QJ-3' });
    const survivor = await ticket(YEARS_6);
    await ticket(YEARS_6, { merged_into_id: survivor });
    expect((await purgeClass(service.ctx, 'tickets'))?.rows).toBe(2);
    expect((await purgeClass(service.ctx, 'tickets'))?.rows).toBe(1);
    expect((await purgeClass(service.ctx, 'complaints'))?.rows).toBe(1);
    expect(await Promise.all([closed, oldComplaint, survivor].map((id) => exists('tickets', id)))).toEqual([
      false,
      false,
      false,
    ]);
    expect(await Promise.all([open, complaint].map((id) => exists('tickets', id)))).toEqual([true, true]);
  });

  test('removes files and traces of the assistant before the conversation', async () => {
    const { id, turnId, file } = await conversation({ daysAgo: 800, withFile: true });
    expect((await purgeClass(service.ctx, 'attachments'))?.files).toBeGreaterThanOrEqual(1);
    expect(await files()).not.toContain(file as string);
    expect((await purgeClass(service.ctx, 'ai_traces'))?.rows).toBeGreaterThanOrEqual(1);
    const [turn] = await sql()`SELECT sources, outcome FROM turns WHERE id = ${turnId}`;
    expect(turn).toEqual({ sources: null, outcome: 'answer' });
    expect(await exists('conversations', id)).toBe(true);
  });

  test('removes sessions and sign-ins of staff', async () => {
    await sql()`INSERT INTO sign_ins (user_id, at, kind, method, is_success) VALUES (${agent.id}, now() - interval '200 days', 'api', 'password', true)`;
    expect((await purgeClass(service.ctx, 'sign_ins'))?.rows).toBe(1);
    const [{ id } = { id: '' }] = await sql()`
      INSERT INTO sessions (id, user_id, kind, secret_hash, expires_at)
      VALUES (${randomUUID()}, ${agent.id}, 'api', 'x', now() - interval '40 days')
      RETURNING id`;
    expect((await purgeClass(service.ctx, 'sessions'))?.rows).toBe(1);
    expect(await exists('sessions', id)).toBe(false);
    expect((await agent.call('GET', '/tickets')).status).toBe(200);
  });

  test('erases customers who were deleted long ago', async () => {
    const made = await supervisor.call('POST', '/customers', { name: 'Ana Vieja', email: 'vieja@example.com' });
    const id = made.body.id as number;
    await supervisor.call('DELETE', `/customers/${id}`);
    expect(await purgeClass(service.ctx, 'deleted_customers')).toBeNull();
    await sql()`UPDATE customers SET deleted_at = now() - interval '400 days' WHERE id = ${id}`;
    expect((await purgeClass(service.ctx, 'deleted_customers'))?.rows).toBe(1);
    const [row] = await sql()`SELECT status, full_name AS name FROM customers WHERE id = ${id}`;
    expect(row?.status).toBe('ERASED');
    expect(row?.name).not.toContain('Vieja');
    const [receipt] = await sql()`SELECT reason, actor_id FROM customer_erasures WHERE customer_id = ${id}`;
    expect(receipt).toEqual({ reason: 'RETENTION_OVER', actor_id: null });
  });

  test('leaves a customer alone who is brought back just then', async () => {
    const made = await supervisor.call('POST', '/customers', { name: 'Vuelta a Tiempo' });
    const id = made.body.id as number;
    await supervisor.call('DELETE', `/customers/${id}`);
    await sql()`UPDATE customers SET deleted_at = now() - interval '400 days' WHERE id = ${id}`;
    let purging: Promise<unknown> = Promise.resolve();
    await sql().begin(async (tx) => {
      await tx`UPDATE customers SET deleted_at = NULL, is_active = true WHERE id = ${id}`;
      purging = purgeClass(service.ctx, 'deleted_customers');
      await eventually('the purge waits for them', async () => {
        const waiting = await sql()`
          SELECT 1 FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%FROM customers%'`;
        return waiting.length > 0;
      });
    });
    expect(await purging).toBeNull();
    expect((await supervisor.call('GET', `/customers/${id}`)).body).toMatchObject({
      status: 'ACTIVE',
      name: 'Vuelta a Tiempo',
    });
  });

  test('keeps for ever what is set to 0, and asks how long when it is run', async () => {
    const { id } = await conversation({ daysAgo: YEARS_6 });
    const put = (value: number) => admin.call('PUT', '/settings/system/retention.conversations_days', { value });
    expect((await put(0)).status).toBe(200);
    expect(await purgeClass(service.ctx, 'conversations')).toBeNull();
    expect(await exists('conversations', id)).toBe(true);
    expect((await put(7)).status).toBe(422);
    expect((await put(1_825)).status).toBe(200);
    expect((await purgeClass(service.ctx, 'conversations'))?.rows).toBe(1);
    const { form } = SETTING_RULES['retention.audit_days'];
    expect([0, 364, 365].map((days) => checkForm(form, days) === null)).toEqual([true, false, true]);
  });

  test('does not have its days counted anew without it', async () => {
    const late = async (run: Pick<typeof service.ctx.db, 'sql'>['sql'] = sql()) =>
      (await run`SELECT count(*)::int AS n FROM late_changes WHERE from_at < now() - interval '5 years'`)[0]?.n;
    await conversation({ daysAgo: 2_000 });
    const byHand = await conversation({ daysAgo: 2_001, status: 'human' });
    const before = await late();
    expect((await purgeClass(service.ctx, 'conversations'))?.rows).toBe(1);
    expect(await late()).toBe(before);
    await sql()`DELETE FROM conversations WHERE id = ${byHand.id}`;
    expect(await late()).toBe(before + 1);
    // Days of which something was removed are behind the first that is ever measured.
    const first = await findFirstDay(sql(), 'America/Mexico_City');
    expect(new Date(`${first}`).getTime()).toBeGreaterThan(Date.now() - 1_830 * 86_400_000);
  });

  test('goes on where one was cut off, and two at once remove nothing twice', async () => {
    await sql()`INSERT INTO data_purges (class, before, rows) VALUES ('conversations', now(), 40)`;
    const made = await Promise.all(Array.from({ length: 5 }, () => conversation({ daysAgo: YEARS_6 })));
    const both = await Promise.all([
      purgeClass(service.ctx, 'conversations'),
      purgeClass(service.ctx, 'conversations'),
    ]);
    const total = both.reduce((sum, one) => sum + (one?.rows ?? 0), 0);
    expect(total).toBe(40 + made.length);
    const [open] = await sql()`SELECT count(*)::int AS n FROM data_purges WHERE finished_at IS NULL`;
    expect(open?.n).toBe(0);
  });
});

describe('a legal hold', () => {
  const hold = (who: Staff, id: string, reason: string) =>
    who.call('PUT', `/conversations/${id}/legal-hold`, { reason });
  const release = (who: Staff, id: string) => who.call('DELETE', `/conversations/${id}/legal-hold`);

  test('on a conversation keeps it, its files, its traces, its tickets and its notices', async () => {
    const kept = await conversation({ daysAgo: YEARS_6, withFile: true });
    const held = await ticket(YEARS_6, { conversation_id: kept.id });
    await sql()`
      INSERT INTO notifications (type, status, category, kind, user_id, language, subject, body, conversation_id, created_at)
      VALUES ('IN_APP', 'SENT', 'CONVERSATION', 'mention', ${agent.id}, 'es', 'x', 'x', ${kept.id}, now() - interval '1 year')`;
    expect((await hold(agent, kept.id, 'Juicio 1')).status).toBe(403);
    const put = await hold(supervisor, kept.id, 'Juicio 1/2026');
    expect([put.status, put.body]).toEqual([
      200,
      expect.objectContaining({ kind: 'conversation', id: kept.id, reason: 'Juicio 1/2026', held_by: supervisor.name }),
    ]);
    expect((await dueOf('conversations')).held).toBe(1);
    for (const name of ['attachments', 'tickets', 'notifications'] as const)
      expect((await dueOf(name)).held, name).toBe(1);
    await purgePast(service.ctx);
    expect(await exists('conversations', kept.id)).toBe(true);
    expect(await exists('tickets', held)).toBe(true);
    expect(await files()).toContain(kept.file as string);
    expect(await sql()`SELECT 1 FROM turns WHERE id = ${kept.turnId} AND sources IS NOT NULL`).toHaveLength(1);
    expect(await sql()`SELECT 1 FROM messages WHERE conversation_id = ${kept.id}`).toHaveLength(3);
    expect(await sql()`SELECT 1 FROM notifications WHERE conversation_id = ${kept.id}`).toHaveLength(1);
    const listed = await supervisor.call('GET', '/retention/holds');
    expect(listed.body).toEqual([expect.objectContaining({ id: kept.id, reason: 'Juicio 1/2026' })]);
    expect((await release(supervisor, kept.id)).status).toBe(204);
    const deeds = await sql()`SELECT action FROM audit_log WHERE resource_id = ${kept.id} ORDER BY id`;
    expect(deeds.map(({ action }) => action)).toEqual(['conversation.hold', 'conversation.release_hold']);
    await purgePast(service.ctx);
    expect(await exists('conversations', kept.id)).toBe(false);
    expect(await files()).not.toContain(kept.file as string);
  });

  test('on a customer keeps what is theirs by proof, and what was said under their address', async () => {
    const made = await supervisor.call('POST', '/customers', { name: 'Eva Luna', email: 'eva.luna@example.com' });
    const customerId = made.body.id as number;
    const proven = await conversation({ daysAgo: YEARS_6, customerId });
    const said = await conversation({ daysAgo: YEARS_6, email: 'Eva.Luna@example.com' });
    const other = await conversation({ daysAgo: YEARS_6, email: 'otra@example.com' });
    await supervisor.call('PUT', `/customers/${customerId}/legal-hold`, { reason: 'Juicio 2' });
    await purgePast(service.ctx);
    expect(await Promise.all([proven, said, other].map(({ id }) => exists('conversations', id)))).toEqual([
      true,
      true,
      false,
    ]);
    await supervisor.call('DELETE', `/customers/${customerId}/legal-hold`);
    await purgePast(service.ctx);
    expect(await Promise.all([proven, said].map(({ id }) => exists('conversations', id)))).toEqual([false, false]);
  });

  test('is on once what is just being removed is gone: nothing goes after it', async () => {
    const made = await supervisor.call('POST', '/customers', { name: 'Olga Paz', email: 'olga.paz@example.com' });
    const chat = await conversation({ daysAgo: YEARS_6, withFile: true });
    const lock = await holdTable(service.database.url, 'attachments');
    const purging = purgeClass(service.ctx, 'attachments');
    await eventually('the purge waits for the files', lock.isAwaited);
    let answered = 0;
    const holding = [`/conversations/${chat.id}/legal-hold`, `/customers/${made.body.id}/legal-hold`].map(
      async (path) => {
        const { status } = await supervisor.call('PUT', path, { reason: 'Juicio 6' });
        answered += 1;
        return status;
      },
    );
    const waiting = () => sql()`
      SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
    await eventually('both holds wait for the purge', async () => (await waiting()).length === 2);
    expect(answered).toBe(0);
    await lock.release();
    expect((await purging)?.rows).toBeGreaterThanOrEqual(1);
    expect(await Promise.all(holding)).toEqual([200, 200]);
    await release(supervisor, chat.id);
    await supervisor.call('DELETE', `/customers/${made.body.id}/legal-hold`);
    await purgePast(service.ctx);
  });

  test('on one of their conversations keeps a person from being erased, by hand and by time', async () => {
    const made = await supervisor.call('POST', '/customers', { name: 'Iris Soto', email: 'iris@example.com' });
    const id = made.body.id as number;
    const chat = await conversation({ daysAgo: 10, customerId: id });
    await hold(supervisor, chat.id, 'Juicio 3');
    const refused = await admin.call('POST', `/customers/${id}/erase`, {});
    expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('Juicio 3')]);
    await sql()`UPDATE customers SET deleted_at = now() - interval '400 days' WHERE id = ${id}`;
    expect(await purgeClass(service.ctx, 'deleted_customers')).toBeNull();
    expect((await sql()`SELECT full_name AS name FROM customers WHERE id = ${id}`)[0]?.name).toBe('Iris Soto');
    await release(supervisor, chat.id);
    await eraseCustomer(service.ctx, { id: admin.id, fullName: admin.name }, id, 'PERSON_REQUEST');
  });

  test('says what is wrong with what was typed, in the panel too', async () => {
    const { id } = await conversation({ daysAgo: 1 });
    expect((await hold(supervisor, id, ' ')).status).toBe(422);
    expect((await hold(supervisor, randomUUID(), 'x')).status).toBe(404);
    const session = await logIntoPanel(service.origin, supervisor);
    const post = (fields: Record<string, string>, path = '') =>
      askPanel(service.origin, 'POST', `/retention/holds${path}`, session, fields);
    expect((await post({ id: 'nada', reason: 'x' })).status).toBe(422);
    expect((await post({ id, reason: '' })).status).toBe(422);
    expect((await post({ id, reason: 'Juicio <4>' })).status).toBeLessThan(400);
    const page = await (await askPanel(service.origin, 'GET', '/retention', session)).text();
    expect(page.includes('Juicio &lt;4&gt;')).toBe(true);
    expect((await post({}, `/${id}/release`)).status).toBeLessThan(400);
    expect((await supervisor.call('GET', '/retention/holds')).body).toEqual([]);
  });
});

describe('the audit log', () => {
  /** Entries of other months, in a chain that is whole. */
  async function history(months: number[], about: { type: string; id: string }) {
    await preparePartitions(sql(), new Date(Date.now() - Math.max(...months) * 31 * 86_400_000));
    await rm(service.ctx.config.auditAnchors.folder, { recursive: true, force: true });
    await sql().begin(async (tx) => {
      await tx`ALTER TABLE audit_log DISABLE TRIGGER USER`;
      await tx`DELETE FROM audit_log`;
      await tx`DELETE FROM audit_verifications`;
      await tx`DELETE FROM audit_anchors`;
      for (const [at, ago] of months.entries()) {
        await tx`
          INSERT INTO audit_log (id, at, actor_name, action, resource_type, resource_id, status, previous_hash, hash)
          VALUES (${at + 1}, now() - make_interval(months => ${ago}), 'Ana', 'ticket.read', ${about.type}, ${about.id},
            'success', coalesce((SELECT hash FROM audit_log WHERE id = ${at}), ''), '')`;
        await tx`UPDATE audit_log l SET hash = audit_log_hash(l) WHERE id = ${at + 1}`;
      }
      await tx`UPDATE audit_chain SET (last_id, last_at, last_hash) = (SELECT id, at, hash FROM audit_log ORDER BY id DESC LIMIT 1), cut_id = 0, cut_hash = ''`;
      await tx`ALTER TABLE audit_log ENABLE TRIGGER USER`;
    });
  }
  const verify = async () => (await admin.call('GET', '/audit/verify')).body;

  test('goes by whole months, and what is left is still a chain', async () => {
    await history([150, 140, 130, 20, 10, 0], { type: 'ticket', id: 'TKT-X' });
    expect(await verify()).toMatchObject({ valid: true });
    expect(await dueOf('audit')).toMatchObject({ count: 3 });
    expect(await purgeClass(service.ctx, 'audit')).toMatchObject({ rows: 3 });
    const [first] = await sql()`SELECT min(id)::int AS id FROM audit_log`;
    expect(first?.id).toBe(4);
    expect(await verify()).toMatchObject({ valid: true });
    await sql()`ALTER TABLE audit_log DISABLE TRIGGER USER`;
    await sql()`UPDATE audit_log SET previous_hash = 'x', actor_name = 'Nadie' WHERE id = 4`;
    await sql()`ALTER TABLE audit_log ENABLE TRIGGER USER`;
    expect(await verify()).toMatchObject({ valid: false, first_bad_id: 4 });
    await history([0], { type: 'ticket', id: 'TKT-X' });
  });

  test('is still a chain for who looks at it while months of it go', async () => {
    await history([150, 140, 20, 0], { type: 'ticket', id: 'TKT-X' });
    const lock = await holdTable(service.database.url, 'audit_log');
    const looking = walkChain(sql(), null, { checkAnchors: async () => null });
    await eventually('the look waits for the log', lock.isAwaited);
    const [cut] = await lock.tx`SELECT entries::int FROM cut_audit(now() - interval '100 months')`;
    expect(cut?.entries).toBe(2);
    await lock.release();
    expect(await looking).toMatchObject({ point: { entries: 2, lastId: 4 }, bad: null });
  });

  test('keeps what is younger than a year, whoever asks for it', async () => {
    await history([30, 11, 2, 0], { type: 'ticket', id: 'TKT-X' });
    const [cut] = await sql()`SELECT entries::int, partitions FROM cut_audit(now())`;
    expect(cut?.entries).toBe(1);
    expect((await sql()`SELECT count(*)::int AS n FROM audit_log`)[0]?.n).toBe(3);
    expect(await verify()).toMatchObject({ valid: true });
  });

  test('keeps months that name what a hold is on, and those after them', async () => {
    const { id } = await conversation({ daysAgo: 5 });
    await history([150, 140, 0], { type: 'conversation', id });
    await supervisor.call('PUT', `/conversations/${id}/legal-hold`, { reason: 'Juicio 5' });
    expect(await dueOf('audit')).toMatchObject({ count: 0, held: 2, oldest: null });
    expect((await purgeClass(service.ctx, 'audit'))?.rows ?? 0).toBe(0);
    expect((await sql()`SELECT min(id)::int AS id FROM audit_log`)[0]?.id).toBe(1);
    await supervisor.call('DELETE', `/conversations/${id}/legal-hold`);
    expect(await dueOf('audit')).toMatchObject({ count: 2, held: 0 });
    expect((await purgeClass(service.ctx, 'audit'))?.rows).toBe(2);
  });
});

test('the command says what would go, and removes it only without --dry-run', async () => {
  const { id } = await conversation({ daysAgo: YEARS_6 });
  const run = async (...args: string[]) => {
    const child = Bun.spawn([process.execPath, join(import.meta.dir, '../../src/main.ts'), 'purge', ...args], {
      env: {
        ...{ PATH: process.env.PATH, DATABASE_URL: service.database.url, DATA_DIR: service.ctx.config.dataDir },
        ...{ SECRET_KEY: service.ctx.config.secretKey, LOG_LEVEL: 'critical' },
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const text = (await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])).join('');
    return { exitCode: await child.exited, text };
  };
  const dry = await run('--dry-run');
  expect(dry.text).toMatch(/conversations +kept 1825 days +1 to go, the oldest of 20/);
  expect(dry.exitCode).toBe(0);
  expect(await exists('conversations', id)).toBe(true);
  expect((await run('--what')).exitCode).toBe(1);
  const real = await run();
  expect(real.text).toMatch(/conversations +1 rows/);
  expect(await exists('conversations', id)).toBe(false);
});
