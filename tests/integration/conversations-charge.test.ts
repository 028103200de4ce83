import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { Answerer, Draft } from '../../src/ai/answer.ts';
import { Router } from '../../src/ai/router.ts';
import { ChatSocket, call, historyOf, say, startChat } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { holdLock } from '../support/held-lock.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';

const QUESTION = '¿A qué hora abren las sucursales?';

let service: Service;
let other: Service;
let ana: Staff;
let beto: Staff;
let chief: Staff;

beforeAll(async () => {
  service = await startService();
  other = await startService({ database: service.database });
  [ana, beto, chief] = await Promise.all([
    newStaff(service, 'AGENT', 'Ana Agente'),
    newStaff(service, 'AGENT', 'Beto Agente'),
    newStaff(service, 'SUPERVISOR', 'Carla Jefa'),
  ]);
});

afterAll(async () => {
  await other.stop();
  await service.stop();
});

const escalate = (chat: { id: string; token: string }, fields: object = {}) =>
  call(service.origin, 'POST', '/api/v1/chat/escalate', {
    token: chat.token,
    body: { conversation_id: chat.id, reason: 'Quiero una persona', ...fields },
  });

describe('a person takes a conversation over', () => {
  test('of two at once, through two workers, exactly one gets it', async () => {
    const chat = await startChat(service.origin);
    const path = `/conversations/${chat.id}/takeover`;
    const answers = await Promise.all([ana.call('POST', path, {}), beto.call('POST', path, {}, other.origin)]);
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses[0]).toBe(200);
    expect([404, 409]).toContain(statuses[1] as number);
    const { body } = await chief.call('GET', `/conversations/${chat.id}`);
    expect([ana.id, beto.id]).toContain(body.conversation.assigned_to);
    expect(body.conversation.status).toBe('WITH_AGENT');
    const loser = body.conversation.assigned_to === ana.id ? beto : ana;
    expect((await loser.call('GET', `/conversations/${chat.id}`)).status).toBe(404);
    expect((await chief.call('POST', path, {})).status).toBe(409);
  });

  test('while the assistant is making a reply: that one is never said, not even in part', async () => {
    const slow = deferred();
    const worker = await startService({ database: service.database });
    const begun = Promise.withResolvers<void>();
    let isStopped = false;
    const answerer: Answerer = {
      name: 'slow',
      async answer(question, _tools, onText) {
        begun.resolve();
        await slow.promise;
        onText('Palabras del asistente.');
        return { ...DRAFT, text: 'Palabras del asistente.', intent: question.language };
      },
    };
    worker.ctx.ai = new Router([answerer, answerer]);
    try {
      const chat = await startChat(worker.origin);
      const socket = new ChatSocket(worker.origin, chat);
      await socket.ready();
      socket.say('¿Me ayudas con mi cuenta?');
      await begun.promise;
      expect((await ana.call('POST', `/conversations/${chat.id}/takeover`, {})).status).toBe(200);
      await socket.frame(({ type, status }) => type === 'status' && status === 'with_agent');
      slow.resolve();
      await ana.call('POST', `/conversations/${chat.id}/messages`, { message: 'Soy Ana' });
      await socket.frame(({ content }) => content === 'Soy Ana');
      // By then the worker has done with everything that it had begun.
      await worker.stop();
      isStopped = true;
      await eventually('the socket has heard all', () => socket.closeCode !== null);
      expect(JSON.stringify(socket.frames)).not.toContain('Palabras del asistente');
      expect(JSON.stringify(await historyOf(service.origin, chat))).not.toContain('Palabras del asistente');
      const open = await service.ctx.db
        .sql`SELECT 1 FROM turns WHERE conversation_id = ${chat.id} AND closed_at IS NULL`;
      expect(open).toHaveLength(0);
    } finally {
      slow.resolve();
      if (!isStopped) await worker.stop();
    }
  });

  test('and gives it back: the assistant answers again, and the history says who, what and when', async () => {
    const chat = await startChat(service.origin);
    await say(service.origin, chat, QUESTION);
    await ana.call('POST', `/conversations/${chat.id}/takeover`, {});
    expect((await say(service.origin, chat, QUESTION)).body.metadata.outcome).toBe('handoff');
    expect((await beto.call('POST', `/conversations/${chat.id}/release`, {})).status).toBe(404);
    expect((await ana.call('POST', `/conversations/${chat.id}/release`, {})).body.status).toBe('ACTIVE');
    expect((await ana.call('POST', `/conversations/${chat.id}/release`, {})).status).toBe(409);
    expect((await say(service.origin, chat, QUESTION)).body.metadata.outcome).toBe('answer');
    const { body } = await ana.call('GET', `/conversations/${chat.id}/history`);
    const changes = body.map(({ field, from, to, actor_name }: Record<string, string>) => [
      field,
      from,
      to,
      actor_name,
    ]);
    expect(changes).toEqual([
      ['status', 'bot', 'human', ana.name],
      ['assignee', null, String(ana.id), ana.name],
      ['status', 'human', 'bot', ana.name],
      ['assignee', String(ana.id), null, ana.name],
    ]);
  });

  test('but not of one that has ended', async () => {
    const chat = await startChat(service.origin);
    expect((await ana.call('POST', `/conversations/${chat.id}/end`, {})).body.status).toBe('ENDED');
    for (const deed of ['takeover', 'release', 'transfer']) {
      const answer = await ana.call('POST', `/conversations/${chat.id}/${deed}`, { agent_id: beto.id });
      expect([deed, answer.status]).toEqual([deed, 409]);
    }
    expect((await ana.call('POST', `/conversations/${chat.id}/end`, {})).status).toBe(200);
  });
});

describe('a transfer', () => {
  test('moves a conversation to a colleague, out of the first one’s sight, and no further by the first one', async () => {
    const chat = await startChat(service.origin);
    await ana.call('POST', `/conversations/${chat.id}/takeover`, {});
    const path = `/conversations/${chat.id}/transfer`;
    expect((await ana.call('POST', path, { agent_id: 999_999 })).status).toBe(422);
    expect((await beto.call('POST', path, { agent_id: beto.id })).status).toBe(404);
    expect((await ana.call('POST', path, { agent_id: beto.id, reason: 'Sabe de créditos' })).status).toBe(200);
    expect((await ana.call('GET', `/conversations/${chat.id}`)).status).toBe(404);
    expect((await ana.call('POST', `/conversations/${chat.id}/messages`, { message: 'x' })).status).toBe(404);
    expect((await beto.call('POST', `/conversations/${chat.id}/messages`, { message: 'Hola' })).status).toBe(200);
    const told = await service.ctx.db.sql`
      SELECT user_id FROM notifications
      WHERE conversation_id = ${chat.id} AND kind = 'conversation_assigned' AND type = 'IN_APP'`;
    expect([...told]).toEqual([{ user_id: beto.id }]);
    const history = await chief.call('GET', `/conversations/${chat.id}/history`);
    expect(history.body.at(-1)).toMatchObject({ field: 'assignee', to: String(beto.id), reason: 'Sabe de créditos' });
    expect((await chief.call('POST', path, { agent_id: null })).status).toBe(200);
    expect((await chief.call('GET', `/conversations/${chat.id}`)).body.conversation.status).toBe('WAITING');
  });
});

test('asking twice at once for a person who is there already opens one ticket, and answers it to both', async () => {
  const chat = await startChat(service.origin);
  expect((await ana.call('POST', `/conversations/${chat.id}/takeover`, {})).status).toBe(200);
  const held = await holdLock(service.database.url, (sql) => sql`LOCK TABLE tickets IN SHARE MODE`);
  const asking = [escalate(chat), escalate(chat)];
  // One of them may wait for the other.
  await held.untilWaiting(2, '');
  await held.release();
  const answers = await Promise.all(asking);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(new Set(answers.map(({ body }) => body.ticket_id)).size).toBe(1);
});

test('an emergency is answered as one also where staff open its ticket at the same moment', async () => {
  const chat = await startChat(service.origin);
  const held = await holdLock(service.database.url, (sql) => sql`LOCK TABLE tickets IN SHARE MODE`);
  const opening = ana.call('POST', '/tickets', { subject: 'Llamó antes', conversation_id: chat.id });
  await held.untilWaiting(1, 'INSERT INTO tickets');
  const asking = say(service.origin, chat, 'Me robaron la tarjeta y están haciendo cargos, ayuda');
  await held.untilWaiting(2, 'INSERT INTO tickets');
  await held.release();
  const [opened, answer] = await Promise.all([opening, asking]);
  expect([opened.status, answer.status]).toEqual([200, 200]);
  expect(answer.body.metadata).toMatchObject({ provider: 'triage', ticket_id: opened.body.ticket_id });
});

describe('the queue', () => {
  test('tells each customer their place: the most urgent first, then who has waited longest', async () => {
    const { sql } = service.ctx.db;
    await sql`UPDATE conversations SET status = 'ended', ended_at = now() WHERE status = 'waiting'`;
    const [first, second, urgent] = [
      await startChat(service.origin),
      await startChat(service.origin),
      await startChat(service.origin),
    ];
    await escalate(first);
    await escalate(second);
    const socket = new ChatSocket(other.origin, second);
    expect((await socket.frame(({ type }) => type === 'status')).position).toBe(2);
    await escalate(urgent, { priority: 'URGENT' });
    await socket.frame(({ type, position }) => type === 'status' && position === 3);
    await ana.call('POST', `/conversations/${urgent.id}/takeover`, {});
    await ana.call('POST', `/conversations/${first.id}/takeover`, {});
    await socket.frame(({ type, position }) => type === 'status' && position === 1);
    socket.close();
  });

  test('tells the others of somebody who comes back into it with the ticket that is open still', async () => {
    const { sql } = service.ctx.db;
    await sql`UPDATE conversations SET status = 'ended', ended_at = now() WHERE status = 'waiting'`;
    const [back, patient] = [await startChat(service.origin), await startChat(service.origin)];
    const { body } = await escalate(back);
    expect((await chief.call('POST', `/conversations/${back.id}/release`, {})).status).toBe(200);
    await escalate(patient);
    const socket = new ChatSocket(other.origin, patient);
    expect((await socket.frame(({ type }) => type === 'status')).position).toBe(1);
    expect((await escalate(back, { priority: 'URGENT' })).body.ticket_id).toBe(body.ticket_id);
    await socket.frame(({ type, position }) => type === 'status' && position === 2);
    socket.close();
  });
});

function deferred() {
  return Promise.withResolvers<void>();
}

const DRAFT: Omit<Draft, 'text' | 'intent'> = {
  outcome: 'answer',
  citations: [],
  confidence: 1,
  action: null,
  handoff: null,
  suggestEscalation: false,
  evidence: [],
  provider: 'slow',
  model: null,
  usage: null,
};
