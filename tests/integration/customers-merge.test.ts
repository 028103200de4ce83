import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { followMerges } from '../../src/features/customers/merge.ts';
import { identityToken, startChat } from '../support/client.ts';
import { PanelSession } from '../support/panel-session.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';

let service: Service;
let agent: Staff;
let supervisor: Staff;
let panel: PanelSession;

beforeAll(async () => {
  service = await startService({ resting: ['follow_merges'] });
  agent = await newStaff(service, 'AGENT');
  supervisor = await newStaff(service, 'SUPERVISOR', 'Sara Supervisora');
  panel = await PanelSession.open(service, supervisor);
});

afterAll(() => service.stop());

const sql = () => service.ctx.db.sql;

async function add(fields: Record<string, unknown>): Promise<number> {
  const { status, body } = await supervisor.call('POST', '/customers', { name: 'Persona', ...fields });
  expect(status).toBe(201);
  return body.id;
}

const pairsOf = async (id: number) =>
  (await sql()<{ low: number; high: number; reasons: string[] }[]>`
    SELECT low_id AS low, high_id AS high, reasons FROM customer_duplicates
    WHERE (low_id = ${id} OR high_id = ${id}) AND dismissed_at IS NULL`) as {
    low: number;
    high: number;
    reasons: string[];
  }[];

describe('possible duplicates', () => {
  test.each([
    ['EMAIL', { email: 'j.p.lopez@gmail.com' }, { email: 'jplopez+banco@googlemail.com' }],
    ['EMAIL', { email: 'ana@example.com' }, { email: 'ana+compras@example.com' }],
    ['PHONE', { phone: '55 5501 3030' }, { phone: '+52 (55) 5501-3030' }],
    [
      'NAME_BIRTH',
      { name: 'José Ángel Ruiz', birth_date: '1980-02-03' },
      { name: 'RUIZ Jose Angel', birth_date: '1980-02-03' },
    ],
    [
      'NAME_ACCOUNT',
      { name: 'Eva Sol', account_number: '1111224455' },
      { name: 'Sol Eva', account_number: '9999884455' },
    ],
  ])('are found by %s as soon as they are there', async (reason, one, other) => {
    const [low, high] = [await add(one), await add(other)];
    expect(await pairsOf(high)).toEqual([{ low, high, reasons: [reason] }]);
  });

  test('are none where only the name is the same, or the bank knows both', async () => {
    await add({ name: 'Luz Campos Rey' });
    expect(await pairsOf(await add({ name: 'Luz Campos Rey' }))).toEqual([]);
    await add({ external_id: 'C-UNO', phone: '5555014040' });
    expect(await pairsOf(await add({ external_id: 'C-DOS', phone: '5555014040' }))).toEqual([]);
  });

  test('go when what they shared is corrected, and stay away once somebody has dismissed them', async () => {
    const one = await add({ phone: '5555015050' });
    const other = await add({ phone: '5555015050' });
    await supervisor.call('PUT', `/customers/${other}`, { phone: '5555015051' });
    expect(await pairsOf(one)).toEqual([]);
    await supervisor.call('PUT', `/customers/${other}`, { phone: '5555015050' });
    expect(await pairsOf(one)).toHaveLength(1);
    expect((await panel.get('/panel/customers/duplicates')).text).toContain(`pair-${one}-${other}`);
    await panel.post('/panel/customers/duplicates', { one: String(one), other: String(other) });
    expect((await panel.get('/panel/customers/duplicates')).text).not.toContain(`pair-${one}-${other}`);
    await supervisor.call('PUT', `/customers/${other}`, { tags: ['otra'] });
    expect(await pairsOf(one)).toEqual([]);
  });
});

describe('a merge', () => {
  test('moves everything, joins what can be joined, and loses nothing of what does not go on', async () => {
    const into = await add({
      name: 'Carla Montes',
      email: 'carla@example.com',
      tags: ['a'],
      account_number: '5000111122',
    });
    const from = await add({
      name: 'Carla Montes de Oca',
      email: 'carla.montes@example.com',
      phone: '5555016060',
      external_id: 'C-CARLA',
      tags: ['b'],
      account_number: '5000333344',
    });
    await supervisor.call('POST', `/customers/${from}/notes`, { note: 'nota de la segunda' });
    const chat = await startChat(service.origin, { identity_token: identityToken('C-CARLA') });
    const ended = await startChat(service.origin, { identity_token: identityToken('C-CARLA') });
    await sql()`UPDATE conversations SET status = 'ended', ended_at = now() WHERE id = ${ended.id}`;
    await sql()`INSERT INTO tickets (reference, subject, customer_id) VALUES ('TKT-MERGETST', 'x', ${from})`;
    const { status, body } = await supervisor.call('POST', `/customers/${into}/merge`, {
      duplicate_id: from,
      take: ['full_name'],
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: into,
      name: 'Carla Montes de Oca',
      email: 'carla@example.com',
      phone: '+525555016060',
      external_id: 'C-CARLA',
      tags: ['a', 'b'],
      accounts: [{ last4: '1122' }, { last4: '3344' }],
    });
    expect((await supervisor.call('GET', `/customers/${from}`)).status).toBe(404);
    expect((await supervisor.call('GET', `/customers/${into}/notes`)).body).toHaveLength(1);
    const [moved] = await sql()`
      SELECT (SELECT count(*)::int FROM conversations WHERE customer_id = ${into}) AS conversations,
        (SELECT count(*)::int FROM tickets WHERE customer_id = ${into}) AS tickets,
        (SELECT count(*)::int FROM conversations WHERE customer_id = ${from}) AS left`;
    expect(moved as unknown).toEqual({ conversations: 2, tickets: 1, left: 0 });
    // Who proved to be the one has not proved to be the other.
    const levels = await sql()`
      SELECT id, identity_level FROM conversations WHERE customer_id = ${into} ORDER BY (id = ${chat.id}) DESC`;
    expect(levels.map((row) => row.identity_level)).toEqual([0, 1]);
    // What did not go on is still there for whoever looks back.
    const history = await sql()`
      SELECT customer_id, field, from_value, to_value FROM customer_changes WHERE customer_id IN (${into}, ${from}) ORDER BY id`;
    expect(history as unknown).toEqual(
      expect.arrayContaining([
        { customer_id: from, field: 'email', from_value: 'carla.montes@example.com', to_value: null },
        { customer_id: from, field: 'merged_into', from_value: null, to_value: String(into) },
        { customer_id: into, field: 'full_name', from_value: 'Carla Montes', to_value: 'Carla Montes de Oca' },
        { customer_id: into, field: 'merged', from_value: null, to_value: String(from) },
      ]),
    );
    const profile = await panel.get(`/panel/customers/${into}`);
    expect(profile.text).toContain('carla.montes@example.com');
    // The bank's word leads to the one who goes on.
    const again = await startChat(service.origin, { identity_token: identityToken('C-CARLA') });
    const [row] = await sql()`SELECT customer_id FROM conversations WHERE id = ${again.id}`;
    expect(row?.customer_id).toBe(into);
  });

  test('is refused for one and the same, for two whom the bank tells apart, and to agents', async () => {
    const [one, other] = [await add({ external_id: 'C-M1' }), await add({ external_id: 'C-M2' })];
    const merge = (who: Staff, duplicate: number) =>
      who.call('POST', `/customers/${one}/merge`, { duplicate_id: duplicate });
    expect((await merge(supervisor, one)).status).toBe(409);
    expect((await merge(supervisor, other)).status).toBe(409);
    expect((await merge(agent, other)).status).toBe(403);
    expect((await merge(supervisor, 9_999_999)).status).toBe(404);
    expect((await supervisor.call('GET', `/customers/${other}`)).status).toBe(200);
  });

  test('of the same pair twice at once happens once', async () => {
    const [one, other] = [await add({ phone: '5555017070' }), await add({ phone: '5555017070' })];
    const answers = await Promise.all([
      supervisor.call('POST', `/customers/${one}/merge`, { duplicate_id: other }),
      supervisor.call('POST', `/customers/${other}/merge`, { duplicate_id: one }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
    const rows = await sql()`SELECT status FROM customers WHERE id IN (${one}, ${other}) ORDER BY status`;
    expect(rows.map(({ status }) => status)).toEqual(['ACTIVE', 'MERGED']);
  });

  test('takes along what came to the duplicate while it was under way', async () => {
    const [into, from] = [await add({}), await add({})];
    await supervisor.call('POST', `/customers/${into}/merge`, { duplicate_id: from });
    const chat = await startChat(service.origin);
    await sql()`UPDATE conversations SET customer_id = ${from}, identity_level = 1 WHERE id = ${chat.id}`;
    await sql()`INSERT INTO tickets (reference, subject, customer_id) VALUES ('TKT-MERGELTE', 'x', ${from})`;
    expect(await followMerges(service.ctx)).toBe(2);
    expect(await followMerges(service.ctx)).toBe(0);
    const [row] = await sql()`SELECT customer_id, identity_level FROM conversations WHERE id = ${chat.id}`;
    expect(row as unknown).toEqual({ customer_id: into, identity_level: 0 });
  });

  test('takes a hold along, which goes with the one who goes on and leaves nothing behind', async () => {
    const [into, from] = [await add({ name: 'La Retenida' }), await add({})];
    await supervisor.call('PUT', `/customers/${from}/legal-hold`, { reason: 'Juicio 9' });
    const merged = await supervisor.call('POST', `/customers/${into}/merge`, { duplicate_id: from });
    expect(merged.body).toMatchObject({ legal_hold: true, legal_hold_reason: 'Juicio 9' });
    const holds = async () =>
      (await supervisor.call('GET', '/retention/holds')).body.map(({ id }: { id: string }) => Number(id));
    expect(await holds()).toEqual([into]);
    await supervisor.call('DELETE', `/customers/${into}/legal-hold`);
    expect(await holds()).toEqual([]);
    expect(await sql()`SELECT 1 FROM customers WHERE id IN (${into}, ${from}) AND held_at IS NOT NULL`).toHaveLength(0);
  });

  test('of a chain leads to its end', async () => {
    const [a, b, c] = [await add({}), await add({}), await add({})];
    await supervisor.call('POST', `/customers/${b}/merge`, { duplicate_id: a });
    await supervisor.call('POST', `/customers/${c}/merge`, { duplicate_id: b });
    const rows = await sql()`SELECT merged_into_id AS into FROM customers WHERE id IN (${a}, ${b})`;
    expect(rows.map(({ into }) => into)).toEqual([c, c]);
  });
});
