import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test';
import type { Settings } from '../../src/db/settings.ts';
import { startAnthropicServer } from '../support/anthropic-server.ts';
import { type Chat, identityToken, say, startChat } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import type { ModelServer } from '../support/model-server.ts';
import { startOpenAiServer } from '../support/openai-server.ts';
import { type Service, startService } from '../support/service.ts';
import { startStopwatch } from '../support/stopwatch.ts';

const QUESTION = '¿A qué hora abren las sucursales entre semana?';
const ANSWER = 'Abrimos de lunes a viernes de 8:30 a 16:00 h [branches-and-hours].';
const DEADLINES = { connectMs: 10_000, silenceMs: 10_000, totalMs: 20_000, retryDelayMs: 20 };
/** What a change may take to hold everywhere, on a machine that has nothing else to do. */
const WITHIN_MS = 1_000;

let openAi: ModelServer;
let anthropic: ModelServer;
/** Two workers of one installation. */
let workers: [Service, Service];

beforeAll(async () => {
  await Promise.all([import('openai'), import('@anthropic-ai/sdk')]);
  [openAi, anthropic] = await Promise.all([startOpenAiServer(), startAnthropicServer()]);
  for (const server of [openAi, anthropic]) server.always({ kind: 'reply', chunks: [ANSWER] });
  const env = {
    AI_PROVIDER: 'openai',
    OPENAI_API_KEY: 'sk-local',
    OPENAI_BASE_URL: `${openAi.origin}/v1`,
    ANTHROPIC_API_KEY: 'sk-local',
    ANTHROPIC_BASE_URL: anthropic.origin,
  };
  const overrides = { modelDeadlines: DEADLINES };
  const first = await startService({ env, overrides });
  workers = [first, await startService({ env, overrides, database: first.database })];
});

afterEach(async () => {
  await workers[0].ctx.db.sql`DELETE FROM settings`;
  await announce(() =>
    workers.every(({ ctx }) => [...usual].every(([key, value]) => Bun.deepEquals(ctx.settings.get(key), value))),
  );
});

afterAll(async () => {
  await workers[1].stop();
  await workers[0].stop();
  await Promise.all([openAi.close(), anthropic.close()]);
});

/** Of settings that were changed, what they were before. */
const usual = new Map<keyof Settings, unknown>();

/** Tells the workers as whoever writes settings does, and waits until it holds in both. */
async function announce(holds: () => boolean): Promise<void> {
  const stopwatch = startStopwatch();
  workers[0].ctx.bus.publish({ type: 'settings' });
  await eventually('the change holds in both workers', holds);
  expect(stopwatch()).toBeLessThan(WITHIN_MS);
}

async function change<Key extends keyof Settings>(key: Key, value: Settings[Key]): Promise<void> {
  if (!usual.has(key)) usual.set(key, workers[0].ctx.settings.get(key));
  await store(key, value);
  await announce(() => workers.every(({ ctx }) => Bun.deepEquals(ctx.settings.get(key), value)));
}

const store = (key: string, value: unknown) => workers[0].ctx.db.sql`
  INSERT INTO settings (key, value) VALUES (${key}, ${JSON.stringify(value)}::text::jsonb)
  ON CONFLICT (key) DO UPDATE SET value = excluded.value`;

/** What each worker answers in a chat of its own. */
const askBoth = () =>
  Promise.all(
    workers.map(async ({ origin }) => {
      const chat = await startChat(origin);
      return { chat, metadata: (await say(origin, chat, QUESTION)).body.metadata };
    }),
  );

const providers = async () => (await askBoth()).map(({ metadata }) => metadata.provider);

const turnOf = async ({ id }: Chat) => {
  const rows = await workers[0].ctx.db.sql`SELECT * FROM turns WHERE conversation_id = ${id} ORDER BY id DESC LIMIT 1`;
  return rows[0];
};

describe('a changed setting holds in every worker within a second', () => {
  test('who is asked, and in which order', async () => {
    expect(await providers()).toEqual(['openai', 'openai']);
    await change('ai.providers', ['anthropic', 'openai']);
    expect(await providers()).toEqual(['anthropic', 'anthropic']);
    await change('ai.providers', ['mock', 'openai']);
    expect(await providers()).toEqual(['mock', 'mock']);
  });

  test('which model, and how freely it writes', async () => {
    await change('ai.openai_model', 'gpt-of-the-bank');
    await change('ai.temperature', 0.7);
    openAi.requests.length = 0;
    await askBoth();
    const sent = openAi.requests.map(({ body }) => ({ model: body.model, temperature: body.temperature }));
    expect(sent).toEqual(Array.from({ length: 2 }, () => ({ model: 'gpt-of-the-bank', temperature: 0.7 })));
    await change('ai.providers', ['anthropic']);
    await change('ai.anthropic_model', 'claude-of-the-bank');
    await askBoth();
    expect(anthropic.requests.slice(-2).map(({ body }) => body.model)).toEqual([
      'claude-of-the-bank',
      'claude-of-the-bank',
    ]);
  });

  test('what an answer costs', async () => {
    await change('ai.prices', { 'gpt-local': { prompt: 10, completion: 100 } });
    for (const { chat } of await askBoth()) expect((await turnOf(chat))?.cost_micros).toBe(String(120 * 10 + 30 * 100));
  });

  test('a value that cannot be used changes nothing', async () => {
    await store('ai.providers', ['openai', 'gemini']);
    await store('ai.temperature', 'hot');
    // Comes with the same reading of the table.
    await change('bank.name', 'Banco Nuevo');
    for (const { ctx } of workers) {
      expect(ctx.settings.get('ai.providers')).toEqual([]);
      expect(ctx.settings.get('ai.temperature')).toBe(0.2);
    }
    expect(await providers()).toEqual(['openai', 'openai']);
  });
});

describe('a model without a price', () => {
  test('counts in the budget of its conversation by its tokens', async () => {
    const [{ chat }] = (await askBoth()) as [{ chat: Chat }, unknown];
    expect(await turnOf(chat)).toMatchObject({ provider: 'openai', cost_micros: '0', prompt_tokens: 120 });
    await change('ai.budget_per_conversation_tokens', 150);
    const again = await say(workers[0].origin, chat, QUESTION);
    expect(again.body.metadata).toMatchObject({ provider: 'mock', outcome: 'answer' });
    expect(await providers()).toEqual(['openai', 'openai']);
  });

  test("counts in the day's, in whichever worker it was asked", async () => {
    await providers();
    await change('ai.budget_per_day_tokens', 300);
    expect(await providers()).toEqual(['mock', 'mock']);
  });

  test('counts where its server tells no tokens, and where it fails in the middle', async () => {
    const silentCount = `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: ANSWER }, finish_reason: 'stop' }] })}\n\ndata: [DONE]\n\n`;
    openAi.next({ kind: 'raw', body: silentCount });
    const [worker] = workers;
    const chat = await startChat(worker.origin);
    expect((await say(worker.origin, chat, QUESTION)).body.metadata.provider).toBe('openai');
    expect((await turnOf(chat))?.prompt_tokens).toBeGreaterThan(500);
    const own = await startChat(worker.origin, { identity_token: identityToken('C-1001') });
    openAi.next({ kind: 'reply', tools: [{ name: 'list_cards', json: '{}' }] }, { kind: 'status', status: 401 });
    expect((await say(worker.origin, own, QUESTION)).body.metadata.provider).toBe('mock');
    expect(await turnOf(own)).toMatchObject({ provider: 'mock', prompt_tokens: 120, completion_tokens: 30 });
  });
});
