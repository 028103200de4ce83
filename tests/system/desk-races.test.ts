import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { type Answer, type Chat, ChatSocket, call, historyOf, say, staffToken, startChat } from '../support/client.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { askPanel, logIntoPanel, openLivePage, type Session, watchFrame } from '../support/panel-client.ts';
import { StaffLine } from '../support/staff.ts';
import { startStopwatch } from '../support/stopwatch.ts';

const WORKERS = 3;
const PASSWORD = 'Murmullo-Verde-7518';
/** Rights and sockets of somebody who lost them are gone within this, on a machine that has nothing else to do. */
const LOSS_MS = 1_000;
const ROUNDS = 12;
const SILENT_MINUTES = 0.1;

let installation: Installation;
let sql: postgres.Sql;
let admin: string;
let hired = 0;

beforeAll(async () => {
  installation = await startInstallation({ WORKERS: String(WORKERS) });
  sql = postgres(installation.databaseUrl, { max: 2, onnotice: () => {} });
  admin = await staffToken(installation.origin);
}, 120_000);

afterAll(async () => {
  await sql.end();
  await installation.stop();
});

interface Person {
  id: number;
  email: string;
  token: string;
  /** Every call opens a connection of its own, so any worker may get it. */
  call(method: string, path: string, body?: unknown): Promise<Answer>;
}

async function hire(role: 'AGENT' | 'SUPERVISOR' = 'AGENT'): Promise<Person> {
  hired += 1;
  const account = { email: `races${hired}@joxai.test`, full_name: `Persona ${hired}`, role, password: PASSWORD };
  const { body } = await call(installation.origin, 'POST', '/api/v1/users', { token: admin, body: account });
  const { email } = account;
  const login = await call(installation.origin, 'POST', '/api/v1/auth/login', { body: { email, password: PASSWORD } });
  const token = login.body.access_token as string;
  return {
    id: body.id,
    email,
    token,
    call: (method, path, content) =>
      call(installation.origin, method, `/api/v1${path}`, { token, ...(content !== undefined && { body: content }) }),
  };
}

const chargeOf = async ({ id }: Chat) => {
  const [row] = await sql<{ status: string; assignee: number | null; turns: number }[]>`
    SELECT status, assignee_id AS assignee,
      (SELECT count(*)::int FROM turns WHERE conversation_id = c.id AND closed_at IS NULL) AS turns
    FROM conversations c WHERE id = ${id}`;
  return row as { status: string; assignee: number | null; turns: number };
};

async function until(isTrue: () => Promise<boolean> | boolean, ms = 30_000): Promise<number> {
  const begun = performance.now();
  while (!(await isTrue())) {
    if (performance.now() - begun > ms) throw new Error('it did not come to pass');
    await Bun.sleep(10);
  }
  return performance.now() - begun;
}

const statusesOf = (answers: Answer[]): number[] => answers.map(({ status }) => status).sort();

/** Without a gap, and nothing twice. */
async function expectWhole(chat: Chat): Promise<{ seq: number; role: string; content: string }[]> {
  const messages = await historyOf(installation.origin, chat);
  expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, index) => index + 1));
  return messages;
}

describe('at one conversation at once', () => {
  test('two take it: one has it, the other is told so', async () => {
    const [ana, beto] = [await hire(), await hire()];
    for (let round = 0; round < ROUNDS; round += 1) {
      const chat = await startChat(installation.origin);
      const taken = await Promise.all([ana, beto].map((one) => one.call('POST', `/conversations/${chat.id}/takeover`)));
      // Whoever comes late does not see any more what is another's.
      expect(taken.filter(({ status }) => status === 200).length).toBe(1);
      expect(taken.every(({ status }) => [200, 404, 409].includes(status))).toBe(true);
      const winner = taken[0]?.status === 200 ? ana : beto;
      expect(await chargeOf(chat)).toEqual({ status: 'human', assignee: winner.id, turns: 0 });
      const [{ count } = { count: -1 }] = await sql<{ count: number }[]>`
        SELECT count(*)::int FROM conversation_changes WHERE conversation_id = ${chat.id} AND field = 'assignee'`;
      expect(count).toBe(1);
      await winner.call('POST', `/conversations/${chat.id}/end`, {});
    }
  }, 150_000);

  test('a person takes it while the assistant answers: it never speaks over them, and no question is lost', async () => {
    const ana = await hire();
    let dropped = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const chat = await startChat(installation.origin);
      const socket = new ChatSocket(installation.origin, chat);
      await socket.ready();
      const asked = socket.say('¿A qué hora abren las sucursales?');
      const [taken] = await Promise.all([
        ana.call('POST', `/conversations/${chat.id}/takeover`),
        socket.frame(({ type, client_id }) => type === 'ack' && client_id === asked),
      ]);
      expect(taken.status).toBe(200);
      // By seq, not by time: a transaction's time is that of its beginning, and the row decides who came first.
      const [{ before } = { before: -1 }] = await sql<{ before: number }[]>`
        SELECT last_seq AS before FROM conversations WHERE id = ${chat.id}`;
      await ana.call('POST', `/conversations/${chat.id}/messages`, { message: 'Te atiendo yo.' });
      await socket.frame(({ type, role }) => type === 'message' && role === 'agent');
      const messages = await expectWhole(chat);
      expect(messages.filter(({ role }) => role === 'user').length).toBe(1);
      expect(messages.filter(({ role, seq }) => role === 'assistant' && seq > before)).toEqual([]);
      if (messages.filter(({ role }) => role === 'assistant').length === 1) dropped += 1;
      expect(await chargeOf(chat)).toMatchObject({ status: 'human', assignee: ana.id, turns: 0 });
      socket.close();
      await ana.call('POST', `/conversations/${chat.id}/end`, {});
    }
    process.stdout.write(`  ${dropped} of ${ROUNDS} answers under way were dropped\n`);
  }, 150_000);

  test('it is released, handed on, ended and written to: one history that fits, whatever came first', async () => {
    const [ana, beto] = [await hire('SUPERVISOR'), await hire('SUPERVISOR')];
    const ends = new Set<string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const chat = await startChat(installation.origin);
      await ana.call('POST', `/conversations/${chat.id}/takeover`);
      const path = `/conversations/${chat.id}`;
      const deeds = [
        () => ana.call('POST', `${path}/release`),
        () => ana.call('POST', `${path}/transfer`, { agent_id: beto.id }),
        () => beto.call('POST', `${path}/end`, {}),
        () => ana.call('POST', `${path}/messages`, { message: 'Sigo aquí.' }),
        () => say(installation.origin, chat, 'Gracias'),
      ];
      const turned = [...deeds.slice(round % deeds.length), ...deeds.slice(0, round % deeds.length)];
      const answers = await Promise.all(turned.map((deed) => deed()));
      expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
      await until(async () => (await chargeOf(chat)).turns === 0);
      const { status, assignee } = await chargeOf(chat);
      ends.add(status);
      await expectWhole(chat);
      const changes = await sql<{ field: string; from: string | null; to: string | null }[]>`
        SELECT field, from_value AS "from", to_value AS "to" FROM conversation_changes
        WHERE conversation_id = ${chat.id} ORDER BY id`;
      // Each change goes on from where the one before it ended.
      const states = changes.filter(({ field }) => field === 'status');
      expect(states.map(({ from }) => from)).toEqual(['bot', ...states.slice(0, -1).map(({ to }) => to as string)]);
      expect(states.at(-1)?.to).toBe(status);
      const owners = changes.filter(({ field }) => field === 'assignee');
      expect(owners.map(({ from }) => from)).toEqual([null, ...owners.slice(0, -1).map(({ to }) => to)]);
      if (status !== 'ended') expect(owners.at(-1)?.to ?? null).toBe(assignee === null ? null : String(assignee));
    }
    // An end holds: nothing brings the conversation back.
    expect([...ends]).toEqual(['ended']);
  }, 120_000);
});

test('somebody who falls silent loses the conversation to the next, and the customer their place in no queue', async () => {
  await setSilentMinutes(SILENT_MINUTES);
  const [ana, beto] = [await hire(), await hire()];
  const lines = [await lineOf(ana)];
  await ana.call('PATCH', `/agents/${ana.id}`, { availability: 'ONLINE' });
  const chat = await startChat(installation.origin);
  const body = { conversation_id: chat.id, reason: 'Quiero una persona' };
  await call(installation.origin, 'POST', '/api/v1/chat/escalate', { token: chat.token, body });
  await until(async () => (await chargeOf(chat)).assignee === ana.id);
  await say(installation.origin, chat, '¿Sigue ahí?');
  // Her machine is gone: the connection breaks without a word.
  for (const line of lines) line.close();
  lines.push(await lineOf(beto));
  await beto.call('PATCH', `/agents/${beto.id}`, { availability: 'ONLINE' });
  const tookMs = await until(async () => (await chargeOf(chat)).assignee === beto.id, 60_000);
  process.stdout.write(
    `  with the next person after ${Math.round(tookMs)} ms of ${SILENT_MINUTES * 60_000} ms of patience\n`,
  );
  const changes = await sql<{ from: string | null; to: string | null; reason: string | null }[]>`
    SELECT from_value AS "from", to_value AS "to", reason FROM conversation_changes
    WHERE conversation_id = ${chat.id} AND field = 'assignee' ORDER BY id`;
  expect([...changes]).toEqual([
    { from: null, to: String(ana.id), reason: null },
    { from: String(ana.id), to: null, reason: 'silent' },
    { from: null, to: String(beto.id), reason: null },
  ]);
  const told = await ana.call('GET', '/notifications/me');
  expect(told.body.some(({ kind }: { kind: string }) => kind === 'conversation_returned')).toBe(true);
  await expectWhole(chat);
  await beto.call('POST', `/conversations/${chat.id}/end`, {});
  lines.at(-1)?.close();
}, 120_000);

test('workers die under an agent: the page comes back with everything, nothing lost and nothing twice', async () => {
  const ana = await hire();
  const chat = await startChat(installation.origin);
  await ana.call('POST', `/conversations/${chat.id}/takeover`);
  const page = await Page.open(await logIntoPanel(installation.origin, { email: ana.email, password: PASSWORD }), chat);
  const customer = new PersistentCustomer(chat);
  const texts: string[] = [];
  const victims = await installation.workers();
  for (const [index, victim] of victims.entries()) {
    for (const side of ['customer', 'agent'] as const) {
      const text = `${side} ${'abcdefgh'[index]} dice algo`;
      texts.push(text);
      const sending = side === 'customer' ? customer.say(text) : writeAsAgent(ana, chat, text);
      if (side === 'agent') process.kill(victim, 'SIGKILL');
      await sending;
    }
  }
  const messages = await expectWhole(chat);
  expect(messages.slice(1).map(({ content }) => content)).toEqual(texts);
  const tookMs = await until(() => page.seqs.size >= texts.length);
  process.stdout.write(
    `  ${page.breaks} connections broke, the page was whole ${Math.round(tookMs)} ms after the last message\n`,
  );
  expect([...page.seqs.entries()].sort(([a], [b]) => a - b)).toEqual(texts.map((_, index) => [index + 2, 1]));
  expect(page.breaks).toBeGreaterThan(0);
  await until(async () => (await installation.workers()).length === WORKERS);
  page.close();
  customer.close();
}, 150_000);

describe('who loses their rights', () => {
  for (const [what, change] of [
    ['is deactivated', { is_active: false }],
    ['is demoted', { role: 'AGENT' }],
  ] as const) {
    test(`${what}: within a second nothing is theirs any more, in every worker`, async () => {
      const chief = await hire('SUPERVISOR');
      const session = await logIntoPanel(installation.origin, { email: chief.email, password: PASSWORD });
      // So many that every worker has some of them.
      const lines = await Promise.all(Array.from({ length: 12 }, () => lineOf(chief)));
      const page = await openLivePage(installation.origin, session);
      expect((await askPanel(installation.origin, 'GET', '/conversations', session)).status).toBe(200);
      let closed = 0;
      for (const line of lines) void line.closed.then(() => (closed += 1));

      const begun = performance.now();
      const path = `/api/v1/users/${chief.id}`;
      const changed = await call(installation.origin, 'PATCH', path, { token: admin, body: change });
      expect(changed.status).toBe(200);
      const answered = performance.now();
      const stopwatch = startStopwatch();
      const tries = await Promise.all(Array.from({ length: 12 }, () => chief.call('GET', '/conversations')));
      expect(statusesOf(tries)).toEqual(Array.from({ length: 12 }, () => 401));
      await until(() => closed === lines.length);
      expect(stopwatch()).toBeLessThan(LOSS_MS);
      const tookMs = performance.now() - answered;
      expect(await Promise.all(lines.map((line) => line.closed))).toEqual(lines.map(() => 4003));
      expect((await askPanel(installation.origin, 'GET', '/conversations', session)).status).not.toBe(200);
      process.stdout.write(
        `  ${lines.length} sockets closed ${Math.round(tookMs)} ms after the answer, which took ${Math.round(answered - begun)} ms\n`,
      );
      page.close();
    }, 60_000);
  }
});

async function lineOf({ token }: Person): Promise<StaffLine> {
  const line = new StaffLine(installation.origin, { protocols: ['joxai.v1', token] });
  await line.frame(({ type }) => type === 'connection_established', 10_000);
  return line;
}

async function setSilentMinutes(minutes: number): Promise<void> {
  await sql`
    INSERT INTO settings (key, value) VALUES ('desk.silent_minutes', ${sql.json(minutes)})
    ON CONFLICT (key) DO UPDATE SET value = excluded.value`;
  await sql.notify('joxai', JSON.stringify({ from: randomUUID(), events: [{ type: 'settings' }] }));
}

/** As the panel does it: the same id until the answer says that it is stored. */
async function writeAsAgent(person: Person, chat: Chat, message: string): Promise<void> {
  const body = { message, client_id: randomUUID() };
  await persistently(async () => {
    const { status } = await person.call('POST', `/conversations/${chat.id}/messages`, body);
    if (status !== 200) throw new Error(`it answers ${status}`);
  });
}

async function persistently<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let left = 100; ; left -= 1) {
    try {
      return await attempt();
    } catch (error) {
      if (left === 0) throw error;
      await Bun.sleep(100);
    }
  }
}

/** A customer whose client comes back and sends again what was not acknowledged. */
class PersistentCustomer {
  readonly #chat: Chat;
  #socket: ChatSocket;

  constructor(chat: Chat) {
    this.#chat = chat;
    this.#socket = new ChatSocket(installation.origin, chat);
  }

  async say(text: string): Promise<void> {
    const clientId = randomUUID();
    await persistently(async () => {
      if (this.#socket.closeCode !== null) this.#socket = new ChatSocket(installation.origin, this.#chat);
      await this.#socket.ready();
      this.#socket.say(text, clientId);
      await this.#socket.frame(({ type, client_id }) => type === 'ack' && client_id === clientId, 3_000);
    });
  }

  close(): void {
    this.#socket.close();
  }
}

/** A page of the panel with a conversation open: it comes back when its connection breaks, and says what it has. */
class Page {
  /** How often each message after the welcome was put into the page. */
  readonly seqs = new Map<number, number>();
  breaks = 0;
  readonly #session: Session;
  readonly #chat: Chat;
  #socket: WebSocket | null = null;

  private constructor(session: Session, chat: Chat) {
    this.#session = session;
    this.#chat = chat;
  }

  static async open(session: Session, chat: Chat): Promise<Page> {
    const page = new Page(session, chat);
    await page.#connect();
    return page;
  }

  close(): void {
    if (this.#socket) this.#socket.onclose = null;
    this.#socket?.close();
  }

  async #connect(): Promise<void> {
    const headers = { ...this.#session, origin: installation.origin };
    const socket = new WebSocket(`${installation.origin.replace('http', 'ws')}/panel/live`, { headers } as never);
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      const { content = '' } = JSON.parse(String(data)) as { content?: string };
      for (const [, seq] of content.matchAll(/ data-seq="(\d+)"/g)) {
        this.seqs.set(Number(seq), (this.seqs.get(Number(seq)) ?? 0) + 1);
      }
    };
    const { promise, resolve } = Promise.withResolvers<void>();
    socket.onopen = () => {
      socket.send(JSON.stringify(watchFrame('', this.#chat.id, Math.max(1, ...this.seqs.keys()))));
      resolve();
    };
    socket.onclose = () => {
      this.breaks += 1;
      setTimeout(() => void this.#connect(), 200);
    };
    await promise;
  }
}
