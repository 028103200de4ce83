import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test';
import { assignWaiting, returnSilent, setAvailability } from '../../src/features/conversations/assignment.ts';
import { type Chat, ChatSocket, call, startChat } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, openLine, type Staff } from '../support/staff.ts';

let service: Service;
let other: Service;

beforeAll(async () => {
  // Who is silent is looked for by the test alone, once everything is as it wants it.
  service = await startService({ resting: ['return_silent'] });
  other = await startService({ database: service.database });
});

afterAll(async () => {
  await other.stop();
  await service.stop();
});

/** Nobody waits and nobody is there. */
beforeEach(async () => {
  const { sql } = service.ctx.db;
  await sql`UPDATE conversations SET status = 'ended', ended_at = now() WHERE status <> 'ended'`;
  await sql`DELETE FROM agents`;
});

async function waitingChat(priority = 'MEDIUM'): Promise<Chat> {
  const chat = await startChat(service.origin);
  const body = { conversation_id: chat.id, reason: 'Quiero una persona', priority };
  await call(service.origin, 'POST', '/api/v1/chat/escalate', { token: chat.token, body });
  return chat;
}

/** At their desk: connected to a worker and online. */
async function atDesk(person: Staff, capacity: number) {
  const line = await openLine(other.origin, person);
  await other.ctx.presence.flush();
  const caller = { id: person.id, fullName: person.name } as never;
  await setAvailability(service.ctx, caller, person.id, { availability: 'ONLINE', capacity });
  return line;
}

const chargeOf = async (chat: Chat): Promise<[string, number | null]> => {
  const [row] = await service.ctx.db.sql`SELECT status, assignee_id FROM conversations WHERE id = ${chat.id}`;
  return [row?.status, row?.assignee_id];
};

/** Soon: while a worker assigns, others leave it to that one. */
const isGiven = (chat: Chat, person: Staff) =>
  eventually('it is given to the person', async () => Bun.deepEquals(await chargeOf(chat), ['human', person.id]));

describe('the assignment', () => {
  test('gives what waits to who comes online, the most urgent and oldest first, no more than they take', async () => {
    const ana = await newStaff(service, 'AGENT');
    const [oldest, newer, urgent] = [await waitingChat(), await waitingChat(), await waitingChat('URGENT')];
    const line = await atDesk(ana, 2);
    await isGiven(urgent, ana);
    await isGiven(oldest, ana);
    expect(await chargeOf(newer)).toEqual(['waiting', null]);
    await ana.call('POST', `/conversations/${urgent.id}/end`, {});
    await isGiven(newer, ana);
    line.close();
  });

  test('passes over who is away, or not connected at all', async () => {
    const [away, gone] = [await newStaff(service, 'AGENT'), await newStaff(service, 'AGENT')];
    const line = await openLine(service.origin, away);
    await service.ctx.presence.flush();
    const chat = await waitingChat();
    await setAvailability(service.ctx, { id: away.id, fullName: 'x' } as never, away.id, { availability: 'AWAY' });
    await setAvailability(service.ctx, { id: gone.id, fullName: 'x' } as never, gone.id, { availability: 'ONLINE' });
    expect(await chargeOf(chat)).toEqual(['waiting', null]);
    await setAvailability(service.ctx, { id: away.id, fullName: 'x' } as never, away.id, { availability: 'ONLINE' });
    await isGiven(chat, away);
    line.close();
  });

  test('lets people say for themselves whether they take conversations, and supervisors for all', async () => {
    const [ana, beto] = [await newStaff(service, 'AGENT'), await newStaff(service, 'AGENT')];
    const chief = await newStaff(service, 'SUPERVISOR');
    const set = (who: Staff, whom: Staff, body: object) => who.call('PATCH', `/agents/${whom.id}`, body);
    expect((await set(ana, ana, { availability: 'online', capacity: 3 })).body).toMatchObject({
      availability: 'ONLINE',
      capacity: 3,
      load: 0,
    });
    expect((await set(ana, beto, { availability: 'ONLINE' })).status).toBe(403);
    expect((await set(chief, beto, { availability: 'AWAY' })).body.availability).toBe('AWAY');
    expect((await set(ana, ana, { capacity: null })).body).toMatchObject({ availability: 'ONLINE', capacity: 4 });
    for (const body of [{ availability: 'SLEEPING' }, { capacity: -1 }, { capacity: 51 }]) {
      expect((await set(ana, ana, body)).status).toBe(422);
    }
    const { body } = await ana.call('GET', '/agents');
    expect(body.find(({ id }: { id: number }) => id === beto.id).availability).toBe('AWAY');
  });

  test('shares out evenly, and each conversation once though several workers assign', async () => {
    const [ana, beto] = [await newStaff(service, 'AGENT'), await newStaff(service, 'AGENT')];
    const lines = [await atDesk(ana, 5), await atDesk(beto, 5)];
    const chats: Chat[] = [];
    for (let count = 0; count < 6; count += 1) chats.push(await waitingChat());
    await Promise.all([assignWaiting(service.ctx), assignWaiting(other.ctx), assignWaiting(service.ctx)]);
    await eventually('all are given', async () =>
      (await Promise.all(chats.map(chargeOf))).every(([status]) => status === 'human'),
    );
    const owners = (await Promise.all(chats.map(chargeOf))).map(([, owner]) => owner);
    expect([ana.id, beto.id].map((id) => owners.filter((owner) => owner === id).length)).toEqual([3, 3]);
    for (const line of lines) line.close();
  });

  test('tells the customer whether anybody is there', async () => {
    const chat = await waitingChat();
    const socket = new ChatSocket(service.origin, chat);
    expect((await socket.frame(({ type }) => type === 'status')).staff_online).toBe(false);
    const ana = await newStaff(service, 'AGENT');
    const line = await atDesk(ana, 0);
    await socket.frame(({ type, staff_online: isStaffed }) => type === 'status' && isStaffed === true);
    line.close();
    socket.close();
  });
});

describe('a conversation whose agent is silent', () => {
  test('goes back to the queue in its old place, to somebody else; one that is worked on stays', async () => {
    const { sql } = service.ctx.db;
    const [ana, beto] = [await newStaff(service, 'AGENT'), await newStaff(service, 'AGENT')];
    const [silent, busy] = [await waitingChat(), await waitingChat()];
    const line = await atDesk(ana, 2);
    for (const chat of [silent, busy]) {
      await isGiven(chat, ana);
      const body = { conversation_id: chat.id, message: '¿Hay alguien?' };
      await call(service.origin, 'POST', '/api/v1/chat/message', { token: chat.token, body });
      await sql`UPDATE conversations SET last_agent_at = now() - interval '6 minutes' WHERE id = ${chat.id}`;
      await sql`UPDATE messages SET created_at = now() - interval '6 minutes' WHERE conversation_id = ${chat.id}`;
    }
    await ana.call('POST', `/conversations/${busy.id}/notes`, { note: 'Lo estoy revisando' });
    await returnSilent(service.ctx);
    expect(await chargeOf(silent)).toEqual(['waiting', null]);
    expect(await chargeOf(busy)).toEqual(['human', ana.id]);
    await assignWaiting(service.ctx);
    expect(await chargeOf(silent)).toEqual(['waiting', null]);
    const second = await atDesk(beto, 1);
    await isGiven(silent, beto);
    const [change] = await sql`
      SELECT actor_name, from_value, reason FROM conversation_changes
      WHERE conversation_id = ${silent.id} AND reason = 'silent' AND field = 'assignee'`;
    expect(change).toEqual({ actor_name: 'desk', from_value: String(ana.id), reason: 'silent' });
    for (const one of [line, second]) one.close();
  });

  test('stays with them where they answer just then', async () => {
    const { sql } = service.ctx.db;
    const ana = await newStaff(service, 'AGENT');
    const chat = await waitingChat();
    const line = await atDesk(ana, 1);
    await isGiven(chat, ana);
    const body = { conversation_id: chat.id, message: '¿Hay alguien?' };
    await call(service.origin, 'POST', '/api/v1/chat/message', { token: chat.token, body });
    await sql`UPDATE messages SET created_at = now() - interval '6 minutes' WHERE conversation_id = ${chat.id}`;
    await sql`UPDATE conversations SET last_agent_at = now() - interval '6 minutes' WHERE id = ${chat.id}`;
    let returning = Promise.resolve(-1);
    await sql.begin(async (tx) => {
      await tx`UPDATE conversations SET last_agent_at = now() WHERE id = ${chat.id}`;
      returning = returnSilent(service.ctx);
      await eventually('the return waits for the answer', async () => {
        const waiting = await sql`
          SELECT 1 FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%waiting_since%'`;
        return waiting.length > 0;
      });
    });
    expect(await returning).toBe(0);
    expect(await chargeOf(chat)).toEqual(['human', ana.id]);
    line.close();
  });
});
