import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test';
import { createHmac } from 'node:crypto';
import { purgeClass } from '../../src/features/retention/purge.ts';
import { WEBHOOK_EVENTS } from '../../src/features/webhooks/model.ts';
import { emitWebhook, insertWebhook } from '../../src/features/webhooks/queries.ts';
import { pauseOf, post } from '../../src/features/webhooks/sending.ts';
import { WebhookPost } from '../../src/jobs/webhooks.ts';
import { call, say, startChat } from '../support/client.ts';
import { eventually as eventuallyIs } from '../support/eventually.ts';
import { holdLock } from '../support/held-lock.ts';
import { HookReceiver, verified } from '../support/hook-receiver.ts';
import { type Service, startContext, startService } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';
import { startStopwatch } from '../support/stopwatch.ts';
import { holdTable, type TableLock } from '../support/table-lock.ts';

const SECRET_WORD = 'Zanahoria-Morada';

let service: Service;
let other: Service;
let strict: Service;
let boss: Staff;
let clerk: Staff;
let receiver: HookReceiver;

beforeAll(async () => {
  const env = { WEBHOOK_ALLOW_PRIVATE: 'true' };
  service = await startService({ env });
  other = await startService({ env, database: service.database });
  strict = await startService();
  receiver = new HookReceiver();
  [boss, clerk] = await Promise.all([
    newStaff(service, 'ADMIN', 'Ada Vélez'),
    newStaff(service, 'AGENT', 'Ana Torres'),
  ]);
});

beforeEach(async () => {
  await sql()`DELETE FROM webhooks`;
  receiver.received.length = 0;
  receiver.answer = () => new Response('ok');
});

afterAll(async () => {
  await Promise.all([other.stop(), strict.stop()]);
  await service.stop();
  await receiver.stop();
});

const sql = () => service.ctx.db.sql;
const create = async (events: string[], fields: Record<string, unknown> = {}) => {
  const { body } = await boss.call('POST', '/webhooks', { url: receiver.url(), events, ...fields });
  return body as { id: number; secret: string };
};
const deliveries = async (id: number, query = '') =>
  (await boss.call('GET', `/webhooks/${id}/deliveries${query}`)).body;
const eventually = (isTrue: () => Promise<boolean>): Promise<void> => eventuallyIs('it is so', isTrue);
/** As if its time had come. */
const hurry = (id: number) =>
  sql()`UPDATE webhook_deliveries SET next_attempt_at = now() WHERE webhook_id = ${id} AND status = 'PENDING'`;

describe('what is posted', () => {
  test('is signed so that the library and a hand-written check accept it, and nothing forged or late', async () => {
    const { id, secret } = await create(['ticket_created']);
    const ticket = await clerk.call('POST', '/tickets', { subject: SECRET_WORD });
    const received = await receiver.of('ticket_created');
    const payload = verified(secret, received);
    expect(payload.data.ticket_id).toBe(ticket.body.ticket_id);
    const [t, v1] = (received.headers['x-joxai-signature'] ?? '').split(',').map((part) => part.split('=', 2)[1]);
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
    expect(v1).toBe(createHmac('sha256', key).update(`${t}.${received.body}`).digest('hex'));
    const forged = { ...received, body: received.body.replace('OPEN', 'CLOSED') };
    expect(() => verified(secret, forged)).toThrow('No matching signature');
    const foreign = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    expect(() => verified(foreign, received)).toThrow('No matching signature');
    const old = String(Number(received.headers['webhook-timestamp']) - 600);
    const replayed = { ...received, headers: { ...received.headers, 'webhook-timestamp': old } };
    expect(() => verified(secret, replayed)).toThrow('too old');
    // Whoever only moves the time has no signature for it.
    const later = String(Number(received.headers['webhook-timestamp']) + 1);
    const moved = { ...received, headers: { ...received.headers, 'webhook-timestamp': later } };
    expect(() => verified(secret, moved)).toThrow('No matching signature');
    await eventually(async () => (await deliveries(id))[0].status === 'SENT');
    const [sent] = await deliveries(id);
    expect(sent).toMatchObject({ response_status: 200, error: null, message_id: received.headers['webhook-id'] });
    expect(sent.attempts[0].answer).toBe('ok');
  });

  test('is every event that happens, with ids and states, once over all workers', async () => {
    const { secret } = await create([...WEBHOOK_EVENTS]);
    const chat = await startChat(other.origin, { metadata: { language: 'es', name: SECRET_WORD } });
    await say(other.origin, chat, `Hola, soy ${SECRET_WORD}`);
    await call(service.origin, 'POST', '/api/v1/chat/escalate', {
      token: chat.token,
      body: { conversation_id: chat.id },
    });
    const ticket = await clerk.call('POST', '/tickets', { subject: SECRET_WORD, description: SECRET_WORD });
    const path = `/tickets/${ticket.body.ticket_id}`;
    await clerk.call('POST', `${path}/assign`, { agent_id: clerk.id });
    await clerk.call('PUT', path, { priority: 'HIGH' });
    await clerk.call('PATCH', `${path}/status`, { status: 'RESOLVED', resolution_notes: SECRET_WORD });
    await sql()`
      INSERT INTO ticket_sla_events (ticket_id, clock, event, due_at)
      SELECT id, 'resolution', 'breached', now() FROM tickets WHERE reference = ${ticket.body.ticket_id}`;
    await call(service.origin, 'POST', '/api/v1/chat/end', { token: chat.token, body: { conversation_id: chat.id } });
    await call(service.origin, 'POST', '/api/v1/chat/feedback', {
      token: chat.token,
      body: { conversation_id: chat.id, rating: 2, comment: SECRET_WORD },
    });
    await sql().begin((tx) => emitWebhook(tx, 'article_published', { article_id: 3, language: 'es' }));
    await sql()`
      INSERT INTO notifications (type, category, kind, user_id, language, subject, body)
      VALUES ('IN_APP', 'SYSTEM', 'mention', ${clerk.id}, 'es', ${SECRET_WORD}, ${SECRET_WORD})`;
    for (const event of WEBHOOK_EVENTS) {
      const received = await receiver.of(event);
      const { type, timestamp, data } = verified(secret, received);
      expect([type, Number.isNaN(Date.parse(timestamp))]).toEqual([event, false]);
      expect(JSON.stringify(data)).not.toContain(SECRET_WORD);
    }
    const escalated = await receiver.of('conversation_escalated');
    expect(JSON.parse(escalated.body).data).toMatchObject({ conversation_id: chat.id, status: 'waiting' });
    const changed = await receiver.of('ticket_updated');
    expect(JSON.parse(changed.body).data).toMatchObject({
      field: 'priority',
      from: 'MEDIUM',
      to: 'HIGH',
      changed_by: clerk.id,
    });
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('holds what people wrote only where the webhook asks for it, and the outbox never does', async () => {
    const { id, secret } = await create(['new_message', 'ticket_created'], { include_contents: true });
    const chat = await startChat(service.origin, { metadata: { language: 'es' } });
    await say(service.origin, chat, `Mi palabra es ${SECRET_WORD}`);
    await clerk.call('POST', '/tickets', { subject: SECRET_WORD });
    // The customer's and the assistant's, in whichever order they come.
    const messages = [await receiver.of('new_message'), await receiver.of('new_message', 2)];
    const told = messages.map((message) => verified(secret, message).data);
    expect(told.find(({ role }) => role === 'customer').contents.text).toContain(SECRET_WORD);
    const ticket = await receiver.of('ticket_created');
    expect(verified(secret, ticket).data.contents.subject).toBe(SECRET_WORD);
    const kept = await sql()`
      SELECT 1 FROM webhook_deliveries d WHERE webhook_id = ${id} AND row_to_json(d)::text LIKE ${`%${SECRET_WORD}%`}`;
    expect(kept).toHaveLength(0);
  });

  test('is written with what happened: what is rolled back is not told', async () => {
    const { id } = await create(['article_published']);
    await sql()
      .begin(async (tx) => {
        await emitWebhook(tx, 'article_published', { article_id: 1 });
        throw new Error('no');
      })
      .catch(() => {});
    await sql().begin((tx) => emitWebhook(tx, 'article_published', { article_id: 2 }));
    const received = await receiver.of('article_published');
    expect(JSON.parse(received.body).data).toEqual({ article_id: 2 });
    expect(await deliveries(id)).toHaveLength(1);
  });
});

test('what was taken while the database was not to be had is noted later, and not posted again', async () => {
  const { ctx, database, stop } = await startContext({ WEBHOOK_ALLOW_PRIVATE: 'true' });
  const { sql } = ctx.db;
  const fields = { url: receiver.url(), description: '', events: ['article_published'], includeContents: false };
  const [admin] = await sql<{ id: number }[]>`SELECT min(id) AS id FROM users`;
  await insertWebhook(sql, fields, ctx.vault.seal(`whsec_${Buffer.alloc(32, 7).toString('base64')}`), admin?.id ?? 0);
  await sql.begin((tx) => emitWebhook(tx, 'article_published', { article_id: 1 }));
  const locked = Promise.withResolvers<TableLock>();
  receiver.answer = async () => {
    locked.resolve(await holdTable(database.url, 'webhook_deliveries'));
    return new Response('ok');
  };
  const posting = new WebhookPost(ctx);
  const running = posting.runPending();
  const lock = await locked.promise;
  await eventually(lock.isAwaited);
  // Until it waits no longer: the lock was not to be had in time.
  await eventually(async () => !(await lock.isAwaited()));
  await lock.release();
  await running;
  await posting.stop(10_000);
  expect([...(await sql`SELECT status, attempts FROM webhook_deliveries`)]).toEqual([{ status: 'SENT', attempts: 1 }]);
  expect(receiver.received).toHaveLength(1);
  await stop();
}, 40_000);

test('a webhook whose host is gone can be disabled and described, and not be enabled', async () => {
  const { id } = await create(['ticket_created']);
  await sql()`UPDATE webhooks SET url = 'https://gone.invalid/hook' WHERE id = ${id}`;
  const change = (fields: object) => boss.call('PATCH', `/webhooks/${id}`, fields);
  expect((await change({ status: 'DISABLED', description: 'Fuera' })).body).toMatchObject({ status: 'DISABLED' });
  expect((await change({ url: 'https://gone.invalid/hook', events: ['ticket_updated'] })).status).toBe(200);
  for (const fields of [{ status: 'ACTIVE' }, { url: 'https://also-gone.invalid/hook' }])
    expect((await change(fields)).body.errors).toMatchObject([{ field: 'url' }]);
});

test('a receiver may answer anything: bytes that are no text are kept from the log, and the delivery is taken', async () => {
  const { id } = await create(['ticket_created']);
  receiver.answer = () => new Response(new Uint8Array([0x6f, 0x6b, 0x00, 0xff, 0x00]));
  await clerk.call('POST', '/tickets', { subject: 'Uno' });
  await receiver.of('ticket_created');
  await eventually(async () => (await deliveries(id))[0].status === 'SENT');
  expect((await deliveries(id))[0].attempts).toMatchObject([{ status: 200, answer: 'ok\uFFFD\uFFFD\uFFFD' }]);
});

test('a worker that stops waits for what is on its way, also for what it was just claiming', async () => {
  const { ctx, database, stop } = await startContext({ WEBHOOK_ALLOW_PRIVATE: 'true' });
  const { sql } = ctx.db;
  const [admin] = await sql<{ id: number }[]>`SELECT min(id) AS id FROM users`;
  const add = (secret: string) => {
    const fields = { url: receiver.url(), description: '', events: ['article_published'], includeContents: false };
    return insertWebhook(sql, fields, secret, admin?.id ?? 0);
  };
  // One fails at once, as nothing opens its secret; the other is under way until the receiver answers.
  await add('nothing that was sealed');
  const { id } = await add(ctx.vault.seal(`whsec_${Buffer.alloc(32, 7).toString('base64')}`));
  await sql.begin((tx) => emitWebhook(tx, 'article_published', { article_id: 1 }));
  const answering = Promise.withResolvers<void>();
  receiver.answer = async () => {
    await answering.promise;
    return new Response('ok');
  };
  const posting = new WebhookPost(ctx);
  const lock = await holdTable(database.url, 'webhook_deliveries');
  const running = posting.runPending();
  await eventually(lock.isAwaited);
  let hasStopped = false;
  const stopped = posting.stop(30_000).then(() => {
    hasStopped = true;
  });
  await lock.release();
  await receiver.of('article_published');
  await running;
  await new Promise(setImmediate);
  expect(hasStopped).toBe(false);
  answering.resolve();
  await stopped;
  const [sent] = await sql`SELECT status FROM webhook_deliveries WHERE webhook_id = ${id}`;
  expect(sent?.status).toBe('SENT');
  await stop();
});

describe('a receiver that does not take it', () => {
  test('is asked again later under the same id, and its answers stand in the log', async () => {
    const { id, secret } = await create(['ticket_created']);
    receiver.answer = () => new Response(`Tarjeta 4111 1111 1111 1111 ${'x'.repeat(5_000)}`, { status: 500 });
    await clerk.call('POST', '/tickets', { subject: 'Uno' });
    await receiver.of('ticket_created');
    await eventually(async () => (await deliveries(id))[0].attempts.length === 1);
    const [waiting] = await deliveries(id);
    expect(waiting).toMatchObject({ status: 'PENDING', response_status: 500, error: 'status' });
    expect(waiting.attempts[0].answer.length).toBeLessThanOrEqual(1_024);
    expect(waiting.attempts[0].answer).not.toContain('4111');
    const pause = Date.parse(waiting.next_attempt_at) - Date.parse(waiting.attempts[0].at);
    expect(pause).toBeGreaterThan(3_000);
    expect(pause).toBeLessThan(9_000);
    await eventually(async () => (await boss.call('GET', `/webhooks/${id}`)).body.failing_since !== null);
    receiver.answer = () => new Response('ok');
    await hurry(id);
    const [first, second] = [await receiver.of('ticket_created'), await receiver.of('ticket_created', 2)];
    expect(second.headers['webhook-id']).toBe(first.headers['webhook-id'] ?? '');
    expect(verified(secret, second).data).toEqual(JSON.parse(first.body).data);
    await eventually(async () => (await boss.call('GET', `/webhooks/${id}`)).body.failing_since === null);
    expect((await deliveries(id))[0]).toMatchObject({ status: 'SENT', response_status: 200 });
  });

  test('but asks for time is left alone for so long, with all that waits for it', async () => {
    const { id } = await create(['ticket_created']);
    receiver.answer = () => new Response('later', { status: 503 });
    await clerk.call('POST', '/tickets', { subject: 'Uno' });
    await eventually(async () => (await deliveries(id))[0]?.attempts.length === 1);
    receiver.answer = () => new Response('too many', { status: 429, headers: { 'retry-after': '600' } });
    await clerk.call('POST', '/tickets', { subject: 'Dos' });
    await eventually(async () => (await deliveries(id))[0]?.response_status === 429);
    const waits = async () =>
      (await deliveries(id)).map((one: { next_attempt_at: string }) =>
        Math.round((Date.parse(one.next_attempt_at) - Date.now()) / 60_000),
      );
    await eventually(async () => (await waits()).every((minutes: number) => minutes === 10));
    // Nobody waits longer than four hours, and without a word of the receiver it is the usual pause.
    receiver.answer = () => new Response('', { status: 503, headers: { 'retry-after': '999999' } });
    await hurry(id);
    await eventually(async () => (await waits()).every((minutes: number) => minutes === 240));
  });

  test('is believed in seconds and in days, and never into the past', () => {
    const now = Date.parse('2026-11-26T10:00:00Z');
    expect(pauseOf('120', now)).toBe(120_000);
    expect(pauseOf('Thu, 26 Nov 2026 10:05:00 GMT', now)).toBe(300_000);
    for (const nothing of ['0', '-5', 'soon', '', 'Thu, 26 Nov 2026 09:00:00 GMT'])
      expect(pauseOf(nothing, now)).toBeNull();
  });

  test('by a redirect is not followed', async () => {
    const { id } = await create(['ticket_created']);
    receiver.answer = ({ path }) =>
      path === '/hook'
        ? new Response(null, { status: 307, headers: { location: receiver.url('/secret') } })
        : new Response('no');
    const tested = await boss.call('POST', `/webhooks/${id}/test`, {});
    expect(tested.body).toMatchObject({ status: 'FAILED', error: 'redirect', response_status: 307, event: 'test' });
    expect(receiver.received.map(({ path }) => path)).toEqual(['/hook']);
  });

  test('for a day is given up, disabled, and the administrators are told once', async () => {
    const { id } = await create(['ticket_created']);
    receiver.answer = () => new Response('no', { status: 503 });
    await clerk.call('POST', '/tickets', { subject: 'Dos' });
    await eventually(async () => (await deliveries(id))[0].attempts.length === 1);
    await sql()`UPDATE webhooks SET failing_since = now() - interval '25 hours' WHERE id = ${id}`;
    await sql()`UPDATE webhook_deliveries SET give_up_at = now() WHERE webhook_id = ${id}`;
    await hurry(id);
    await eventually(async () => (await boss.call('GET', `/webhooks/${id}`)).body.status === 'DISABLED');
    expect((await boss.call('GET', `/webhooks/${id}`)).body.disabled_reason).toBe('FAILING');
    expect((await deliveries(id))[0].status).toBe('FAILED');
    const told =
      await sql()`SELECT 1 FROM notifications WHERE kind = 'webhook_disabled' AND type = 'IN_APP' AND user_id = ${boss.id}`;
    expect(told).toHaveLength(1);
    // What happens meanwhile is not written down for it.
    await clerk.call('POST', '/tickets', { subject: 'Tres' });
    expect(await deliveries(id)).toHaveLength(1);
    const [delivery] = await deliveries(id);
    expect((await boss.call('POST', `/webhooks/${id}/deliveries/${delivery.id}/replay`, {})).status).toBe(409);
    await boss.call('PATCH', `/webhooks/${id}`, { status: 'ACTIVE' });
    receiver.answer = () => new Response('ok');
    for (const since of [`"${delivery.occurred_at}"`, '0000-01-01T00:00:00Z']) {
      expect((await boss.call('POST', `/webhooks/${id}/replay`, { since })).status).toBe(422);
    }
    const all = await boss.call('POST', `/webhooks/${id}/replay`, { since: delivery.occurred_at });
    expect(all.body).toEqual({ count: 1 });
    await eventually(async () => (await deliveries(id))[0].status === 'SENT');
  });

  test('because it is gone is disabled at once', async () => {
    const { id } = await create(['ticket_created']);
    receiver.answer = () => new Response('gone', { status: 410 });
    await clerk.call('POST', '/tickets', { subject: 'Cuatro' });
    await eventually(async () => (await boss.call('GET', `/webhooks/${id}`)).body.disabled_reason === 'GONE');
  });

  test('does not hold up the others', async () => {
    const stuck = Promise.withResolvers<void>();
    const slow = await create(['ticket_created'], { url: receiver.url('/slow') });
    await create(['ticket_created'], { url: receiver.url('/fast') });
    receiver.answer = ({ path }) =>
      path === '/slow' ? stuck.promise.then(() => new Response('ok')) : new Response('ok');
    for (let at = 0; at < 12; at += 1) await clerk.call('POST', '/tickets', { subject: `Caso ${at}` });
    await eventually(async () => receiver.received.filter(({ path }) => path === '/fast').length === 12);
    expect(receiver.received.filter(({ path }) => path === '/slow').length).toBeLessThanOrEqual(4);
    stuck.resolve();
    await eventually(async () => (await deliveries(slow.id, '?status=SENT')).length > 0);
  });
});

describe('a webhook', () => {
  const REFUSED = [
    'http://127.0.0.1:9/',
    'https://localhost/',
    'https://LOCALHOST./',
    'https://db.internal/',
    'https://printer.local/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://0/',
    'https://10.1.2.3/',
    'https://100.64.0.1/',
    'https://172.31.255.255/',
    'https://192.168.1.1:8443/x',
    'https://169.254.169.254/latest/meta-data/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[64:ff9b::a9fe:a9fe]/',
    'https://[64:ff9b:1::1]/',
    'https://[2002:7f00:1::]/',
    'https://[2001:0:7f00:1::]/',
    'https://[fe80::1]/',
    'https://[fc00::1]/',
    'https://[fd12:3456::1]/',
    'https://[ff02::1]/',
    'http://203.0.113.10/',
    'https://user:pass@203.0.113.10/',
    'ftp://203.0.113.10/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'not a url',
    `https://203.0.113.10/${'x'.repeat(2_100)}`,
  ];

  test('leads to a public address alone, unless the installation says otherwise', async () => {
    const admin = await newStaff(strict, 'ADMIN');
    const tried = (url: string) => admin.call('POST', '/webhooks', { url, events: ['ticket_created'] });
    for (const url of REFUSED) {
      const { status, body } = await tried(url);
      expect([url, status, body.errors?.[0]?.field]).toEqual([url, 422, 'url']);
    }
    expect((await tried('https://203.0.113.10/hook')).status).toBe(201);
    expect((await tried('https://[2606:4700::1]/hook')).status).toBe(201);
    const [{ id }] = (await admin.call('GET', '/webhooks')).body;
    expect((await admin.call('PATCH', `/webhooks/${id}`, { url: 'https://[::1]/' })).status).toBe(422);
    expect((await boss.call('POST', '/webhooks', { url: receiver.url(), events: ['ticket_created'] })).status).toBe(
      201,
    );
  });

  test('is held against the list again when it is posted, whatever it was when it was made', async () => {
    const admin = await newStaff(strict, 'ADMIN');
    const made = await admin.call('POST', '/webhooks', { url: 'https://203.0.113.10/', events: ['ticket_created'] });
    for (const url of [receiver.url(), `http://localhost:${receiver.port}/hook`, 'https://[::ffff:127.0.0.1]/']) {
      await strict.ctx.db.sql`UPDATE webhooks SET url = ${url} WHERE id = ${made.body.id}`;
      const tested = await admin.call('POST', `/webhooks/${made.body.id}/test`, {});
      expect(tested.body).toMatchObject({ status: 'FAILED', error: 'not_public', response_status: null });
    }
    expect(receiver.received).toEqual([]);
  });

  test('keeps what one change named, where another is made at the same moment', async () => {
    const { id } = await create(['ticket_created'], { include_contents: true });
    const path = `/webhooks/${id}`;
    const lock = await holdLock(service.database.url, (tx) => tx`SELECT 1 FROM webhooks WHERE id = ${id} FOR UPDATE`);
    const closed = boss.call('PATCH', path, { include_contents: false });
    await lock.untilWaiting(1, 'webhooks');
    const described = boss.call('PATCH', path, { description: 'El del núcleo' }, other.origin);
    await lock.untilWaiting(2, 'webhooks');
    await lock.release();
    expect([(await closed).status, (await described).status]).toEqual([200, 200]);
    const after = { include_contents: false, description: 'El del núcleo', events: ['ticket_created'] };
    expect((await boss.call('GET', path)).body).toMatchObject(after);
  });

  test('says which of its fields are wrong', async () => {
    const wrong = await boss.call('POST', '/webhooks', { url: 'x', events: ['made_up'], description: 'x'.repeat(201) });
    expect(wrong.status).toBe(422);
    expect(wrong.body.errors.map(({ field }: { field: string }) => field)).toEqual(['url', 'events', 'description']);
  });

  test('sends nothing again since a moment that is none', async () => {
    const { id } = await create(['ticket_created']);
    for (const since of ['"2026-01-31T10:30:00Z"', '0000-01-01T00:00:00Z', '+275760-09-13T00:00:00Z', '31/12/2026']) {
      const { status, body } = await boss.call('POST', `/webhooks/${id}/replay`, { since });
      expect([since, status, body.errors?.[0]?.field]).toEqual([since, 422, 'since']);
    }
    expect((await boss.call('POST', `/webhooks/${id}/replay`, { since: '2026-01-31' })).body).toEqual({ count: 0 });
  });

  test('shows its secret once, and keeps it sealed', async () => {
    const { id, secret } = await create(['ticket_created']);
    const all = [await boss.call('GET', '/webhooks'), await boss.call('GET', `/webhooks/${id}`)];
    for (const { body } of all) expect(JSON.stringify(body)).not.toContain(secret.slice(6));
    const [row] = await sql()`SELECT row_to_json(w)::text AS line FROM webhooks w WHERE id = ${id}`;
    expect(row?.line).not.toContain(secret.slice(6));
    const audit = await sql()`SELECT 1 FROM audit_log WHERE details LIKE ${`%${secret.slice(6)}%`}`;
    expect(audit).toHaveLength(0);
  });

  test('signs with both secrets for a day after a new one', async () => {
    const { id, secret } = await create(['ticket_created']);
    const rotated = await boss.call('POST', `/webhooks/${id}/rotate`, {});
    expect(rotated.body.secret).not.toBe(secret);
    await boss.call('POST', `/webhooks/${id}/test`, {});
    const received = await receiver.of('test');
    expect(verified(secret, received).type).toBe('test');
    expect(verified(rotated.body.secret, received).type).toBe('test');
    await sql()`UPDATE webhooks SET previous_secret_until = now() WHERE id = ${id}`;
    await boss.call('POST', `/webhooks/${id}/test`, {});
    const later = await receiver.of('test', 2);
    expect(verified(rotated.body.secret, later).type).toBe('test');
    expect(() => verified(secret, later)).toThrow('No matching signature');
  });

  test('and its log are for administrators alone; each deed stands in the audit log', async () => {
    const { id } = await create(['ticket_created']);
    for (const [method, path] of [
      ['GET', '/webhooks'],
      ['POST', '/webhooks'],
      ['GET', `/webhooks/${id}`],
      ['PATCH', `/webhooks/${id}`],
      ['DELETE', `/webhooks/${id}`],
      ['POST', `/webhooks/${id}/rotate`],
      ['POST', `/webhooks/${id}/test`],
      ['GET', `/webhooks/${id}/deliveries`],
      ['POST', `/webhooks/${id}/replay`],
    ] as const) {
      expect((await clerk.call(method, path, method === 'GET' ? undefined : {})).status).toBe(403);
    }
    await boss.call('PATCH', `/webhooks/${id}`, { description: 'Otra' });
    expect((await boss.call('DELETE', `/webhooks/${id}`)).status).toBe(204);
    expect((await boss.call('POST', `/webhooks/${id}/test`, {})).status).toBe(404);
    const rows =
      await sql()`SELECT action FROM audit_log WHERE resource_type = 'webhook' AND resource_id = ${String(id)} ORDER BY id`;
    expect(rows.map(({ action }) => action)).toEqual(['webhook.create', 'webhook.update', 'webhook.delete']);
  });

  test('forgets its log after a while, but nothing that waits', async () => {
    const { id } = await create(['ticket_created']);
    await boss.call('POST', `/webhooks/${id}/test`, {});
    await boss.call('POST', `/webhooks/${id}/test`, {});
    const [newest] = await deliveries(id);
    await sql()`UPDATE webhook_deliveries SET finished_at = now() - interval '31 days' WHERE id = ${newest.id}`;
    await purgeClass(service.ctx, 'webhook_deliveries');
    const left = await deliveries(id);
    expect(left.map((one: { id: number }) => one.id)).not.toContain(newest.id);
    expect(left).toHaveLength(1);
  });
});

describe('a connection', () => {
  test('goes to what was looked up and nowhere else, by the name on the certificate', async () => {
    const letter = { id: 'msg_1', body: '{}', secrets: [`whsec_${Buffer.alloc(32, 7).toString('base64')}`] };
    const named = await post({ ...letter, url: `http://localhost:${receiver.port}/hook` }, true);
    expect([named.status, named.error]).toEqual([200, null]);
    expect(receiver.received[0]?.headers.host).toBe(`localhost:${receiver.port}`);
    // The receiver speaks no TLS.
    const plain = await post({ ...letter, url: `https://localhost:${receiver.port}/hook` }, true);
    expect(plain.status).toBeNull();
    expect(plain.error).not.toBeNull();
    expect((await post({ ...letter, url: 'https://nothing.invalid/' }, false)).error).toBe('unknown_host');
    expect((await post({ ...letter, url: `http://localhost:${receiver.port}/hook` }, false)).error).toBe('not_public');
    expect(receiver.received).toHaveLength(1);
  });

  test('ends where the answer is long, or does not end', async () => {
    const letter = { id: 'msg_1', body: '{}', secrets: [`whsec_${Buffer.alloc(32, 7).toString('base64')}`] };
    receiver.answer = () =>
      new Response(
        new ReadableStream({
          async pull(controller) {
            await Bun.sleep(5);
            controller.enqueue(new TextEncoder().encode('y'.repeat(300)));
          },
        }),
      );
    const stopwatch = startStopwatch();
    const endless = await post({ ...letter, url: receiver.url() }, true);
    expect([endless.status, endless.error, endless.answer.length]).toEqual([200, null, 1_024]);
    expect(stopwatch()).toBeLessThan(5_000);
  });
});
