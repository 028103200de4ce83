import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test';
import { say, startChat } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { askPanel, BY_HTMX, logIntoPanel, openLivePage, type Session, watchFrame } from '../support/panel-client.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';
import { holdTable } from '../support/table-lock.ts';

let service: Service;
let other: Service;
let ana: Staff;
let bruno: Staff;
let boss: Staff;
let sessions: Map<Staff, Session>;

beforeAll(async () => {
  service = await startService();
  other = await startService({ database: service.database });
  ana = await newStaff(service, 'AGENT', 'Ana Ríos');
  bruno = await newStaff(service, 'AGENT', 'Bruno Sáenz');
  boss = await newStaff(service, 'SUPERVISOR', 'Sofía Vela');
  sessions = new Map();
  for (const person of [ana, bruno, boss]) sessions.set(person, await logIntoPanel(service.origin, person));
});

afterAll(async () => {
  await other.stop();
  await service.stop();
});

beforeEach(async () => {
  await service.ctx.db.sql`UPDATE conversations SET status = 'ended', waiting_since = NULL`;
});

const of = (person: Staff): Session => sessions.get(person) as Session;
const get = async (person: Staff, path: string): Promise<string> =>
  (await askPanel(service.origin, 'GET', path, of(person))).text();
const post = (person: Staff, path: string, form: Record<string, string> = {}): Promise<Response> =>
  askPanel(service.origin, 'POST', path, { ...of(person), ...BY_HTMX }, form);

/** The ids of the rows of a page or a piece of it, in their order. */
const rowsOf = (html: string): string[] =>
  [...html.matchAll(/id="row-([0-9a-f-]{36})"/g)].map(([, id]) => id as string);

interface Fields {
  status?: string;
  assignee?: number | null;
  priority?: string;
  waitingMinutes?: number | null;
  ageMinutes?: number;
  language?: string;
  tags?: string[];
}

/** A conversation as it stands in the database, without a chat. */
async function put({
  status = 'bot',
  assignee = null,
  priority = 'MEDIUM',
  waitingMinutes = null,
  ageMinutes = 0,
  language = 'es',
  tags = [],
}: Fields): Promise<string> {
  const [row] = await service.ctx.db.sql<{ id: string }[]>`
    INSERT INTO conversations (status, language, assignee_id, priority, waiting_since, updated_at, tags, last_text,
      handed_off_at)
    VALUES (${status}, ${language}, ${assignee}, ${priority},
      CASE WHEN ${waitingMinutes !== null} THEN now() - make_interval(mins => ${waitingMinutes ?? 0}) END,
      now() - make_interval(mins => ${ageMinutes}), ${tags}, 'hola',
      CASE WHEN ${status !== 'bot'} THEN now() END) RETURNING id`;
  return row?.id ?? '';
}

describe('the list', () => {
  test('has what is nobody’s and one’s own for an agent, and all for a supervisor, under each tab', async () => {
    const free = await put({});
    const anas = await put({ status: 'human', assignee: ana.id });
    const brunos = await put({ status: 'human', assignee: bruno.id });
    const listed = async (person: Staff, query = '') => rowsOf(await get(person, `/conversations${query}`)).sort();
    expect(await listed(ana)).toEqual([free, anas].sort());
    expect(await listed(ana, '?tab=mine')).toEqual([anas]);
    expect(await listed(ana, '?tab=unassigned')).toEqual([free]);
    expect(await listed(bruno)).toEqual([free, brunos].sort());
    expect(await listed(boss)).toEqual([free, anas, brunos].sort());
    expect(await listed(boss, '?tab=mine')).toEqual([]);
  });

  test('counts each tab for whom it is', async () => {
    await put({});
    await put({ status: 'human', assignee: ana.id });
    await put({ status: 'human', assignee: bruno.id });
    const counts = async (person: Staff) =>
      [...(await get(person, '/conversations')).matchAll(/id="count-(\w+)"[^>]*>(\d+)</g)].map(([, tab, n]) => [
        tab,
        n,
      ]);
    expect(await counts(ana)).toEqual([
      ['all', '2'],
      ['mine', '1'],
      ['unassigned', '1'],
    ]);
    expect(await counts(boss)).toEqual([
      ['all', '3'],
      ['mine', '0'],
      ['unassigned', '1'],
    ]);
  });

  test('is narrowed by each filter, and says how to widen it again', async () => {
    const plain = await put({});
    const found: Record<string, string> = {
      'status=waiting': await put({ status: 'waiting', waitingMinutes: 5 }),
      'priority=URGENT': await put({ priority: 'URGENT' }),
      'language=en': await put({ language: 'en' }),
      'tag=robo': await put({ tags: ['robo', 'tarjeta'] }),
    };
    for (const [query, id] of Object.entries(found)) {
      const html = await get(boss, `/conversations?${query}`);
      expect([query, rowsOf(html)]).toEqual([query, [id]]);
      expect(html).toContain('class="active-filters"');
    }
    expect(rowsOf(await get(boss, '/conversations?escalated=1'))).toEqual([found['status=waiting'] as string]);
    expect(rowsOf(await get(boss, '/conversations'))).toContain(plain);
    expect(await get(boss, '/conversations?tag=nothing-has-it')).toContain('Quitar filtros');
  });

  test('by the deadline of the open ticket', async () => {
    const late = await put({ status: 'waiting', waitingMinutes: 1 });
    const soon = await put({ status: 'waiting', waitingMinutes: 1 });
    const owe = (id: string, minutes: number, reference: string) => service.ctx.db.sql`
      INSERT INTO tickets (reference, conversation_id, subject, sla_due_at)
      VALUES (${reference}, ${id}, 'x', now() + make_interval(mins => ${minutes}))`;
    await owe(late, -3, 'TKT-INBOXSL1');
    await owe(soon, 30, 'TKT-INBOXSL2');
    expect(rowsOf(await get(boss, '/conversations?sla=breached'))).toEqual([late]);
    expect(rowsOf(await get(boss, '/conversations?sla=running'))).toEqual([soon]);
  });

  test('goes on page by page in every order, with each conversation once', async () => {
    const { sql } = service.ctx.db;
    await sql`
      INSERT INTO conversations (status, language, priority, waiting_since, updated_at)
      SELECT CASE WHEN n % 3 = 0 THEN 'waiting' ELSE 'bot' END, 'es',
        (ARRAY['LOW', 'MEDIUM', 'HIGH', 'URGENT'])[1 + n % 4],
        CASE WHEN n % 3 = 0 THEN now() - make_interval(mins => n % 17) END, now() - make_interval(mins => n / 2)
      FROM generate_series(1, 130) n`;
    const byWaiting = sql`waiting_since NULLS LAST, CASE WHEN waiting_since IS NULL THEN updated_at END DESC, id`;
    const order = {
      newest: sql`updated_at DESC, id`,
      waiting: byWaiting,
      urgent: sql`array_position(ARRAY['URGENT', 'HIGH', 'MEDIUM', 'LOW'], priority), ${byWaiting}`,
    };
    for (const sort of ['newest', 'waiting', 'urgent'] as const) {
      const expected = await sql<{ id: string }[]>`
        SELECT id FROM conversations WHERE status <> 'ended' ORDER BY ${order[sort]}`;
      let html = await get(boss, `/conversations?sort=${sort}`);
      const seen = rowsOf(html);
      for (let page = 0; page < 5 && html.includes('data-more'); page += 1) {
        const place = [...html.matchAll(/data-order="(\d+)"/g)].at(-1)?.[1];
        html = await get(boss, `/conversations/more?sort=${sort}&place=${place}&id=${seen.at(-1)}`);
        seen.push(...rowsOf(html));
      }
      expect(seen).toHaveLength(130);
      expect([sort, seen]).toEqual([sort, expected.map(({ id }) => id)]);
    }
  });

  test('finds words of messages and shows where they stand, whatever else the message holds', async () => {
    const chat = await startChat(service.origin);
    await say(service.origin, chat, 'Busco la palabra zafirito <img src=x onerror=alert(1)> en mi estado');
    const html = await get(boss, '/conversations?q=zafirito');
    expect(rowsOf(html)).toEqual([chat.id]);
    expect(html).toContain('<mark>zafirito</mark>');
    expect(html).not.toContain('<img src=x');
    expect(rowsOf(await get(boss, '/conversations?q=zafirito&status=ended'))).toEqual([]);
  });
});

describe('the desk', () => {
  test('gives the most urgent of the queue to who asks for the next, and says when nobody waits', async () => {
    await put({ status: 'waiting', waitingMinutes: 50 });
    const urgent = await put({ status: 'waiting', waitingMinutes: 5, priority: 'URGENT' });
    const answer = await post(ana, '/conversations/next');
    expect(answer.headers.get('hx-redirect')).toBe(`/panel/conversations/${urgent}?tab=mine`);
    expect((await post(bruno, '/conversations/next')).headers.get('hx-redirect')).toContain('/panel/conversations/');
    const none = await post(ana, '/conversations/next');
    expect(none.headers.get('hx-redirect')).toBeNull();
    expect(await none.text()).toContain('Nadie espera en la fila');
    const [row] = await service.ctx.db.sql`SELECT status, assignee_id FROM conversations WHERE id = ${urgent}`;
    expect(row).toMatchObject({ status: 'human', assignee_id: ana.id });
  });

  test('never gives one customer to two who ask at once', async () => {
    await put({ status: 'waiting', waitingMinutes: 5 });
    const answers = await Promise.all([ana, bruno, boss].map((person) => post(person, '/conversations/next')));
    expect(answers.filter((answer) => answer.headers.has('hx-redirect'))).toHaveLength(1);
  });

  test('keeps whether a person takes conversations and how many, and what was typed when that is no number', async () => {
    const set = async (form: Record<string, string>) => {
      const answer = await post(ana, '/conversations/availability', form);
      return { status: answer.status, html: await answer.text() };
    };
    expect((await set({ availability: 'AWAY' })).html).toContain('is-away');
    expect((await set({ capacity: '7' })).html).toContain('0/7');
    const wrong = await set({ capacity: '900' });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('value="900"');
    const [row] = await service.ctx.db.sql`SELECT availability, capacity FROM agents WHERE user_id = ${ana.id}`;
    expect(row).toMatchObject({ availability: 'AWAY', capacity: 7 });
    expect((await set({ availability: 'BUSY' })).status).toBe(422);
  });
});

describe('saved views', () => {
  const create = (person: Staff, form: Record<string, string>) => post(person, '/conversations/views', form);
  const idsOf = (html: string) => [...html.matchAll(/views\/(\d+)\/delete/g)].map(([, id]) => Number(id));

  test('are kept, renamed and deleted by their owner alone', async () => {
    const kept = await (await create(ana, { name: 'Urgentes', query: 'tab=unassigned&priority=URGENT&evil=1' })).text();
    expect(kept).toMatch(/\/panel\/conversations\?tab=unassigned&(amp;)?priority=URGENT/);
    const [id] = idsOf(kept);
    expect(await get(bruno, '/conversations')).not.toContain('Urgentes</span>');
    const renamed = await (await post(ana, `/conversations/views/${id}`, { name: '<b>Ya</b>', query: '' })).text();
    expect(renamed).toMatch(/<span>&lt;b(>|&gt;)Ya/);
    expect(renamed).not.toContain('<span><b>Ya');
    expect((await post(bruno, `/conversations/views/${id}`, { name: 'Mía', query: '' })).status).toBe(404);
    expect((await post(boss, `/conversations/views/${id}/delete`, { query: '' })).status).toBe(404);
    const left = await (await post(ana, `/conversations/views/${id}/delete`, { query: '' })).text();
    expect(idsOf(left)).toEqual([]);
  });

  test('have one name each, which is asked for again with what was typed', async () => {
    await create(ana, { name: 'Mis cosas', query: '' });
    const taken = await create(ana, { name: 'mis COSAS', query: '' });
    expect(taken.status).toBe(422);
    expect(await taken.text()).toMatch(/value="mis COSAS"[\s\S]*Ya tienes una vista con ese nombre/);
    expect((await create(ana, { name: '  ', query: '' })).status).toBe(422);
    expect((await create(bruno, { name: 'Mis cosas', query: '' })).status).toBe(200);
  });

  test('are shared by supervisors, and by nobody else', async () => {
    const refused = await create(ana, { name: 'Para todos', query: '', shared: 'on' });
    expect(refused.status).toBe(403);
    expect(await get(ana, '/conversations')).not.toContain('name="shared"');
    expect(await get(boss, '/conversations')).toContain('name="shared"');
    expect((await create(boss, { name: 'Del turno', query: 'status=waiting', shared: 'on' })).status).toBe(200);
    const seen = await get(bruno, '/conversations');
    expect(seen).toContain('Del turno');
    expect(seen).toContain('de Sofía Vela');
  });
});

describe('the list of an open page', () => {
  test('gets what happens on another worker, and lets go of what somebody else has taken', async () => {
    const page = await openLivePage(other.origin, await logIntoPanel(other.origin, bruno));
    page.send(watchFrame());
    const chat = await startChat(service.origin);
    await page.until((html) => html.includes(`id="row-${chat.id}"`));
    await say(service.origin, chat, 'quiero hablar con una persona');
    await page.until((html) => html.includes('En espera'));
    await ana.call('POST', `/conversations/${chat.id}/takeover`);
    await page.until(() =>
      page.frames().some(({ type, conversations }) => type === 'gone' && conversations?.includes(chat.id)),
    );
    page.close();
  });

  test('is never told of a conversation that it does not show', async () => {
    const page = await openLivePage(service.origin, await logIntoPanel(service.origin, bruno));
    page.send(watchFrame('tab=mine'));
    await page.until((html) => html.includes('count-mine'));
    const hidden = await put({ status: 'human', assignee: ana.id });
    const shown = await put({ status: 'human', assignee: bruno.id });
    for (const conversation of [hidden, shown]) service.ctx.bus.publish({ type: 'conversation', conversation });
    await page.until((html) => html.includes(`id="row-${shown}"`));
    expect(JSON.stringify(page.frames())).not.toContain(hidden);
    page.close();
  });

  test('gets the counts of the desk and the queue as they change', async () => {
    const page = await openLivePage(other.origin, await logIntoPanel(other.origin, boss));
    page.send(watchFrame());
    await page.until((html) => /id="count-unassigned"[^>]*>0</.test(html));
    const id = await put({ status: 'waiting', waitingMinutes: 1 });
    service.ctx.bus.publish({ type: 'conversation', conversation: id });
    await page.until((html) => /id="count-unassigned"[^>]*>1</.test(html) && html.includes('1 persona espera'));
    page.close();
  });

  test('says who else looks at a conversation', async () => {
    const id = await put({});
    const first = await openLivePage(service.origin, of(boss));
    first.send(watchFrame());
    await first.until((html) => html.includes(`id="row-${id}"`));
    const second = await openLivePage(other.origin, await logIntoPanel(other.origin, ana));
    second.send(watchFrame('', id));
    await first.until((html) => html.includes('La está viendo: Ana Ríos'));
    second.close();
    first.close();
  });

  test('is brought up to date where something happened between the page and its connection', async () => {
    const [left, stays] = [await put({ ageMinutes: 1 }), await put({})];
    await service.ctx.db.sql`UPDATE conversations SET status = 'ended' WHERE id = ${left}`;
    const page = await openLivePage(service.origin, of(boss));
    page.send(watchFrame());
    page.send({ type: 'rows', conversations: [left, stays] });
    await page.until((html) => html.includes(`id="row-${stays}"`) && page.frames().some(({ type }) => type === 'gone'));
    expect(page.frames().find(({ type }) => type === 'gone')?.conversations).toEqual([left]);
    page.close();
  });

  test('closes after a gap of the bus in which its session has ended', async () => {
    const gone = await newStaff(service, 'AGENT');
    const page = await openLivePage(service.origin, await logIntoPanel(service.origin, gone));
    page.send(watchFrame());
    await page.until((html) => html.includes('count-all'));
    const { sql } = service.ctx.db;
    // Nobody publishes it: the gap alone tells that there may be something.
    await sql`UPDATE sessions SET revoked_at = now() WHERE user_id = ${gone.id}`;
    await sql`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND query ILIKE 'listen%'`;
    await eventually('it is closed', () => page.closeCode() === 4003, 10_000);
  });

  test('misses nothing that happens after it was read and before its connection follows', async () => {
    const shown = await put({});
    const page = await openLivePage(service.origin, of(boss));
    const notes = await holdTable(service.database.url, 'conversation_notes');
    let meanwhile = '';
    try {
      // The list has been read, and the open conversation waits for its notes.
      page.send(watchFrame('', shown));
      await eventually('it waits', () => notes.isAwaited());
      meanwhile = await put({});
      service.ctx.bus.publish({ type: 'conversation', conversation: meanwhile });
    } finally {
      await notes.release();
    }
    page.send({ type: 'ping' });
    await page.until(() => page.frames().some(({ type }) => type === 'pong'));
    const after = await put({});
    service.ctx.bus.publish({ type: 'conversation', conversation: after });
    await page.until((html) => html.includes(`id="row-${after}"`));
    expect(page.html().includes(`id="row-${meanwhile}"`)).toBe(true);
    page.close();
  });

  test('of words that were looked for grows by nothing that happens meanwhile', async () => {
    const page = await openLivePage(service.origin, of(boss));
    page.send(watchFrame('q=zafirotes'));
    await page.until((html) => html.includes('count-all'));
    const [quiet, loud] = [await put({}), await put({})];
    const all = await openLivePage(service.origin, of(boss));
    all.send(watchFrame());
    await all.until((html) => html.includes(quiet));
    service.ctx.bus.publish({ type: 'conversation', conversation: loud });
    await all.until((html) => html.includes(loud));
    expect(rowsOf(page.html())).toEqual([]);
    page.close();
    all.close();
  });
});
