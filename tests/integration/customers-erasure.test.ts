import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { Router } from '../../src/ai/router.ts';
import { TurnDesk } from '../../src/features/chat/turn-desk.ts';
import type { HandoffSummary } from '../../src/features/conversations/model.ts';
import { updateSearchIndex } from '../../src/features/conversations/search.ts';
import { holdIndex, indexWords } from '../../src/features/conversations/search-queries.ts';
import { findSummary, saveSummary } from '../../src/features/conversations/summary-queries.ts';
import { termsOf } from '../../src/features/knowledge/gap-groups.ts';
import { collectGaps } from '../../src/features/knowledge/gaps.ts';
import { removeOrphans } from '../../src/features/uploads/orphans.ts';
import { remembering } from '../../src/lib/remembering.ts';
import { type Chat, call, historyOf, identityToken, say, startChat } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { findInDatabase, findInFolder } from '../support/everywhere.ts';
import { fileForm, PNG } from '../support/files.ts';
import { repeatText } from '../support/questions.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';

const BANK_ID = 'C-ZORAIDA';
const EMAIL = 'zoraida.quintanilla@correo-unico.example';
const OLD_EMAIL = 'zoraida.vieja@correo-unico.example';
const PHONE = '5555017531';
const ACCOUNT = '646180111122223333';
const ASKED = '¿Hay chirimoyazul?';
const ASKED_BY_OTHERS = '¿Mandan remesas a Bolivia?';
/** Everything by which the person could be known again: what they are called, and words that nobody else used. */
const WORDS = [
  ...['Zoraida', 'Quintanilla', 'Xochihua', 'correo-unico', PHONE, ACCOUNT, BANK_ID, '1971-07-23'],
  ...['chirimoyazul', 'guanabanaroja', 'tamarindoverde', 'pitahayanegra', 'maracuyagris', 'zapotemorado'],
  ...['papayablanca', 'tejocoterosa', 'nopalamarillo', 'jicamaceleste', 'chayoteplata', 'granadinaocre'],
];

let service: Service;
let other: Service;
let agent: Staff;
let supervisor: Staff;
let admin: Staff;

beforeAll(async () => {
  service = await startService({ resting: ['orphan_files'] });
  other = await startService({ database: service.database });
  agent = await newStaff(service, 'AGENT', 'Aldo Agente');
  supervisor = await newStaff(service, 'SUPERVISOR', 'Sara Supervisora');
  admin = await newStaff(service, 'ADMIN', 'Ada Administradora');
});

afterAll(async () => {
  await other.stop();
  await service.stop();
});

const sql = () => service.ctx.db.sql;
const folder = () => service.ctx.config.dataDir;

/** Somebody who has been everywhere that leaves something behind. */
async function livePerson(): Promise<{ id: number; chat: Chat; anonymous: Chat; ticket: string; file: string }> {
  const made = await supervisor.call('POST', '/customers', {
    name: 'Zoraida Quintanilla Xochihua',
    email: OLD_EMAIL,
    phone: PHONE,
    birth_date: '1971-07-23',
    account_number: ACCOUNT,
    external_id: BANK_ID,
    tags: ['tejocoterosa'],
    assigned_agent_id: agent.id,
  });
  const id = made.body.id as number;
  // Left under the old address, before anybody knew who it was.
  const anonymous = await startChat(service.origin, {
    metadata: { language: 'es', email: OLD_EMAIL, name: 'Zoraida' },
  });
  await say(service.origin, anonymous, 'Pregunta suelta sobre chirimoyazul y nada más');
  await supervisor.call('PUT', `/customers/${id}`, { email: EMAIL });
  await supervisor.call('POST', `/customers/${id}/notes`, { note: 'Colecciona pitahayanegra' });
  const twin = await supervisor.call('POST', '/customers', { name: 'Zoraida Quintanilla', phone: PHONE });
  await supervisor.call('POST', `/customers/${id}/merge`, { duplicate_id: twin.body.id });

  const chat = await startChat(service.origin, {
    identity_token: identityToken(BANK_ID),
    user_id: EMAIL,
    metadata: { language: 'es', page_url: 'https://bank.example/zoraida' },
  });
  await say(service.origin, chat, 'Quiero saber de mi chirimoyazul urgente, soy Zoraida');
  const sent = await call(service.origin, 'POST', '/api/v1/chat/attachments', {
    token: chat.token,
    form: fileForm({ conversation_id: chat.id }, PNG, 'papayablanca.png'),
  });
  await call(service.origin, 'POST', '/api/v1/chat/feedback', {
    token: chat.token,
    body: { conversation_id: chat.id, rating: 2, comment: 'Muy maracuyagris' },
  });
  const escalated = await call(service.origin, 'POST', '/api/v1/chat/escalate', {
    token: chat.token,
    body: { conversation_id: chat.id, description: 'Falta la guanabanaroja' },
  });
  const ticket = escalated.body.ticket_id as string;
  await agent.call('POST', `/conversations/${chat.id}/takeover`);
  await agent.call('POST', `/conversations/${chat.id}/messages`, { message: 'Hola Zoraida, veo tu nopalamarillo' });
  await agent.call('POST', `/conversations/${chat.id}/notes`, { note: 'Insiste con el tamarindoverde' });
  await agent.call('PATCH', `/conversations/${chat.id}`, { tags: ['jicamaceleste'] });
  await agent.call('GET', `/conversations/${chat.id}/summary`);
  await agent.call('POST', `/conversations/${chat.id}/transfer`, {
    agent_id: supervisor.id,
    reason: 'Pide zapotemorado',
  });
  await supervisor.call('POST', `/tickets/${ticket}/messages`, { message: 'Zoraida, tu chayoteplata está en camino' });
  await supervisor.call('POST', `/tickets/${ticket}/notes`, { note: 'La chirimoyazul no aparece' });
  await supervisor.call('PUT', `/tickets/${ticket}`, {
    tags: ['jicamaceleste'],
    resolution_notes: 'Era granadinaocre',
  });
  await supervisor.call('PUT', `/tickets/${ticket}`, { resolution_notes: 'Era granadinaocre, de verdad' });
  await supervisor.call('POST', '/tickets', {
    subject: 'Llamó Zoraida por la guanabanaroja',
    customer_name: 'Zoraida Quintanilla',
    customer_email: EMAIL.toUpperCase(),
  });
  await call(service.origin, 'POST', '/api/v1/chat/end', {
    token: anonymous.token,
    body: { conversation_id: anonymous.id, feedback: 'Adiós maracuyagris' },
  });
  await sql()`
    INSERT INTO satisfaction (conversation_id, rating, comment) VALUES (${anonymous.id}, 4, 'Gracias, maracuyagris')`;
  await sql()`
    INSERT INTO answer_reports (conversation_id, seq, reporter_id, reason, comment)
    VALUES (${chat.id}, 3, ${supervisor.id}, 'WRONG', 'No entendió chirimoyazul')`;
  await sql()`
    INSERT INTO customer_imports (author_id, file_name, content, total)
    VALUES (${supervisor.id}, 'clientes.csv', ${`nombre,correo\nZoraida,${EMAIL}\n`}, 1)`;
  const hook = await admin.call('POST', '/webhooks', { url: 'https://203.0.113.10/x', events: ['conversation_ended'] });
  await sql()`
    INSERT INTO webhook_deliveries (webhook_id, event, data, status, finished_at, tries)
    VALUES (${hook.body.id}, 'new_message', jsonb_build_object('conversation_id', ${chat.id}::text), 'SENT', now(),
      '[{"at": "2026-11-20T10:00:00.000Z", "status": 200, "error": null, "ms": 5, "answer": "got chirimoyazul"}]')`;
  const [gap] = await sql()<{ id: number }[]>`
    INSERT INTO knowledge_gaps (terms, spanish, first_seen, last_seen)
    VALUES (${JSON.stringify(Object.fromEntries([...termsOf(ASKED), ...termsOf(ASKED_BY_OTHERS)].map((term) => [term, 1])))}::text::jsonb,
      2, now(), now())
    RETURNING id`;
  await sql()`
    INSERT INTO knowledge_gap_questions (turn_id, gap_id, conversation_id, language, text, asked_at)
    VALUES (-1, ${gap?.id as number}, ${anonymous.id}, 'es', ${ASKED}, now()),
      (-2, ${gap?.id as number}, ${(await startChat(service.origin)).id}, 'es', ${ASKED_BY_OTHERS}, now())`;
  await sql()`UPDATE conversations SET updated_at = now() - interval '2 minutes' WHERE id IN (${chat.id}, ${anonymous.id})`;
  await updateSearchIndex(service.ctx);
  return { id, chat, anonymous, ticket, file: sent.body.id };
}

const figures = () =>
  sql()`
    SELECT (SELECT count(*)::int FROM conversations) AS conversations, (SELECT count(*)::int FROM messages) AS messages,
      (SELECT count(*)::int FROM turns) AS turns, (SELECT count(*)::int FROM tickets) AS tickets,
      (SELECT count(*)::int FROM ticket_messages) AS ticket_messages, (SELECT avg(rating)::float8 FROM satisfaction) AS rating,
      (SELECT sum(cost_micros)::float8 FROM turns) AS cost, (SELECT count(*)::int FROM notifications) AS notifications,
      (SELECT count(*)::int FROM ticket_changes) AS changes, (SELECT count(*)::int FROM feedback) AS feedback,
      (SELECT count(*)::int FROM conversations WHERE handed_off_at IS NOT NULL) AS handoffs`;

describe('a person who is erased', () => {
  let person: Awaited<ReturnType<typeof livePerson>>;
  let receipt: { status: number; body: { erased: Record<string, number>; [key: string]: unknown } };
  let before: Awaited<ReturnType<typeof figures>>;
  let exported: string;

  beforeAll(async () => {
    person = await livePerson();
    // The positive control: all of it is there, in all of these places.
    const places = new Set((await findInDatabase(sql(), WORDS)).map((one) => one.split(':')[0]));
    for (const place of [
      ...['customers.full_name', 'customers.email', 'customers.phone', 'customers.search_text', 'customers.birth_date'],
      ...[
        'customer_accounts.number',
        'customer_changes.from_value',
        'customer_notes.content',
        'customer_imports.content',
      ],
      ...['conversations.visitor_email', 'conversations.user_label', 'conversations.page_url', 'conversations.tags'],
      ...['conversation_words.words', 'conversation_notes.content', 'conversation_changes.reason', 'messages.content'],
      ...[
        'messages.metadata',
        'attachments.name',
        'feedback.comment',
        'satisfaction.comment',
        'answer_reports.comment',
      ],
      ...['tickets.customer_name', 'tickets.customer_email', 'tickets.description', 'tickets.resolution_notes'],
      ...['ticket_changes.from_value', 'ticket_messages.content', 'notifications.body', 'notifications.recipient'],
      ...['knowledge_gap_questions.text', 'knowledge_gaps.terms', 'webhook_deliveries.tries'],
    ]) {
      expect(places).toContain(place);
    }
    for (const word of WORDS) expect(await findInDatabase(sql(), [word])).not.toEqual([]);
    expect(await findInFolder(folder(), [person.file])).toHaveLength(1);
    exported = JSON.stringify((await supervisor.call('GET', `/customers/${person.id}/export`)).body);
    before = await figures();
    receipt = await admin.call('POST', `/customers/${person.id}/erase`, { reason: 'PERSON_REQUEST' }, other.origin);
  }, 120_000);

  test('had everything that was held in their export', () => {
    for (const word of WORDS.filter((one) => one !== 'C-ZORAIDA')) expect(exported).toContain(word);
    const { conversations, tickets, notifications, audit, merged_profiles: merged } = JSON.parse(exported);
    expect(conversations.map(({ is_proven }: { is_proven: boolean }) => is_proven).sort()).toEqual([false, true]);
    expect([tickets.length, merged.length]).toEqual([2, 1]);
    expect(notifications.length).toBeGreaterThan(0);
    expect(audit.length).toBeGreaterThan(0);
  });

  test('is found nowhere any more: in no column of any table, and in no file', async () => {
    expect(receipt.status).toBe(200);
    expect(await findInDatabase(sql(), WORDS)).toEqual([]);
    // The file lies in the other worker's folder here; on one machine they share it.
    expect(await findInFolder(folder(), WORDS)).toEqual([]);
    const [gap] = await sql()<{ terms: object }[]>`
      SELECT terms FROM knowledge_gaps g JOIN knowledge_gap_questions q ON q.gap_id = g.id AND q.turn_id = -2`;
    expect(Object.keys(gap?.terms ?? {}).sort()).toEqual(termsOf(ASKED_BY_OTHERS).sort());
    expect((await supervisor.call('GET', `/customers/search?q=zoraida`)).body).toEqual([]);
    expect((await supervisor.call('GET', '/conversations?q=chirimoyazul')).body).toEqual([]);
    expect((await supervisor.call('GET', '/tickets?q=zoraida')).body).toEqual([]);
  });

  test('leaves figures that add up as before', async () => {
    const [after] = await figures();
    const [then] = before;
    // What was open is closed: two tickets say so and why, and who had one of them is told.
    expect(after as unknown).toEqual({ ...then, changes: then?.changes + 4, notifications: then?.notifications + 1 });
  });

  test('leaves no ticket open: nobody is left to be answered', async () => {
    const { body } = await supervisor.call('GET', `/tickets/${person.ticket}`);
    expect(body).toMatchObject({ status: 'CLOSED', subject: 'borrado · erased', sla_due_at: null });
    expect(body.resolved_at).not.toBeNull();
    const { body: history } = await supervisor.call('GET', `/tickets/${person.ticket}/history`);
    expect(history.slice(-2)).toMatchObject([
      { field: 'erased', from: null, to: null },
      { field: 'status', from: 'IN_PROGRESS', to: 'CLOSED' },
    ]);
    const [entry] = await sql()`
      SELECT actor_name, details::json AS details FROM audit_log
      WHERE action = 'ticket.update' AND resource_id = ${person.ticket} ORDER BY id DESC LIMIT 1`;
    expect(entry).toEqual({
      actor_name: 'Ada Administradora',
      details: { fields: ['status'], reason: 'customer_erased' },
    });
    const told = await sql()`
      SELECT subject FROM notifications WHERE kind = 'ticket_status_changed' AND user_id = ${supervisor.id}`;
    expect(told.map(({ subject }) => subject).join()).toContain(person.ticket);
  });

  test('has had their conversations ended, and who holds the chat sees no word of it', async () => {
    const rows = await sql()`
      SELECT status, ended_by, customer_id FROM conversations WHERE id IN (${person.chat.id}, ${person.anonymous.id})`;
    expect(rows.map(({ status, customer_id }) => [status, customer_id])).toEqual([
      ['ended', person.id],
      ['ended', person.id],
    ]);
    const messages = await historyOf(service.origin, person.chat);
    expect(new Set(messages.map(({ content }) => content))).toEqual(new Set(['borrado · erased']));
    expect((await say(service.origin, person.chat, 'Hola otra vez')).status).toBe(409);
  });

  test('is answered for by a receipt that says what, when and who, and nothing of the person', async () => {
    const { body } = await admin.call('GET', `/customers/${person.id}/erasure`);
    expect(body).toEqual(receipt.body);
    expect(body).toMatchObject({ customer_id: person.id, reason: 'PERSON_REQUEST', erased_by: 'Ada Administradora' });
    expect(body.erased).toMatchObject({
      profiles: 2,
      conversations: 2,
      tickets: 2,
      files: 1,
      notes: 1,
      accounts: 1,
    });
    expect(body.erased.messages).toBeGreaterThan(5);
    await expect(sql()`UPDATE customer_erasures SET actor_name = 'x'`.execute()).rejects.toThrow();
    await expect(sql()`DELETE FROM customer_erasures`.execute()).rejects.toThrow();
    expect((await supervisor.call('GET', `/customers/${person.id}/erasure`)).status).toBe(403);
  });

  test('is no customer any more, and comes back as somebody new', async () => {
    for (const path of ['', '/export', '/notes']) {
      expect((await admin.call('GET', `/customers/${person.id}${path}`)).status).toBe(404);
    }
    expect((await admin.call('POST', `/customers/${person.id}/erase`, {})).status).toBe(404);
    const chat = await startChat(service.origin, { identity_token: identityToken(BANK_ID) });
    const [row] = await sql()<{ customerId: number }[]>`
      SELECT customer_id AS "customerId" FROM conversations WHERE id = ${chat.id}`;
    expect(row?.customerId).toBeGreaterThan(person.id);
  });

  test('leaves the chain of the audit log whole, and histories that nobody else can rewrite', async () => {
    expect((await admin.call('GET', '/audit/verify')).body.valid).toBe(true);
    const [entry] = await sql()<{ details: string }[]>`SELECT details FROM audit_log WHERE action = 'customer.erase'`;
    expect(JSON.parse(entry?.details ?? '{}').receipt).toBe(receipt.body.receipt_id);
    // What was blotted out may be blotted, and no more; other people's history stays as it is.
    const change = (id: number) => sql()`UPDATE ticket_changes SET to_value = 'borrado · erased' WHERE id = ${id}`;
    const [own] = await sql()<{ id: number }[]>`
      SELECT h.id::int AS id FROM ticket_changes h JOIN tickets t ON t.id = h.ticket_id
      WHERE t.customer_id = ${person.id} AND h.field = 'status' LIMIT 1`;
    await expect(
      sql()`UPDATE ticket_changes SET to_value = 'CLOSED' WHERE id = ${own?.id as number}`.execute(),
    ).rejects.toThrow();
    await expect(
      sql()`UPDATE ticket_changes SET at = now() WHERE id = ${own?.id as number}`.execute(),
    ).rejects.toThrow();
    const { body } = await supervisor.call('POST', '/tickets', { subject: 'De otra persona' });
    const [foreign] = await sql()<{ id: number }[]>`
      SELECT h.id::int AS id FROM ticket_changes h JOIN tickets t ON t.id = h.ticket_id WHERE t.reference = ${body.ticket_id}`;
    await expect(change(foreign?.id as number).execute()).rejects.toThrow(/rewritten/);
  });
});

test('mails to somebody who was erased are not sent, nor sent again', async () => {
  const made = await supervisor.call('POST', '/customers', { name: 'Con Correo', email: 'con.correo@example.com' });
  const [mail] = await sql()<{ id: number }[]>`
    INSERT INTO notifications (type, category, kind, customer_id, recipient, language, subject, body, next_attempt_at)
    VALUES ('EMAIL', 'TICKET', 'ticket_reply', ${made.body.id}, 'con.correo@example.com', 'es', 'x', 'y', now() + interval '1 hour')
    RETURNING id::int AS id`;
  await admin.call('POST', `/customers/${made.body.id}/erase`, {});
  const state = async () =>
    (await sql()`SELECT status, recipient FROM notifications WHERE id = ${mail?.id as number}`)[0] as object;
  expect(await state()).toEqual({ status: 'CANCELLED', recipient: null });
  expect((await admin.call('POST', `/notifications/${mail?.id}/retry`)).status).toBe(409);
  expect(await state()).toEqual({ status: 'CANCELLED', recipient: null });
});

test('an erasure that fails halfway changes nothing', async () => {
  const made = await supervisor.call('POST', '/customers', { name: 'Entera', email: 'entera@example.com' });
  const id = made.body.id as number;
  await supervisor.call('POST', `/customers/${id}/notes`, { note: 'sigue aquí' });
  // A receipt that is there already stands in for whatever may go wrong at the end.
  await sql()`
    INSERT INTO customer_erasures (customer_id, reason, actor_name, counts) VALUES (${id}, 'TEST_DATA', 'x', '{}')`;
  expect((await admin.call('POST', `/customers/${id}/erase`, {})).status).toBeGreaterThanOrEqual(500);
  expect((await supervisor.call('GET', `/customers/${id}`)).body.email).toBe('entera@example.com');
  expect((await supervisor.call('GET', `/customers/${id}/notes`)).body).toHaveLength(1);
});

test('what processes remember of an erased conversation goes in every one of them', async () => {
  const desk = new TurnDesk(other.ctx);
  desk.start();
  const id = crypto.randomUUID();
  const forgotten: string[] = [];
  const vendor = { ...repeatText('Hola'), forget: (conversation: string) => forgotten.push(conversation) };
  other.ctx.ai = new Router([vendor, repeatText('Hola')]);
  const said = { lastSeq: 2, language: 'es', history: [{ role: 'customer', content: 'algo' }] } as const;
  desk.memory.remember(id, { ...said, history: [...said.history] });
  desk.memory.remember('kept', { ...said, history: [...said.history] });
  let computed = 0;
  const length = remembering((text) => {
    computed += 1;
    return text.length;
  });
  length('lo que alguien dijo');
  service.ctx.bus.publish({ type: 'erased', conversation: id });
  await eventually('the other process has heard of it', () => forgotten.length > 0);
  length('lo que alguien dijo');
  expect(computed).toBe(2);
  expect(new Set(forgotten)).toEqual(new Set([id]));
  expect(desk.memory.take(id)).toBeNull();
  expect(desk.memory.take('kept')).not.toBeNull();
  await desk.stop(100);
});

test('files that nothing names are removed, and no others', async () => {
  const { storage } = service.ctx;
  const chat = await startChat(service.origin);
  const kept = await call(service.origin, 'POST', '/api/v1/chat/attachments', {
    token: chat.token,
    form: fileForm({ conversation_id: chat.id }, PNG, 'se-queda.png'),
  });
  const [old, fresh] = [crypto.randomUUID(), crypto.randomUUID()];
  for (const id of [old, fresh]) await storage.write(id, PNG);
  const longAgo = new Date(Date.now() - 3 * 60 * 60 * 1_000);
  for (const id of [old, kept.body.id]) await utimes(join(folder(), 'uploads', id), longAgo, longAgo);
  expect(await removeOrphans(service.ctx)).toBeGreaterThanOrEqual(1);
  const isThere = async (id: string) => (await storage.read(id)) !== null;
  expect([await isThere(old), await isThere(fresh), await isThere(kept.body.id)]).toEqual([false, true, true]);
  // One whose conversation was deleted is such a file.
  await sql()`DELETE FROM conversations WHERE id = ${chat.id}`;
  await removeOrphans(service.ctx);
  expect(await isThere(kept.body.id)).toBe(false);
});

/** Somebody with a chat under their address, in which they asked something. */
async function someone(email: string): Promise<{ id: number; chat: Chat }> {
  const made = await supervisor.call('POST', '/customers', { name: 'Alguien Mas', email });
  const chat = await startChat(service.origin, { metadata: { language: 'es', email } });
  await say(service.origin, chat, 'Una pregunta sobre mi guayabalila');
  return { id: made.body.id, chat };
}

const erase = async (id: number) => {
  expect((await admin.call('POST', `/customers/${id}/erase`, {})).status).toBe(200);
};

test('a ticket that names nobody and was merged into theirs is theirs: exported, and erased', async () => {
  const email = 'con.duplicado@example.com';
  const made = await supervisor.call('POST', '/customers', { name: 'Con Duplicado', email });
  const own = await supervisor.call('POST', '/tickets', { subject: 'La propia', customer_email: email });
  const spare = await supervisor.call('POST', '/tickets', { subject: 'Llamó por su mandarinaroja' });
  await supervisor.call('POST', `/tickets/${spare.body.ticket_id}/notes`, { note: 'Insiste con la mandarinaroja' });
  await supervisor.call('POST', `/tickets/${spare.body.ticket_id}/merge`, { into: own.body.ticket_id });
  // One that names somebody else stays theirs.
  const foreign = await supervisor.call('POST', '/tickets', {
    subject: 'De otra persona',
    customer_email: 'otra.persona@example.com',
  });
  await supervisor.call('POST', `/tickets/${foreign.body.ticket_id}/merge`, { into: own.body.ticket_id });
  const { body } = await supervisor.call('GET', `/customers/${made.body.id}/export`);
  expect(body.tickets.map((one: { subject: string }) => one.subject)).toEqual([
    'La propia',
    'Llamó por su mandarinaroja',
  ]);
  await erase(made.body.id);
  expect(await findInDatabase(sql(), ['mandarinaroja'])).toEqual([]);
  expect((await supervisor.call('GET', `/tickets/${foreign.body.ticket_id}`)).body.subject).toBe('De otra persona');
});

test('what they asked is not collected anew once it is erased', async () => {
  const { id, chat } = await someone('preguntona@example.com');
  await sql()`UPDATE turns SET outcome = 'unsure', closed_at = now() WHERE conversation_id = ${chat.id}`;
  await collectGaps(service.ctx);
  const asked = () => sql()`SELECT text FROM knowledge_gap_questions WHERE conversation_id = ${chat.id}`;
  expect(await asked()).toHaveLength(1);
  await erase(id);
  await collectGaps(service.ctx);
  expect(await asked()).toHaveLength(0);
});

test('words that are being indexed, and a summary that is being written, do not outlive them', async () => {
  const { id, chat } = await someone('buscada@example.com');
  // One that is over: nothing else of it makes the erasure wait.
  const ending = { token: chat.token, body: { conversation_id: chat.id } };
  await call(service.origin, 'POST', '/api/v1/chat/end', ending);
  let isErased = false;
  let erasing = Promise.resolve();
  await sql().begin(async (tx) => {
    await holdIndex(tx);
    await sql()`UPDATE conversations SET updated_at = now() - interval '2 minutes' WHERE id = ${chat.id}`;
    expect(await indexWords(tx)).toBeGreaterThan(0);
    erasing = erase(id).then(() => {
      isErased = true;
    });
    await eventually('the erasure waits, or is over', async () => {
      const waiting = await sql()`
        SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
      return isErased || waiting.length > 0;
    });
  });
  await erasing;
  const words = await sql()`
    SELECT 1 FROM conversation_words
    WHERE conversation_id = ${chat.id} AND words @@ to_tsquery('joxai_plain', 'guayabalila')`;
  expect(words).toHaveLength(0);
  const summary = { asked: ['guayabalila'] } as unknown as HandoffSummary;
  await saveSummary(sql(), chat.id, { handedOffAt: new Date().toISOString(), summary });
  expect(await findSummary(sql(), chat.id)).toBeNull();
});
