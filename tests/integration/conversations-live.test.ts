import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { ChatSocket, call, type Frame, say, startChat } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { holdLock } from '../support/held-lock.ts';
import { logIntoPanel } from '../support/panel-client.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, openLine, type Staff, StaffLine } from '../support/staff.ts';

let service: Service;
let other: Service;
let ana: Staff;
let beto: Staff;
let chief: Staff;

beforeAll(async () => {
  service = await startService();
  other = await startService({ database: service.database });
  [ana, beto, chief] = await Promise.all([
    newStaff(service, 'AGENT'),
    newStaff(service, 'AGENT'),
    newStaff(service, 'SUPERVISOR'),
  ]);
});

afterAll(async () => {
  await other.stop();
  await service.stop();
});

const is = (type: string, id: string) => (frame: Frame) =>
  frame.type === type && JSON.stringify(frame.data).includes(id);

/** By then everything that happened before has been told: something that happens now is told after it. */
async function hearsOn(line: StaffLine): Promise<void> {
  const after = await startChat(service.origin);
  await line.frame(is('conversation_started', after.id));
}

describe('the staff socket', () => {
  test('lets in by subprotocol or parameter, and says why it does not', async () => {
    (await openLine(service.origin, ana)).close();
    const byParameter = new StaffLine(service.origin, { query: `?token=${ana.token}` });
    await byParameter.frame(({ type }) => type === 'connection_established');
    byParameter.close();
    expect(await new StaffLine(service.origin, {}).closed).toBe(4001);
    const chat = await startChat(service.origin);
    for (const token of ['garbage', chat.token, `${ana.token}x`]) {
      expect(await new StaffLine(service.origin, { protocols: ['joxai.v1', token] }).closed).toBe(4003);
    }
    const foreign = await fetch(`${service.origin}/api/v1/ws?token=${ana.token}`, {
      headers: { upgrade: 'websocket', connection: 'Upgrade', origin: 'https://evil.example' },
    });
    expect(foreign.status).toBe(403);
  });

  test('takes the cookie of the panel from our own pages alone, not from a site that has the chat', async () => {
    const site = 'https://www.bank.example';
    const embedding = await startService({ database: service.database, env: { CORS_ORIGINS: site } });
    const session = await logIntoPanel(embedding.origin, ana);
    const fromPage = (origin: string) => new StaffLine(embedding.origin, { headers: { ...session, origin } });
    const own = fromPage(embedding.origin);
    await own.frame(({ type }) => type === 'connection_established');
    own.close();
    expect(await fromPage(site).closed).toBe(4001);
    await embedding.stop();
  });

  test('tells what happened while no event came through, once', async () => {
    const line = await openLine(other.origin, chief);
    const before = await startChat(service.origin);
    await say(service.origin, before, 'Hola antes');
    await line.frame(is('new_message', 'Hola antes'));
    // They listen again after half a second.
    const [{ count } = { count: 0 }] = await service.ctx.db.sql<{ count: number }[]>`
      SELECT count(pg_terminate_backend(pid))::int AS count FROM pg_stat_activity
      WHERE datname = current_database() AND query ILIKE 'listen%'`;
    expect(count).toBe(2);
    const chat = await startChat(service.origin);
    await Promise.all([say(service.origin, chat, 'Hola entretanto'), say(service.origin, before, 'Sigo aquí')]);
    const { body: ticket } = await chief.call('POST', '/tickets', { subject: 'Entretanto', category: 'general' });
    await line.frame(is('conversation_started', chat.id));
    await line.frame(is('new_message', 'Hola entretanto'));
    await line.frame(is('new_message', 'Sigo aquí'));
    await line.frame(is('ticket_created', ticket.id));
    await say(service.origin, chat, 'Hola después');
    await line.frame(is('new_message', 'Hola después'));
    for (const text of ['Hola antes', 'Hola entretanto', 'Sigo aquí', 'Hola después']) {
      expect(line.frames.filter(is('new_message', `"content":"${text}`))).toHaveLength(1);
    }
    expect(line.frames.filter(is('conversation_started', before.id))).toHaveLength(1);
    line.close();
  });

  test('tells what could not be read when it happened once it can be', async () => {
    const line = await openLine(service.origin, chief);
    const held = await holdLock(
      service.database.url,
      (sql) => sql`LOCK TABLE conversation_changes IN ACCESS EXCLUSIVE MODE`,
    );
    const chat = await startChat(service.origin);
    await held.untilWaiting(1, 'conversation_started');
    await held.cancelWaiting('conversation_started');
    await held.release();
    await line.frame(is('conversation_started', chat.id), 10_000);
    line.close();
  });

  test('tells a conversation from its start to its end, once each, through whichever worker it went', async () => {
    const line = await openLine(other.origin, chief);
    const chat = await startChat(service.origin);
    await line.frame(is('conversation_started', chat.id));
    await say(service.origin, chat, 'Hola');
    await line.frame(is('new_message', 'Hola'));
    await call(service.origin, 'POST', '/api/v1/chat/escalate', {
      token: chat.token,
      body: { conversation_id: chat.id, reason: 'Quiero una persona' },
    });
    await line.frame(is('conversation_escalated', chat.id));
    await call(service.origin, 'POST', '/api/v1/chat/end', { token: chat.token, body: { conversation_id: chat.id } });
    await line.frame(is('conversation_ended', chat.id));
    await hearsOn(line);
    const types = line.frames.filter(({ data }) => JSON.stringify(data).includes(chat.id)).map(({ type }) => type);
    for (const type of ['conversation_started', 'conversation_escalated', 'conversation_ended']) {
      expect(types.filter((one) => one === type)).toHaveLength(1);
    }
    const seqs = line.frames
      .filter(({ type, data }) => type === 'new_message' && data.conversation_id === chat.id)
      .map(({ data }) => data.message.seq);
    expect(seqs).toEqual([2, 3, 4]);
    line.close();
  });

  test('tells an agent only of what is theirs or nobody’s', async () => {
    const [mine, theirs, all] = await Promise.all([ana, beto, chief].map((one) => openLine(other.origin, one)));
    const chat = await startChat(service.origin);
    await theirs?.frame(is('conversation_started', chat.id));
    await ana.call('POST', `/conversations/${chat.id}/takeover`, {});
    await say(service.origin, chat, 'Solo para Ana');
    await mine?.frame(is('new_message', 'Solo para Ana'));
    await all?.frame(is('new_message', 'Solo para Ana'));
    await hearsOn(theirs as StaffLine);
    expect(JSON.stringify(theirs?.frames)).not.toContain('Solo para Ana');
    for (const line of [mine, theirs, all]) line?.close();
  });

  test('answers pings and refuses what it does not know, and lives on', async () => {
    const line = await openLine(service.origin, ana);
    for (const bad of ['{', '[]', '{"type":"dance"}', 'null']) line.send(bad);
    line.send({ type: 'ping' });
    await line.frame(({ type }) => type === 'pong');
    expect(line.frames.filter(({ type }) => type === 'error')).toHaveLength(4);
    line.close();
  });

  test('counts over the whole pool, for supervisors', async () => {
    const [here, there] = [await openLine(service.origin, chief), await openLine(other.origin, ana)];
    const chat = await startChat(service.origin);
    const customer = new ChatSocket(other.origin, chat);
    await customer.ready();
    await other.ctx.presence.flush();
    here.send({ type: 'get_stats' });
    const { data } = await here.frame(({ type }) => type === 'stats');
    expect(data.workers).toBe(2);
    // Connections of before may be about to be written off.
    await eventually('these are counted, and no others', async () => {
      here.send({ type: 'get_stats' });
      const { connections } = here.frames.findLast(({ type }) => type === 'stats').data;
      return connections.staff === 2 && connections.customers === 1;
    });
    expect((await chief.call('GET', '/ws/stats')).body.people).toBe(2);
    there.send({ type: 'get_stats' });
    expect((await there.frame(({ type }) => type === 'error')).code).toBe('forbidden');
    expect((await ana.call('GET', '/ws/stats')).status).toBe(403);
    customer.close();
    here.close();
    there.close();
  });

  test('closes with the session, in every worker, and when its token runs out', async () => {
    const leaver = await newStaff(service, 'AGENT');
    const line = await openLine(other.origin, leaver);
    await leaver.call('POST', '/auth/logout', {});
    expect(await line.closed).toBe(4003);
    const gone = await newStaff(service, 'AGENT');
    const second = await openLine(other.origin, gone);
    await service.ctx.db.sql`UPDATE users SET is_active = false WHERE id = ${gone.id}`;
    expect(await second.closed).toBe(4003);
    const brief = await startService({ database: service.database, overrides: { clock: inHalfAnHour() } });
    const third = await openLine(brief.origin, ana);
    expect(await third.closed).toBe(4003);
    await brief.stop();
  });
});

describe('typing', () => {
  test('travels from the customer to the page of the panel and back, by who is in charge alone', async () => {
    const chat = await startChat(service.origin);
    const customer = new ChatSocket(service.origin, chat);
    await customer.ready();
    const page = await openPage(other.origin, ana);
    page.send({ type: 'watch', filter: '', conversation: chat.id, after_seq: 1, after_note: 0, after_change: 0 });
    await page.until((frames) => frames.some(({ type }) => type === 'viewers'));
    customer.send({ type: 'typing' });
    await page.until((frames) => frames.some(({ type, from }) => type === 'typing' && from === 'customer'));
    page.send({ type: 'typing', conversation: chat.id });
    page.send({ type: 'ping' });
    await page.until((frames) => frames.some(({ type }) => type === 'pong'));
    // Through the same worker: what it tells the others keeps its order.
    await ana.call('POST', `/conversations/${chat.id}/takeover`, {}, other.origin);
    await customer.frame(({ status }) => status === 'with_agent');
    expect(customer.frames.filter(({ type }) => type === 'typing')).toHaveLength(0);
    page.send({ type: 'typing', conversation: chat.id });
    expect((await customer.frame(({ type }) => type === 'typing')).from).toBe('agent');
    page.close();
    customer.close();
  });

  test('and a page shows who else looks at its conversation, until they go', async () => {
    const chat = await startChat(service.origin);
    const watch = { type: 'watch', filter: '', conversation: chat.id, after_seq: 1, after_note: 0, after_change: 0 };
    const [first, second] = [await openPage(service.origin, ana), await openPage(other.origin, chief)];
    first.send(watch);
    await first.until((frames) => frames.some(({ type, people }) => type === 'viewers' && people.length === 0));
    second.send(watch);
    await first.until((frames) => frames.some(({ people }) => people?.[0]?.id === chief.id));
    await second.until((frames) => frames.some(({ people }) => people?.[0]?.id === ana.id));
    second.close();
    await first.until((frames) => frames.findLast(({ type }) => type === 'viewers')?.people.length === 0);
    first.close();
  });
});

/** The tokens of now run out half a second after this clock's beginning. */
function inHalfAnHour() {
  const ahead = 30 * 60_000 - 500;
  return { now: () => new Date(Date.now() + ahead), monotonic: () => performance.now() };
}

/** A page of the panel of this person. */
async function openPage(origin: string, { email, password }: Staff) {
  const login = await fetch(`${origin}/panel/login`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin },
    body: new URLSearchParams({ login: email, password }),
  });
  const cookie = (login.headers.get('set-cookie') ?? '').split(';', 1)[0] as string;
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/panel/live`, { headers: { origin, cookie } } as never);
  const frames: Frame[] = [];
  socket.onmessage = ({ data }) => frames.push(JSON.parse(data));
  await new Promise((resolve) => {
    socket.onopen = resolve;
  });
  return {
    send: (frame: object) => socket.send(JSON.stringify(frame)),
    close: () => socket.close(),
    until: (isTrue: (frames: Frame[]) => boolean) => eventually('the page is told', () => isTrue(frames)),
  };
}
