import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { fillHistory } from '../../bench/history/fill.ts';
import { noRows, type Rows } from '../../bench/history/story.ts';
import { WHOLE_DAY, WHOLE_MONTH } from '../../src/db/schema/analytics.ts';
import { addDays } from '../../src/features/analytics/days.ts';
import { Figures } from '../../src/features/analytics/figures.ts';
import { MEASURES } from '../../src/features/analytics/measure-queries.ts';
import { measureMonths } from '../../src/features/analytics/measured-queries.ts';
import { calendarOf, measureAll, measureDays } from '../../src/features/analytics/measuring.ts';
import { METRICS } from '../../src/features/analytics/metrics.ts';
import { type Cell, isTexts, type Range, REPORT_KEYS, type Report } from '../../src/features/analytics/model.ts';
import { readMeasures } from '../../src/features/analytics/reading-queries.ts';
import { figureOf, lastDays, REPORTS, readReport } from '../../src/features/analytics/reports.ts';
import type { Caller } from '../../src/features/auth/queries.ts';
import { call } from '../support/client.ts';
import { Recount, rank } from '../support/recount.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';

const TIMEOUT_MS = 120_000;
const DAYS = 45;
const MESSAGES = 4_000;
/** What is read from classes of times is so much off at most. */
const CLASS_ERROR = 0.025;
const TIME_ZONE = 'America/Mexico_City';

/** Words of the Spanish tables by what they stand for. */
const NAMES: Record<string, string> = {
  ...{ customer_request: 'Pidió hablar con una persona', emergency: 'Emergencia', complaint: 'Queja' },
  ...{ missing_knowledge: 'Falta información', low_confidence: 'Respuesta poco segura', policy: 'Regla del banco' },
  ...{
    tool_failure: 'Falla técnica',
    es: 'Español',
    en: 'Inglés',
    answer: 'Contestó',
    handoff: 'Pasó con una persona',
  },
  ...{ action: 'Hizo algo en la cuenta', verify: 'Pidió verificar la identidad', refuse: 'Se negó' },
  ...{ unsure: 'Dijo no saber', mock: 'Motor propio', openai: 'OpenAI', anthropic: 'Anthropic' },
  ...{ 'openai/timeout': 'OpenAI: no respondió a tiempo', 'openai/rate_limited': 'OpenAI: demasiadas solicitudes' },
  ...{ 'openai/network': 'OpenAI: sin conexión', WRONG: 'Incorrecta', OUTDATED: 'Desactualizada', TONE: 'Tono' },
  ...{ first_response: 'Primera respuesta', resolution: 'Solución', account_management: 'Cuentas' },
  ...{ transfers: 'Transferencias', cards: 'Tarjetas', loans: 'Créditos', security: 'Seguridad', fees: 'Comisiones' },
  ...{ savings_investment: 'Ahorro e inversión', digital_banking: 'Banca digital', general: 'General' },
  ...{ LOW: 'Baja', MEDIUM: 'Media', HIGH: 'Alta', URGENT: 'Urgente', OPEN: 'Abierto', IN_PROGRESS: 'En curso' },
  ...{ RESOLVED: 'Resuelto', CLOSED: 'Cerrado', INDIVIDUAL: 'Personas', BUSINESS: 'Empresas' },
};
const IN_TABLE: Record<string, Record<string, string>> = {
  busiest_hours: { 1: 'Lunes', 2: 'Martes', 3: 'Miércoles', 4: 'Jueves', 5: 'Viernes', 6: 'Sábado', 7: 'Domingo' },
  ratings_spread: { 1: '1 de 5', 2: '2 de 5', 3: '3 de 5', 4: '4 de 5', 5: '5 de 5' },
  latency: {
    100: '< 0.1 s',
    250: '< 0.25 s',
    500: '< 0.5 s',
    1000: '< 1 s',
    2000: '< 2 s',
    5000: '< 5 s',
    10000: '< 10 s',
    Infinity: '≥ 10 s',
  },
  knowledge_gaps: {
    missing_knowledge: 'Pasó por falta de información',
    low_confidence: 'Pasó por respuesta poco segura',
  },
};

let service: Service;
let supervisor: Staff;
let agent: Staff;
let caller: Caller;
let rows: Rows;
const names = new Map<number, string>();

beforeAll(async () => {
  // What the desk does by itself would change what is counted over.
  service = await startService({ resting: ['sla', 'assign', 'return_silent', 'tell_waiting', 'measure'] });
  const { sql } = service.ctx.db;
  rows = noRows();
  const keep = (batch: Rows) => {
    for (const [table, all] of Object.entries(batch)) rows[table as keyof Rows].push(...all);
  };
  await fillHistory(sql, { messages: MESSAGES, days: DAYS, until: service.ctx.clock.now() }, keep);
  for (const { id, name } of await sql`SELECT id, full_name AS name FROM users WHERE username LIKE 'history%'`) {
    names.set(id, name);
  }
  supervisor = await newStaff(service, 'SUPERVISOR');
  agent = await newStaff(service, 'AGENT', 'Ágata Sola');
  caller = { ...supervisor, role: 'SUPERVISOR', language: 'es' } as unknown as Caller;
  await measureAll(service.ctx);
}, TIMEOUT_MS);

afterAll(async () => {
  await service.stop();
}, TIMEOUT_MS);

const rangeOf = (days: number, isCompared = true): Range => ({
  ...lastDays(calendarOf(service.ctx), days),
  ...{ days, isCompared },
});

async function recountOf({ from, to }: { from: string; to: string }, timeZone = TIME_ZONE): Promise<Recount> {
  const { sql } = service.ctx.db;
  const customers = await sql<
    { customer_type: string; created_at: Date }[]
  >`SELECT customer_type, created_at FROM customers`;
  const articles = await sql<
    { slug: string; category: string }[]
  >`SELECT DISTINCT slug, category FROM knowledge_articles`;
  return new Recount({ rows, customers, articles, names, timeZone, now: service.ctx.clock.now() }, from, to);
}

type Expected = ReturnType<Recount['figures']>[string];

function expectFigure(key: string, value: number | null, expected: Expected): void {
  const isNothing = expected === null || (typeof expected === 'object' && expected.values.length === 0);
  if (isNothing || value === null) {
    expect([key, value]).toEqual([key, isNothing ? null : 'a figure']);
    return;
  }
  if (typeof expected === 'number') {
    expect(Math.abs(value - expected), `${key}: ${value} for ${expected}`).toBeLessThan(1e-6 * Math.max(1, expected));
    return;
  }
  const middle = rank(expected.values, expected.part) as number;
  // A time of under a millisecond is counted as one.
  expect(Math.abs(value - Math.max(middle, 1)) / Math.max(middle, 1), `${key}: ${value} for ${middle}`).toBeLessThan(
    CLASS_ERROR + 1e-9,
  );
}

const wordOf = (cell: Cell): string => (isTexts(cell) ? cell.es : String(cell));

function expectTable(table: Report['tables'][number], expected: Record<string, (number | null)[]>): void {
  // Shares follow from what they are shares of.
  const counted = table.columns.map(({ unit }) => unit !== 'share');
  const shown = new Map(
    table.rows
      .map(([name = null, ...cells]) => [wordOf(name), cells.filter((_, at) => counted[at + 1])] as const)
      .filter(([, cells]) => cells.some((cell) => cell !== 0 && cell !== null)),
  );
  const wanted = new Map(
    Object.entries(expected)
      .filter(([, cells]) => cells.some((cell) => cell))
      .map(([key, cells]) => [IN_TABLE[table.key]?.[key] ?? NAMES[key] ?? key, cells]),
  );
  expect([table.key, ...[...shown.keys()].sort()]).toEqual([table.key, ...[...wanted.keys()].sort()]);
  for (const [name, cells] of wanted) {
    const found = (shown.get(name) ?? []) as (number | null)[];
    if (table.key === 'latency') {
      const [count = 0, near = 0] = cells as number[];
      expect(Math.abs((found[0] ?? 0) - count), `${name}: ${found[0]} for ${count}`).toBeLessThanOrEqual(near);
      continue;
    }
    for (const [at, cell] of cells.entries()) {
      const isOfClasses = table.key === 'providers' && at >= 4;
      const slack = isOfClasses ? CLASS_ERROR * Math.max(cell ?? 0, 1) : 1e-6 * Math.max(1, cell ?? 0);
      const value = found[at] ?? null;
      const isRight =
        cell === null
          ? value === null
          : value !== null && Math.abs(value - Math.max(cell, isOfClasses ? 1 : 0)) <= slack;
      expect(isRight, `${table.key}, ${name}, ${at}: ${value} for ${cell}`).toBe(true);
    }
  }
}

describe('counted over again, row by row', () => {
  for (const days of [1, 7, 30, DAYS + 5]) {
    test(`every figure of ${days} days, and of as many before`, async () => {
      const period = rangeOf(days);
      const measures = [...new Set(Object.values(METRICS).flatMap(({ measures }) => measures))];
      const before = { from: addDays(period.from, -days), to: addDays(period.from, -1) };
      for (const span of [period, before]) {
        const figures = new Figures(
          await readMeasures(service.ctx.db.sql, calendarOf(service.ctx), { ...span, measures }),
        );
        const expected = (await recountOf(span)).figures();
        expect(Object.keys(expected).sort()).toEqual(Object.keys(METRICS).sort());
        for (const key of Object.keys(METRICS) as (keyof typeof METRICS)[]) {
          expectFigure(key, figureOf(key, figures, null).value, expected[key] as Expected);
        }
      }
    });
  }

  test('every chart and table of every report', async () => {
    const range = rangeOf(30);
    const expected = (await recountOf(range)).tables();
    const keys = Object.values(REPORTS).flatMap(({ tables }) => tables.map(({ key }) => key));
    expect(Object.keys(expected).sort()).toEqual(keys.toSorted());
    for (const key of REPORT_KEYS) {
      const report = await readReport(service.ctx, caller, key, range);
      for (const table of report.tables) expectTable(table, expected[table.key] as Record<string, number[]>);
    }
  });

  test('there is something of everything, so that nothing above is true for want of rows', async () => {
    const expected = (await recountOf(rangeOf(DAYS))).figures();
    for (const [key, value] of Object.entries(expected)) {
      const amount = typeof value === 'object' && value !== null ? value.values.length : value;
      expect(amount, key).toBeGreaterThan(0);
    }
  });

  test('the report compares with the period of the same length before', async () => {
    const report = await readReport(service.ctx, caller, 'conversations', rangeOf(7));
    expect(report.before).toEqual({ from: addDays(report.period.from, -7), to: addDays(report.period.from, -1) });
    const expected = (await recountOf(report.before as { from: string; to: string })).figures();
    for (const { key, before } of report.figures) expectFigure(key, before ?? null, expected[key] as Expected);
  });
});

describe('the measuring', () => {
  const sums = async () =>
    service.ctx.db.sql`SELECT measure, day::text, dimension, amount::int, total FROM measures ORDER BY 1, 2, 3, 4, 5`;

  test('changes nothing when it runs again, twice at once as well', async () => {
    const before = await sums();
    await service.ctx.db.sql`UPDATE measured_days SET is_stale = true`;
    await Promise.all([measureDays(service.ctx), measureDays(service.ctx)]);
    expect(await sums()).toEqual(before);
    expect(await measureDays(service.ctx)).toBe(0);
  });

  test('makes up for days that it missed', async () => {
    const before = await sums();
    const { sql } = service.ctx.db;
    const missed = addDays(calendarOf(service.ctx).today, -20);
    await sql`DELETE FROM measured_days WHERE day < ${missed}::date`;
    await sql`DELETE FROM measures WHERE day < ${missed}::date`;
    expect(await measureDays(service.ctx)).toBeGreaterThan(10);
    expect(await sums()).toEqual(before);
  });

  test('measures a day anew when something of it changes late', async () => {
    const { sql } = service.ctx.db;
    const { today } = calendarOf(service.ctx);
    const recount = await recountOf({ from: '2000-01-01', to: today });
    const dayOfRow = (moment: unknown) => recount.day(moment as Date);
    const isOld = (moment: unknown) => moment instanceof Date && dayOfRow(moment) < addDays(today, -12);
    // A customer corrects a rating.
    const rating = rows.satisfaction.find((row) => isOld(row.created_at) && row.rating === 5);
    await sql`UPDATE satisfaction SET rating = 1 WHERE conversation_id = ${String(rating?.conversation_id)}`;
    Object.assign(rating ?? {}, { rating: 1 });
    // A ticket that was resolved is opened again, and another one gets another category.
    const resolved = rows.tickets.find((row) => isOld(row.resolved_at));
    await sql`UPDATE tickets SET status = 'IN_PROGRESS', resolved_at = NULL WHERE id = ${Number(resolved?.id)}`;
    Object.assign(resolved ?? {}, { status: 'IN_PROGRESS', resolved_at: null });
    const sorted = rows.tickets.find((row) => isOld(row.created_at) && row.category !== 'fees');
    await sql`UPDATE tickets SET category = 'fees' WHERE id = ${Number(sorted?.id)}`;
    Object.assign(sorted ?? {}, { category: 'fees' });
    // A conversation that the assistant had contained goes to a person after all.
    const handed = rows.conversations.find(
      (row) => isOld(row.created_at) && row.handed_off_at === null && row.status === 'bot',
    );
    const now = service.ctx.clock.now();
    await sql`UPDATE conversations SET handed_off_at = ${now} WHERE id = ${String(handed?.id)}`;
    Object.assign(handed ?? {}, { handed_off_at: now });
    // Another one is deleted with all that was said in it.
    const gone = rows.conversations.find(
      (row) => isOld(row.created_at) && row !== handed && row.id !== rating?.conversation_id,
    );
    await sql`DELETE FROM conversations WHERE id = ${String(gone?.id)}`;
    for (const table of [
      'messages',
      'turns',
      'conversation_changes',
      'satisfaction',
      'feedback',
      'answer_reports',
    ] as const) {
      rows[table] = rows[table].filter((row) => row.conversation_id !== gone?.id);
    }
    rows.conversations = rows.conversations.filter((row) => row !== gone);

    const stale = [rating?.created_at, sorted?.created_at, handed?.created_at, gone?.created_at].map(dayOfRow);
    expect(await measureDays(service.ctx)).toBeGreaterThanOrEqual(new Set(stale).size);
    const range = rangeOf(DAYS + 5);
    const expected = await recountOf(range);
    for (const key of REPORT_KEYS) {
      const report = await readReport(service.ctx, caller, key, range);
      for (const { key, value } of report.figures) expectFigure(key, value, expected.figures()[key] as Expected);
    }
    const [tickets] = [await readReport(service.ctx, caller, 'tickets', range)];
    const categories = tickets.tables.find(({ key }) => key === 'ticket_categories');
    expectTable(
      categories as Report['tables'][number],
      expected.tables().ticket_categories as Record<string, number[]>,
    );
  });

  test('adds a month up anew though the first of its days are deleted by now', async () => {
    const { sql } = service.ctx.db;
    const { today, timeZone, now } = calendarOf(service.ctx);
    const [month] = await sql<{ first: string }[]>`
      SELECT (min(d.day) + 1)::text AS first FROM measured_days d WHERE d.part = ${WHOLE_DAY}
        AND date_trunc('month', d.day) = (SELECT max(m.day) FROM measured_days m WHERE m.part = ${WHOLE_MONTH})`;
    const before = await sums();
    await sql`UPDATE measured_days SET measured_at = measured_at - interval '1 hour' WHERE part = ${WHOLE_MONTH}`;
    const at = { today, first: month?.first as string, timeZone, now };
    expect(await sql.begin((tx) => measureMonths(tx, at))).toBe(1);
    expect(await sums()).toEqual(before);
  });

  test(
    'counts by the days of another place once the setting names it',
    async () => {
      const zone = 'Asia/Kolkata';
      const there = {
        ...service.ctx,
        settings: { get: (key: string) => (key === 'bank.time_zone' ? zone : service.ctx.settings.get(key as never)) },
      } as unknown as typeof service.ctx;
      expect(await measureDays(there)).toBeGreaterThan(DAYS - 2);
      const range = { ...lastDays(calendarOf(there), 10), days: 10, isCompared: false };
      const report = await readReport(there, caller, 'conversations', range);
      expect(report.timeZone).toBe(zone);
      const expected = (await recountOf(range, zone)).tables();
      for (const table of report.tables.filter(
        ({ key }) => key === 'conversations_by_day' || key === 'busiest_hours',
      )) {
        expectTable(table, expected[table.key] as Record<string, number[]>);
      }
      await measureDays(service.ctx);
    },
    TIMEOUT_MS,
  );

  test('knows the same measures as it reads', () => {
    const read = [...Object.values(METRICS), ...Object.values(REPORTS).flatMap(({ tables }) => tables)];
    for (const { measures } of read) for (const one of measures) expect(MEASURES).toContain(one);
  });
});

describe('the interface', () => {
  test('says what the recount says', async () => {
    const range = rangeOf(30);
    const expected = (await recountOf(range)).figures();
    const { body } = await supervisor.call('GET', '/analytics/conversations?days=30');
    expect(body).toMatchObject({ period_days: 30, total: expected.conversations, escalated: expected.escalated });
    expect(body.containment_rate).toBeCloseTo(expected.containment_rate as number, 3);
    const { body: ai } = await supervisor.call('GET', `/analytics/ai?from=${range.from}&to=${range.to}`);
    expect(ai).toMatchObject({ period_days: 30, answers: expected.answers, reported: expected.reported });
    expect(ai.cost_usd).toBeCloseTo((expected.cost as number) / 1_000_000, 5);
    expect(ai.tokens.prompt + ai.tokens.completion).toBe(expected.tokens as number);
    const { body: days } = await supervisor.call('GET', '/analytics/timeline?days=30');
    expect(days).toHaveLength(30);
    const messages = (days as unknown as { messages: number }[]).reduce((sum, day) => sum + day.messages, 0);
    expect(messages).toBe(expected.messages as number);
  });

  test('counts everything there ever was on the dashboard, and today as it is now', async () => {
    const { sql } = service.ctx.db;
    const [counted] = await sql`
      SELECT (SELECT count(*) FROM conversations)::int AS total_conversations,
        (SELECT count(*) FROM messages)::int AS total_messages,
        (SELECT count(*) FROM tickets WHERE merged_into_id IS NULL)::int AS total_tickets,
        (SELECT count(*) FROM customers WHERE status IN ('ACTIVE', 'INACTIVE'))::int AS total_customers,
        (SELECT count(*) FROM tickets WHERE status = 'OPEN')::int AS open_tickets,
        (SELECT count(*) FROM tickets WHERE status = 'IN_PROGRESS')::int AS in_progress_tickets,
        (SELECT count(*) FROM conversations WHERE status = 'waiting')::int AS waiting_conversations`;
    const { body } = await supervisor.call('GET', '/analytics/dashboard');
    expect(body).toMatchObject(counted as Record<string, number>);
    await call(service.origin, 'POST', '/api/v1/chat/start', { body: {} });
    const { body: now } = await supervisor.call('GET', '/analytics/dashboard');
    expect(now.total_conversations).toBe(body.total_conversations + 1);
    // What is said now in a conversation of long ago lies in the partition of that month.
    const [late] = await sql`
      WITH c AS (UPDATE conversations SET last_seq = last_seq + 1, updated_at = now() WHERE id = (
        SELECT id FROM conversations ORDER BY created_at LIMIT 1) RETURNING id, month, last_seq)
      INSERT INTO messages (conversation_id, month, seq, role, content)
      SELECT id, month, last_seq, 'customer', '¿Siguen ahí?' FROM c RETURNING *, month < date_trunc('month', now()) AS "isOld"`;
    expect(late?.isOld).toBe(true);
    const { body: later } = await supervisor.call('GET', '/analytics/dashboard');
    expect(later.total_messages).toBe(now.total_messages + 1);
    expect(later.total_conversations).toBe(now.total_conversations);
    rows.conversations.push(...(await sql`SELECT * FROM conversations ORDER BY created_at DESC LIMIT 1`));
    rows.messages.push(...(await sql`SELECT * FROM messages ORDER BY id DESC LIMIT 2`));
  });

  test('counts what staff did by the hour', async () => {
    for (const hours of [1, 24, 24 * 20]) {
      const { body } = await (await newStaff(service, 'ADMIN')).call('GET', `/analytics/audit?hours=${hours}`);
      const [counted] = await service.ctx.db.sql`
        SELECT count(*)::int AS total FROM audit_log WHERE at >= ${new Date(body.since)}`;
      expect(body.total).toBe(counted?.total);
    }
  });

  test('gives an agent its own figures and nobody else’s', async () => {
    const { body } = await agent.call('GET', '/analytics/agents/performance');
    expect((body as unknown as { agent_name: string }[]).map(({ agent_name }) => agent_name)).toEqual(['Ágata Sola']);
    const other = [...names.keys()][0];
    expect((await agent.call('GET', `/analytics/agents/performance?agent_id=${other}`)).status).toBe(404);
    for (const path of ['dashboard', 'conversations', 'tickets', 'customers', 'timeline', 'ai', 'audit']) {
      expect([path, (await agent.call('GET', `/analytics/${path}`)).status]).toEqual([path, 403]);
    }
    expect((await supervisor.call('GET', '/analytics/audit')).status).toBe(403);
    const { body: all } = await supervisor.call('GET', '/analytics/agents/performance?days=45');
    expect((all as unknown as unknown[]).length).toBeGreaterThan(names.size);
  });

  test.each([
    'days=0',
    'days=many',
    'days=100000',
    'from=2026-02-30',
    'from=0000-01-01&to=0000-01-31',
    'from=2026-05-02&to=2026-05-01',
    'from=2999-01-01',
    'from=2001-01-01&to=2026-01-01',
    'format=xml',
  ])('refuses %s, and says why', async (query) => {
    const { status, body } = await supervisor.call('GET', `/analytics/conversations?${query}`);
    expect(status).toBe(422);
    expect(body.errors[0].message.length).toBeGreaterThan(5);
  });

  test('defines every figure in both languages', async () => {
    const { body } = await supervisor.call('GET', '/analytics/metrics');
    const metrics = body as unknown as {
      key: string;
      name: { es: string; en: string };
      definition: { es: string; en: string };
    }[];
    expect(metrics.map(({ key }) => key).sort()).toEqual(Object.keys(METRICS).sort());
    for (const { name, definition } of metrics) {
      for (const text of [name.es, name.en]) expect(text.length).toBeGreaterThan(2);
      for (const text of [definition.es, definition.en]) expect(text.length).toBeGreaterThan(20);
      expect(definition.es).not.toBe(definition.en);
    }
  });
});
