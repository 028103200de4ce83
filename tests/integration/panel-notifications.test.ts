import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test';
import { notifyStaff } from '../../src/features/notifications/service.ts';
import { tellWaiting } from '../../src/features/notifications/waiting.ts';
import { purgeClass } from '../../src/features/retention/purge.ts';
import { startChat } from '../support/client.ts';
import { PanelSession } from '../support/panel-session.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';

const HOSTILE = '<img src=x onerror=alert(1)>';

let service: Service;
let agent: Staff;
let supervisor: Staff;
let agentPanel: PanelSession;
let supervisorPanel: PanelSession;

const sql = () => service.ctx.db.sql;

beforeAll(async () => {
  // A mail server that refuses: what is in the outbox stays there.
  service = await startService({
    // Its own turn would come between what a test does and what it looks at.
    resting: ['tell_waiting', 'assign', 'purge'],
    env: {
      SMTP_HOST: '127.0.0.1',
      SMTP_PORT: '9',
      SMTP_FROM_EMAIL: 'desk@bank.test',
      PUBLIC_URL: 'http://127.0.0.1:1',
    },
  });
  [agent, supervisor] = [
    await newStaff(service, 'AGENT', 'Ana Ruiz'),
    await newStaff(service, 'SUPERVISOR', 'Beto Sol'),
  ];
  agentPanel = await PanelSession.open(service, agent);
  supervisorPanel = await PanelSession.open(service, supervisor);
});

afterAll(() => service.stop());

beforeEach(async () => {
  await sql()`DELETE FROM notifications`;
});

const tell = (kind: 'mention' | 'sla_breached', conversationId: string | null, to = [agent.id]) =>
  sql().begin((tx) =>
    notifyStaff(tx, { kind, to, conversationId, data: { reference: 'TKT-AAAA1111', actor: 'Beto', excerpt: HOSTILE } }),
  );

const unreadOf = async (id: number): Promise<number> => {
  const [row] = await sql()<{ n: number }[]>`
    SELECT count(*)::int AS n FROM notifications WHERE user_id = ${id} AND type = 'IN_APP' AND read_at IS NULL`;
  return row?.n ?? 0;
};

describe('the page of notifications', () => {
  test("lists a person's own, inert, by category and state, and nobody else's", async () => {
    const chat = await startChat(service.origin);
    await tell('mention', chat.id);
    await tell('sla_breached', null);
    await tell('mention', null, [supervisor.id]);
    const all = await agentPanel.get('/panel/notifications');
    expect(all.status).toBe(200);
    expect(all.text.match(/id="notification-\d+"/g)?.length).toBe(2);
    expect(all.text).toContain('&lt;img src=x onerror=alert(1)');
    expect(all.text).not.toContain(HOSTILE);
    const late = await agentPanel.get('/panel/notifications?category=REMINDER');
    expect(late.text.match(/id="notification-\d+"/g)?.length).toBe(1);
    await agentPanel.post('/panel/notifications/read');
    expect((await agentPanel.get('/panel/notifications?state=unread')).text).not.toMatch(/id="notification-\d/);
    expect(await unreadOf(supervisor.id)).toBe(1);
  });

  test('marks one as read and leads to what it is about; that of somebody else stays as it is', async () => {
    const chat = await startChat(service.origin);
    const told = await tell('mention', chat.id);
    const foreign = await tell('mention', chat.id, [supervisor.id]);
    const opened = await agentPanel.get(`/panel/notifications/${told.inApp[0]?.notification}/open`);
    expect(opened.location).toBe(`/panel/conversations/${chat.id}`);
    const other = await agentPanel.get(`/panel/notifications/${foreign.inApp[0]?.notification}/open`);
    expect(other.location).toBe('/panel/notifications');
    await agentPanel.post(`/panel/notifications/${foreign.inApp[0]?.notification}/read`);
    expect([await unreadOf(agent.id), await unreadOf(supervisor.id)]).toEqual([0, 1]);
  });
});

describe('preferences', () => {
  const form = { quiet: 'on', from: '22:00', until: '07:30', time_zone: 'America/Tijuana', 'email.mention': 'on' };

  test('are saved for each kind and channel, with quiet hours and time zone', async () => {
    expect((await agentPanel.post('/panel/notifications/preferences', form)).status).toBe(200);
    const { body } = await agent.call('GET', '/notifications/preferences');
    expect(body.quiet_hours).toEqual({ from: '22:00', until: '07:30' });
    expect(body.time_zone).toBe('America/Tijuana');
    expect([body.kinds.mention, body.kinds.ticket_assigned]).toEqual([
      { in_app: false, email: true },
      { in_app: false, email: false },
    ]);
  });

  test('that cannot be are said at their field, with what was typed, and nothing changes', async () => {
    const before = (await agent.call('GET', '/notifications/preferences')).body;
    for (const [wrong, field] of [
      [{ from: 'noon' }, 'from'],
      [{ until: '22:00' }, 'until'],
      [{ time_zone: 'Mars/Olympus' }, 'time_zone'],
    ] as const) {
      const answer = await agentPanel.post('/panel/notifications/preferences', { ...form, ...wrong });
      expect(answer.status).toBe(422);
      expect(answer.text).toMatch(
        new RegExp(`id="field-${field}"[^>]*aria-invalid|aria-invalid[^>]*id="field-${field}"`),
      );
    }
    expect((await agent.call('GET', '/notifications/preferences')).body).toEqual(before);
  });
});

describe('the outbox', () => {
  const fail = (error: string) => sql()`
    UPDATE notifications SET status = 'FAILED', last_error = ${error}, attempts = 12 WHERE type = 'EMAIL'`;
  /** Held by nobody's lease for long: only a page takes it up again. */
  const statuses = () => sql()<{ status: string }[]>`
    SELECT status FROM notifications WHERE type = 'EMAIL' AND attempts < 12 ORDER BY id`;

  test('is there for supervisors alone', async () => {
    expect((await agentPanel.get('/panel/notifications')).text).not.toContain('/panel/notifications/outbox');
    expect((await agentPanel.get('/panel/notifications/outbox')).status).toBe(403);
    expect((await agentPanel.post('/panel/notifications/outbox/retry')).status).toBe(403);
    expect((await supervisorPanel.get('/panel/notifications')).text).toContain('/panel/notifications/outbox');
  });

  test('says in plain words why a mail failed, and sends one or all again', async () => {
    await sql()`DELETE FROM notification_preferences`;
    await sql()`DELETE FROM quiet_hours`;
    await tell('mention', null);
    await tell('sla_breached', null);
    await fail('bad_recipient');
    const page = await supervisorPanel.get('/panel/notifications/outbox?status=FAILED');
    expect(page.text).toContain('La dirección no existe o no acepta correo.');
    const [first] = await sql()<{ id: string }[]>`SELECT id FROM notifications WHERE type = 'EMAIL' ORDER BY id`;
    expect((await supervisorPanel.post(`/panel/notifications/outbox/${first?.id}/retry`)).status).toBe(200);
    expect((await statuses()).length).toBe(1);
    await fail('network');
    expect((await supervisorPanel.post('/panel/notifications/outbox/retry')).text).toContain('2 correos en camino');
    expect((await statuses()).length).toBe(2);
    const again = await supervisorPanel.post(`/panel/notifications/outbox/${first?.id}/retry`);
    expect(again.text).toContain('Ya no se puede reintentar');
  });
});

describe('somebody who waits', () => {
  const wait = async (secondsAgo: number) => {
    const chat = await startChat(service.origin);
    await sql()`
      INSERT INTO messages (conversation_id, month, seq, role, content)
      SELECT id, month, 50, 'customer', 'Me robaron la cartera' FROM conversations WHERE id = ${chat.id}`;
    await sql()`
      UPDATE conversations SET status = 'waiting', priority = 'URGENT', last_seq = 50,
        waiting_since = now() - make_interval(secs => ${secondsAgo}) WHERE id = ${chat.id}`;
    return chat;
  };
  const told = () => sql()<{ userId: number; body: string }[]>`
    SELECT user_id AS "userId", body FROM notifications WHERE kind = 'conversation_waiting' AND type = 'IN_APP' ORDER BY user_id`;
  const connect = async (...people: Staff[]) => {
    const present = people.map(({ id }) =>
      service.ctx.presence.enter({ kind: 'panel', userId: id, conversationId: null }),
    );
    await service.ctx.presence.flush();
    return async () => {
      for (const one of present) one.leave();
      await service.ctx.presence.flush();
    };
  };

  test('is told once to those who are online and to supervisors who are connected, and is read when it is settled', async () => {
    const away = await newStaff(service, 'AGENT');
    const online = await newStaff(service, 'AGENT');
    await sql()`INSERT INTO agents (user_id, availability) VALUES (${online.id}, 'ONLINE'), (${away.id}, 'AWAY')`;
    const chat = await wait(10);
    const fresh = await wait(0);
    expect(await tellWaiting(service.ctx)).toBe(0);
    const leave = await connect(away, online, supervisor);
    await tellWaiting(service.ctx);
    await tellWaiting(service.ctx);
    expect((await told()).map(({ userId }) => userId)).toEqual([supervisor.id, online.id].sort((a, b) => a - b));
    expect((await told())[0]?.body).toContain('Me robaron la cartera');
    expect(await unreadOf(online.id)).toBe(1);
    await sql()`UPDATE conversations SET status = 'human' WHERE id = ${chat.id}`;
    await tellWaiting(service.ctx);
    expect(await unreadOf(online.id)).toBe(0);
    await sql()`UPDATE conversations SET status = 'ended' WHERE id IN (${chat.id}, ${fresh.id})`;
    await leave();
  });

  test('rings nobody more than a few times at once', async () => {
    const chats = await Promise.all(Array.from({ length: 8 }, () => wait(20)));
    const leave = await connect(supervisor);
    for (let run = 0; run < 4; run += 1) await tellWaiting(service.ctx);
    expect((await told()).length).toBe(5);
    await sql()`UPDATE conversations SET status = 'ended' WHERE id = ANY(${chats.map(({ id }) => id)}::uuid[])`;
    await leave();
  });
});

test('what is older than the setting says is forgotten, but not what still waits to be sent', async () => {
  await sql()`DELETE FROM notification_preferences`;
  await tell('mention', null);
  await tell('sla_breached', null);
  await sql()`UPDATE notifications SET created_at = now() - interval '91 days' WHERE kind = 'mention'`;
  await sql()`UPDATE notifications SET status = 'PENDING', next_attempt_at = 'infinity' WHERE type = 'EMAIL'`;
  expect((await purgeClass(service.ctx, 'notifications'))?.rows).toBe(1);
  const left = await sql()`SELECT kind, type FROM notifications ORDER BY kind, type`;
  expect(left.map(({ kind, type }) => `${kind} ${type}`)).toEqual([
    'mention EMAIL',
    'sla_breached EMAIL',
    'sla_breached IN_APP',
  ]);
});

test('a changed status is told in words, in the language of who hears of it', async () => {
  await sql()`DELETE FROM notification_preferences`;
  const data = { reference: 'TKT-AAAA1111', from: 'OPEN', to: 'IN_PROGRESS', subject: 'Cargo' };
  await sql().begin((tx) => notifyStaff(tx, { kind: 'ticket_status_changed', to: [agent.id], data }));
  const { text } = await agentPanel.get('/panel/notifications');
  expect(text).toContain('TKT-AAAA1111 está en curso');
  expect(text).not.toContain('IN_PROGRESS');
});
