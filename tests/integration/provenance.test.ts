import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test';
import { PROMPT_VERSION } from '../../src/ai/prompt.ts';
import { type Answer, identityToken, say, startChat } from '../support/client.ts';
import { ADMIN } from '../support/database.ts';
import type { ModelServer } from '../support/model-server.ts';
import { startOpenAiServer } from '../support/openai-server.ts';
import { type Service, startService } from '../support/service.ts';
import { StoppedClock } from '../support/stopped-clock.ts';

const QUESTION = '¿A qué hora abren las sucursales entre semana?';
const ANSWER = 'Abrimos de lunes a viernes de 8:30 a 16:00 h [branches-and-hours].';
/** Ample: time is not what is looked at. */
const DEADLINES = { connectMs: 20_000, silenceMs: 20_000, totalMs: 30_000, retryDelayMs: 20 };
/** The local server counts 120 tokens in and 30 out. */
const PRICES = { 'gpt-local': { prompt: 0.4, completion: 1.6 } };
const COST = 96;

let server: ModelServer;
let service: Service;
let offline: Service;
const clock = new StoppedClock();

beforeAll(async () => {
  await import('openai');
  server = await startOpenAiServer();
  server.always({ kind: 'reply', chunks: [ANSWER] });
  const env = { AI_PROVIDER: 'openai', OPENAI_API_KEY: 'sk-local', OPENAI_BASE_URL: `${server.origin}/v1` };
  service = await startService({ env, overrides: { modelDeadlines: DEADLINES, clock } });
  offline = await startService({ database: service.database });
  await set('ai.prices', PRICES);
});

afterEach(async () => {
  await set('ai.budget_per_day_usd', 0);
  await set('ai.budget_per_conversation_usd', 0);
  clock.ms += 5_000;
});

afterAll(async () => {
  await offline.stop();
  await service.stop();
  await server.close();
});

async function set(key: string, value: unknown): Promise<void> {
  const { sql } = service.ctx.db;
  await sql`INSERT INTO settings (key, value) VALUES (${key}, ${JSON.stringify(value)}::text::jsonb)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value`;
  await service.ctx.settings.reload(sql);
}

async function ask(
  text = QUESTION,
  at = service,
): Promise<{ id: string; answer: Answer['body']; again: () => Promise<Answer> }> {
  const chat = await startChat(at.origin, { identity_token: identityToken('C-1001') });
  const { body } = await say(at.origin, chat, text);
  return { id: chat.id, answer: body, again: () => say(at.origin, chat, text) };
}

// biome-ignore lint/suspicious/noExplicitAny: the row is what is checked
const turnOf = async (conversation: string): Promise<any> => {
  const rows = await service.ctx.db.sql`SELECT * FROM turns WHERE conversation_id = ${conversation} ORDER BY id DESC`;
  return rows[0];
};

async function logIn(): Promise<Record<string, string>> {
  const answer = await fetch(`${service.origin}/panel/login`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: service.origin },
    body: new URLSearchParams({ login: ADMIN.email, password: ADMIN.password }),
  });
  return { cookie: (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] as string };
}

describe('what an answer rests on', () => {
  test('is kept with its turn: articles, checks, instructions, tokens and cost', async () => {
    const { id, answer } = await ask();
    expect(answer.metadata.provider).toBe('openai');
    const turn = await turnOf(id);
    expect(turn).toMatchObject({
      provider: 'openai',
      model: 'gpt-local-2026',
      prompt_tokens: 120,
      completion_tokens: 30,
      cost_micros: String(COST),
      prompt_version: PROMPT_VERSION,
      checks: ['figures', 'links', 'deeds', 'secrets', 'leaks', 'citations'],
      fallbacks: null,
    });
    const cited = turn.sources.filter(({ isCited }: { isCited: boolean }) => isCited);
    expect(cited).toMatchObject([{ slug: 'branches-and-hours', version: 1 }]);
    expect(cited[0].score).toBeGreaterThan(0.2);
  });

  test('drafts that were not sent are paid for too, and who was passed over is named', async () => {
    server.next({ kind: 'reply', chunks: ['Cuesta $987.65.'] }, { kind: 'reply', chunks: ['Cuesta $987.65.'] });
    const { id, answer } = await ask();
    expect(answer.metadata.provider).toBe('mock');
    expect(await turnOf(id)).toMatchObject({
      provider: 'mock',
      prompt_tokens: 240,
      cost_micros: String(2 * COST),
      fallbacks: [{ provider: 'openai', reason: 'check_failed' }],
    });
  });

  test('a handoff keeps it as well', async () => {
    const args = { reason: 'complaint', category: 'fees', priority: 'HIGH', subject: 'Queja' };
    server.next({ kind: 'reply', tools: [{ name: 'hand_off', json: JSON.stringify(args) }] });
    const { id } = await ask('Tengo una duda sobre mi comisión');
    expect(await turnOf(id)).toMatchObject({
      outcome: 'handoff',
      cost_micros: String(COST),
      prompt_version: PROMPT_VERSION,
    });
  });

  test('the offline engine costs nothing and names its article', async () => {
    const { id } = await ask(QUESTION, offline);
    const turn = await turnOf(id);
    expect(turn).toMatchObject({ provider: 'mock', cost_micros: null, prompt_tokens: null, prompt_version: null });
    const cited = turn.sources.filter(({ isCited }: { isCited: boolean }) => isCited);
    expect(cited).toMatchObject([{ slug: 'branches-and-hours', version: 1 }]);
    expect(turn.checks).toEqual(['figures', 'links']);
  });

  test('staff see it beside the answer, and nobody else', async () => {
    const { id, answer } = await ask();
    const path = `${service.origin}/panel/conversations/${id}/why?seq=${answer.seq}`;
    expect((await fetch(path, { redirect: 'manual' })).status).toBe(303);
    const headers = await logIn();
    const page = await (await fetch(`${service.origin}/panel/conversations/${id}`, { headers })).text();
    expect(page).toContain(`/panel/conversations/${id}/why?seq=${answer.seq}`);
    const shown = await fetch(path, { headers });
    expect(shown.status).toBe(200);
    const html = await shown.text();
    for (const part of ['branches-and-hours', 'OpenAI · gpt-local-2026', 'USD 0.000096', '120', '30']) {
      expect(html).toContain(part);
    }
    const missing = `${service.origin}/panel/conversations/${id}/why?seq=1`;
    expect((await fetch(missing, { headers })).status).toBe(404);
  });
});

describe('budgets', () => {
  test('once the conversation has spent its own, the offline engine answers it, and vendors answer others', async () => {
    await set('ai.budget_per_conversation_usd', COST / 1_000_000);
    const first = await ask();
    expect(first.answer.metadata.provider).toBe('openai');
    const asked = server.requests.length;
    expect((await first.again()).body.metadata).toMatchObject({ provider: 'mock', outcome: 'answer' });
    expect(server.requests).toHaveLength(asked);
    expect(await turnOf(first.id)).toMatchObject({ fallbacks: [{ provider: 'openai', reason: 'budget' }] });
    expect((await ask()).answer.metadata.provider).toBe('openai');
  });

  test("once the day's is spent nobody is sent to a vendor", async () => {
    const [{ spent } = { spent: 0 }] = await service.ctx.db.sql<{ spent: number }[]>`
      SELECT coalesce(sum(cost_micros), 0)::float8 AS spent FROM turns`;
    await set('ai.budget_per_day_usd', (spent + COST) / 1_000_000);
    expect((await ask()).answer.metadata.provider).toBe('openai');
    clock.ms += 5_000;
    expect((await ask()).answer.metadata.provider).toBe('mock');
  });
});
