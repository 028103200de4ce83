import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test';
import type postgres from 'postgres';
import { verifyRoutinely } from '../../src/features/audit/verification.ts';
import { identityToken, say, startChat } from '../support/client.ts';
import { PanelSession } from '../support/panel-session.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';

const SECRET_WORD = 'Zanahoria-Morada';

let service: Service;
let other: Service;
let boss: Staff;
let clerk: Staff;
let chief: Staff;

beforeAll(async () => {
  // The look at the chain is had by the tests alone, who change it.
  service = await startService({ resting: ['audit_chain', 'audit_anchor'] });
  other = await startService({ database: service.database });
  [boss, clerk, chief] = await Promise.all([
    newStaff(service, 'ADMIN', 'Ada Vélez'),
    newStaff(service, 'AGENT', 'Ana Torres'),
    newStaff(service, 'SUPERVISOR', 'Omar Ruiz'),
  ]);
});

afterAll(async () => {
  await other.stop();
  await service.stop();
});

const sql = (): postgres.Sql => service.ctx.db.sql;
const verify = async () => (await boss.call('GET', '/audit/verify')).body;
const entries = async (query: Record<string, string>) =>
  (await boss.call('GET', `/audit?${new URLSearchParams({ limit: '500', ...query })}`)).body;

describe('the log', () => {
  test('is found by who, what, about what, how it ended and when', async () => {
    await clerk.call('POST', '/tickets', { subject: 'Un caso' });
    const own = await entries({ user_id: String(clerk.id) });
    expect(new Set(own.map(({ action }: { action: string }) => action))).toEqual(
      new Set(['auth.login', 'ticket.create']),
    );
    expect(own[0].id).toBeGreaterThan(own[1].id);
    const both = await entries({ action: 'ticket.*', resource_type: 'TICKET' });
    expect(both.every(({ action }: { action: string }) => action.startsWith('ticket.'))).toBe(true);
    expect(await entries({ resource_id: own[0].resource_id })).toEqual([own[0]]);
    expect(await entries({ user_id: String(clerk.id), status: 'failure' })).toEqual([]);
    const at = new Date(own[0].timestamp);
    const since = (from: Date, to: Date) =>
      entries({ user_id: String(clerk.id), from: from.toISOString(), to: to.toISOString() });
    expect(await since(at, new Date(at.getTime() + 1))).toEqual([own[0]]);
    expect(await since(new Date(at.getTime() + 1), new Date(at.getTime() + 60_000))).toEqual([]);
    const paged = await boss.call('GET', `/audit?user_id=${clerk.id}&skip=1&limit=1`);
    expect([paged.body, paged.headers.get('x-total-count')]).toEqual([[own[1]], '2']);
  });

  test('says in the panel that it goes on, of what is filtered for alone', async () => {
    const session = await PanelSession.open(service, boss);
    const page = await session.get('/panel/audit?about=ticket');
    const news = (/id="audit-news"[^>]* hx-get="([^"]*)"/.exec(page.text)?.[1] ?? '').replaceAll('&amp;', '&');
    expect(news).toMatch(/^\/panel\/audit\/news\?about=ticket&after=\d+$/);
    const said = async (path: string) => />([^<>]*(?:registros?) nuevos?)</.exec((await session.get(path)).text)?.[1];
    expect(await said(news)).toBeUndefined();
    await boss.call('POST', '/tickets', { subject: 'Uno' });
    expect(await said(news)).toBe('Ver 1 registro nuevo');
    await boss.call('POST', '/tickets', { subject: 'Dos' });
    expect(await said(news)).toBe('Ver 2 registros nuevos');
    expect(await said(news.replace('ticket', 'webhook'))).toBeUndefined();
    expect(await said('/panel/audit/news?after=0')).toBeDefined();
  });

  test('leads in the panel to what is there, and nowhere for what is gone', async () => {
    const { body: ticket } = await clerk.call('POST', '/tickets', { subject: 'Se queda' });
    const { body: webhook } = await boss.call('POST', '/webhooks', {
      url: 'https://203.0.113.10/hook',
      events: ['ticket_created'],
    });
    await boss.call('DELETE', `/webhooks/${webhook.id}`);
    const page = await (await PanelSession.open(service, boss)).get('/panel/audit');
    expect(page.text).toContain(`href="/panel/tickets/${ticket.ticket_id}"`);
    expect(page.text).toContain('borró un webhook');
    expect(page.text).not.toContain(`href="/panel/webhooks/${webhook.id}"`);
  });

  test('says which part of a question it does not understand', async () => {
    const wrong = await boss.call('GET', '/audit?from=ayer&to=2026-13-45&status=quizás');
    expect([wrong.status, wrong.body.errors.map(({ field }: { field: string }) => field)]).toEqual([
      422,
      ['status', 'from', 'to'],
    ]);
    for (const from of ['0000-01-01', '0000-01-01T00:00:00Z']) {
      expect((await boss.call('GET', `/audit?from=${from}`)).status).toBe(422);
    }
  });

  test('is for administrators alone, and reading it stands in it', async () => {
    for (const path of ['/audit', '/audit/verify', '/audit/export']) {
      expect((await clerk.call('GET', path)).status).toBe(403);
      expect((await chief.call('GET', path)).status).toBe(403);
    }
    const reading = await entries({ action: 'audit.read' });
    expect(reading.length).toBe(1);
    expect(reading[0].user_id).toBe(boss.id);
  });

  test('is exported as CSV whose cells are inert, and as JSON; the export stands in it', async () => {
    const evil = await newStaff(service, 'ADMIN', '=HYPERLINK("http://evil")');
    await boss.call('PATCH', `/users/${evil.id}`, { full_name: '+Otra' });
    const csv = await boss.call('GET', `/audit/export?user_id=${evil.id}`);
    expect(csv.headers.get('content-type')).toContain('text/csv');
    expect(csv.body.split('\r\n')[0]).toBe(
      'id,timestamp,user_id,user_name,is_api_key,action,resource_type,resource_id,status,details,hash',
    );
    expect(csv.body).toContain(`"'=HYPERLINK(""http://evil"")"`);
    const json = await boss.call('GET', `/audit/export?format=json&user_id=${evil.id}`);
    expect(json.body.map(({ action }: { action: string }) => action)).toEqual(['auth.login']);
    const [latest] = await entries({ action: 'audit.export' });
    expect(latest.details).toEqual({ format: 'json', filters: ['actorId'] });
  });
});

describe('readings of personal data', () => {
  test('leave one entry for minutes of looking, over all workers, with ids alone', async () => {
    const chat = await startChat(service.origin, {
      metadata: { language: 'es', name: SECRET_WORD, email: 'zanahoria@example.com' },
    });
    await say(service.origin, chat, `Hola, soy ${SECRET_WORD}`);
    await Promise.all([
      chief.call('GET', `/conversations/${chat.id}`),
      chief.call('GET', `/conversations/${chat.id}`, undefined, other.origin),
      chief.call('GET', `/conversations/${chat.id}`),
    ]);
    await chief.call('GET', `/conversations/${chat.id}`, undefined, other.origin);
    const read = await entries({ action: 'conversation.read', resource_id: chat.id });
    // Two workers that begin at the same moment may both write it.
    expect([1, 2]).toContain(read.length);
    await clerk.call('GET', `/conversations/${chat.id}`);
    expect((await entries({ action: 'conversation.read', resource_id: chat.id })).length).toBe(read.length + 1);
    await chief.call('GET', `/conversations?q=${SECRET_WORD}`);
    await chief.call('GET', `/tickets?q=${SECRET_WORD}`);
    await chief.call('GET', `/conversations/${chat.id}/transcript?format=txt`);
    await chief.call('GET', `/conversations/${chat.id}/transcript?format=txt`);
    const actions = (await entries({ user_id: String(chief.id) })).map(({ action }: { action: string }) => action);
    for (const action of ['conversation.search', 'ticket.search']) {
      expect(actions.filter((one: string) => one === action)).toHaveLength(1);
    }
    // Taking something away is a deed: each is written down.
    expect(actions.filter((one: string) => one === 'conversation.export')).toHaveLength(2);
    const ticket = await clerk.call('POST', '/tickets', {
      subject: SECRET_WORD,
      customer_email: 'zanahoria@example.com',
    });
    await chief.call('GET', `/tickets/${ticket.body.ticket_id}/history`);
    await chief.call('GET', `/tickets/${ticket.body.ticket_id}/messages`);
    expect(await entries({ action: 'ticket.read', resource_id: ticket.body.ticket_id })).toHaveLength(1);
  });

  test('and deeds keep nothing of what a customer or an agent wrote', async () => {
    const chat = await startChat(service.origin, { identity_token: identityToken('CUST-0001') });
    await say(service.origin, chat, '¿Cuál es mi saldo?');
    await clerk.call('POST', `/conversations/${chat.id}/takeover`, {});
    await clerk.call('POST', `/conversations/${chat.id}/notes`, { note: SECRET_WORD });
    await clerk.call('PATCH', `/conversations/${chat.id}`, { tags: [SECRET_WORD.toLowerCase()], priority: 'HIGH' });
    await clerk.call('POST', `/conversations/${chat.id}/transfer`, { agent_id: null, reason: SECRET_WORD });
    const ticket = await clerk.call('POST', '/tickets', { subject: SECRET_WORD, description: SECRET_WORD });
    const path = `/tickets/${ticket.body.ticket_id}`;
    await clerk.call('POST', `${path}/notes`, { note: SECRET_WORD });
    await clerk.call('PUT', path, { priority: 'HIGH', category: 'cards' });
    await clerk.call('PATCH', `${path}/status`, { status: 'RESOLVED', resolution_notes: SECRET_WORD });
    const rows = await sql()<{ line: string }[]>`
      SELECT row_to_json(a)::text AS line FROM audit_log a
      WHERE row_to_json(a)::text ILIKE ${`%${SECRET_WORD}%`} OR row_to_json(a)::text ILIKE '%zanahoria@example.com%'`;
    expect(rows.map(({ line }) => line)).toEqual([]);
  });
});

describe('the chain', () => {
  /** As somebody with all rights on the database would. */
  const tamper = async (work: (tx: postgres.TransactionSql) => Promise<unknown>): Promise<void> => {
    await sql().begin(async (tx) => {
      await tx`ALTER TABLE audit_log DISABLE TRIGGER USER`;
      await work(tx);
      await tx`ALTER TABLE audit_log ENABLE TRIGGER USER`;
    });
  };
  const COLUMNS =
    'id, at, actor_id, actor_name, action, resource_type, resource_id, status, details, previous_hash, hash';

  /** What a test does to the log is undone after it, entry by entry. */
  const withCopy = async (): Promise<void> => {
    await sql()`DROP TABLE IF EXISTS audit_copy`;
    await sql()`CREATE TABLE audit_copy AS SELECT * FROM audit_log`;
  };
  afterEach(async () => {
    const [copy] = await sql()`SELECT to_regclass('audit_copy') AS name`;
    if (!copy?.name) return;
    await tamper(async (tx) => {
      await tx`DELETE FROM audit_log`;
      await tx.unsafe(`INSERT INTO audit_log (${COLUMNS}) SELECT ${COLUMNS} FROM audit_copy`);
      await tx`UPDATE audit_chain SET (last_id, last_at, last_hash) = (
        SELECT id, at, hash FROM audit_log ORDER BY id DESC LIMIT 1)`;
      await tx`DELETE FROM audit_verifications`;
      await tx`DROP TABLE audit_copy`;
    });
    expect((await verify()).valid).toBe(true);
  });

  test('holds while several workers write at once, without a gap', async () => {
    const writes = Array.from({ length: 60 }, (_, at) =>
      clerk.call('POST', '/tickets', { subject: `Caso ${at}` }, at % 2 ? service.origin : other.origin),
    );
    await Promise.all(writes);
    const { valid, entries: count } = await verify();
    const [row] = await sql()`SELECT count(*)::int AS total, max(id)::int AS newest FROM audit_log`;
    expect(valid).toBe(true);
    expect(row?.total).toBe(row?.newest);
    // The look itself is an entry: at its end it has seen it.
    expect(count).toBe(row?.total);
  });

  test('shows an entry that was changed', async () => {
    await withCopy();
    await tamper((tx) => tx`UPDATE audit_log SET actor_name = 'Nadie' WHERE id = 5`);
    expect(await verify()).toMatchObject({ valid: false, first_bad_id: 5, fault: 'changed' });
  });

  test('shows an entry that was removed, at the beginning too', async () => {
    await withCopy();
    await tamper((tx) => tx`DELETE FROM audit_log WHERE id = 6`);
    expect(await verify()).toMatchObject({ valid: false, first_bad_id: 7, fault: 'out_of_chain' });
    await tamper((tx) => tx`DELETE FROM audit_log WHERE id < 6`);
    expect(await verify()).toMatchObject({ valid: false, first_bad_id: 7, fault: 'out_of_chain' });
  });

  test('shows an entry that was put in', async () => {
    await withCopy();
    await tamper(async (tx) => {
      await tx`UPDATE audit_log SET id = -id WHERE id > 8`;
      await tx`UPDATE audit_log SET id = -id + 1 WHERE id < 0`;
      await tx.unsafe(`INSERT INTO audit_log (${COLUMNS})
        SELECT 9, at, actor_id, actor_name, action, resource_type, resource_id, status, details, hash, hash
        FROM audit_log WHERE id = 8`);
    });
    expect(await verify()).toMatchObject({ valid: false, first_bad_id: 9, fault: 'changed' });
  });

  test('shows two entries that changed places', async () => {
    await withCopy();
    await tamper(async (tx) => {
      await tx`UPDATE audit_log SET id = -1 WHERE id = 4`;
      await tx`UPDATE audit_log SET id = 4 WHERE id = 7`;
      await tx`UPDATE audit_log SET id = 7 WHERE id = -1`;
    });
    expect(await verify()).toMatchObject({ valid: false, first_bad_id: 4 });
  });

  test('shows an end that was cut off below an earlier look, and tells the administrators once', async () => {
    await withCopy();
    await verifyRoutinely(service.ctx);
    const [point] = await sql()`SELECT max(last_id)::int AS id FROM audit_verifications WHERE status = 'valid'`;
    await tamper((tx) => tx`DELETE FROM audit_log WHERE id > ${Number(point?.id) - 3}`);
    await verifyRoutinely(service.ctx);
    await verifyRoutinely(other.ctx);
    const told = await sql()`
      SELECT user_id, subject FROM notifications WHERE kind = 'audit_broken' AND type = 'IN_APP' AND user_id = ${boss.id}`;
    expect(told).toHaveLength(1);
    const found = await sql()`SELECT first_bad_id::int AS id, fault FROM audit_verifications WHERE status = 'broken'`;
    expect(found.map(({ id, fault }) => [id, fault])).toEqual([[Number(point?.id) - 2, 'missing']]);
    // A new entry does not take the place of the first that is gone.
    expect(await verify()).toMatchObject({ valid: false, first_bad_id: Number(point?.id) - 2, fault: 'missing' });
  });

  test('shows an end that was cut off before anybody looked', async () => {
    await withCopy();
    const [last] = await sql()`SELECT max(id)::int AS id FROM audit_log`;
    await sql()`DELETE FROM audit_verifications`;
    await tamper((tx) => tx`DELETE FROM audit_log WHERE id = ${last?.id}`);
    expect(await verify()).toMatchObject({ valid: false, first_bad_id: Number(last?.id) + 1, fault: 'out_of_chain' });
  });

  test('shows a chain that was reckoned anew below an earlier look', async () => {
    await withCopy();
    await verifyRoutinely(service.ctx);
    await tamper(async (tx) => {
      await tx`UPDATE audit_log SET actor_name = 'Nadie' WHERE id = 3`;
      const ids = await tx<{ id: number }[]>`SELECT id::int FROM audit_log WHERE id >= 3 ORDER BY id`;
      for (const { id } of ids) {
        await tx`
          UPDATE audit_log l SET previous_hash = p.hash FROM audit_log p WHERE l.id = ${id} AND p.id = ${id - 1}`;
        await tx`UPDATE audit_log l SET hash = audit_log_hash(l) WHERE id = ${id}`;
      }
    });
    expect(await verify()).toMatchObject({ valid: false, fault: 'rewritten' });
  });

  test('is looked at from where it was last found whole', async () => {
    await verifyRoutinely(service.ctx);
    const answer = await boss.call('GET', '/audit/verify?scope=new');
    const [row] = await sql()`SELECT count(*)::int AS total FROM audit_log`;
    expect(answer.body).toEqual({ valid: true, entries: row?.total });
  });
});
