import { afterAll, beforeAll, expect, test } from 'bun:test';
import { startAnthropicServer } from '../support/anthropic-server.ts';
import { ChatSocket, call, historyOf, identityToken, staffToken, startChat } from '../support/client.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import type { Behaviour, ModelServer } from '../support/model-server.ts';
import { startOpenAiServer } from '../support/openai-server.ts';
import { until } from '../support/pool-process.ts';
import { startStopwatch } from '../support/stopwatch.ts';

const QUESTION = '¿A qué hora abren las sucursales entre semana?';
const PIECES = [
  'Abrimos de lunes a viernes ',
  'de 8:30 a 16:00 h en cada sucursal. ',
  'Los sábados abren algunas. El domingo cerramos. ',
  '[branches-and-hours]',
];
const WHOLE = PIECES.slice(0, 3).join('').trim();
const GOOD: Behaviour = { kind: 'reply', chunks: PIECES };
const TEN_MEGABYTES = Array.from({ length: 2_560 }, () => 'Abrimos de lunes a viernes. '.repeat(146));
/** As an administrator sets them: for a silent vendor, and for all of an answer. */
const DEADLINES = { 'ai.silence_seconds': 4, 'ai.call_seconds': 7, 'ai.answer_seconds': 7, 'ai.total_seconds': 8 };
const TOTAL_MS = DEADLINES['ai.total_seconds'] * 1_000;
/** What all else takes on a busy machine. */
const ROOM_MS = 4_000;

/** And who answers in the end: the vendor, or the engine of this program. */
const FAULTS: readonly [what: string, behaviours: Behaviour[], by: 'vendor' | 'mock'][] = [
  ['401', [{ kind: 'status', status: 401 }], 'mock'],
  ['429 with Retry-After: 1', [{ kind: 'status', status: 429, headers: { 'retry-after': '1' } }, GOOD], 'vendor'],
  ['429 with Retry-After: 60', [{ kind: 'status', status: 429, headers: { 'retry-after': '60' } }], 'mock'],
  ['500 once', [{ kind: 'status', status: 500 }, GOOD], 'vendor'],
  [
    '500 again and again',
    [
      { kind: 'status', status: 500 },
      { kind: 'status', status: 500 },
    ],
    'mock',
  ],
  ['a slow first byte', [{ kind: 'reply', chunks: PIECES, firstDelayMs: 1_000 }], 'vendor'],
  ['no first byte', [{ kind: 'silent' }], 'mock'],
  ['a stall in the middle', [{ kind: 'stall', chunks: PIECES.slice(0, 2) }], 'mock'],
  ['a stream that is cut', [{ kind: 'reset', chunks: PIECES.slice(0, 2) }], 'mock'],
  ['an end in the middle', [{ kind: 'truncated', chunks: PIECES.slice(0, 2) }], 'mock'],
  ['what is no stream', [{ kind: 'raw', body: 'data: {"choices": [{"del\n\ndata: oops\n\n' }], 'mock'],
  ['half a character', [{ kind: 'raw', body: 'data: {"choices":[{"delta":{"content":"8:30 \udcc3' }], 'mock'],
  ['characters in halves', [{ kind: 'reply', chunks: PIECES, isBytewise: true }], 'vendor'],
  ['ten megabytes of text', [{ kind: 'reply', chunks: TEN_MEGABYTES }], 'mock'],
  ['ten megabytes in a line', [{ kind: 'huge_line', bytes: 10 * 2 ** 20 }], 'mock'],
  ['a stream without an end', [{ kind: 'endless' }], 'mock'],
  ['a tool that is not there', [{ kind: 'reply', tools: [{ name: 'make_transfer', json: '{"amount":5}' }] }], 'mock'],
  ['arguments that are no JSON', [{ kind: 'reply', tools: [{ name: 'list_cards', json: '{"limit":' }] }], 'mock'],
];

interface Vendor {
  name: 'openai' | 'anthropic';
  server: ModelServer;
  service: Installation;
}

/** As long as the circuit stays open, and a moment. */
const OPEN_MS = 31_000;
const FAILURES_TO_OPEN = 5;

let vendors: Vendor[];
/** One of its own for the circuit, as good answers close it. */
let failing: Vendor;

async function startVendor(name: Vendor['name'], server: ModelServer, base: Record<string, string>): Promise<Vendor> {
  const key = { [`${name.toUpperCase()}_API_KEY`]: 'sk-local-test-key' };
  const service = await startInstallation({
    WORKERS: '1',
    MAX_REQUESTS: '0',
    LOG_LEVEL: 'error',
    AI_PROVIDER: name,
    ...key,
    ...base,
  });
  // Its library is loaded with the first question, which may take longer than the short deadlines here.
  await ask({ name, server, service });
  const token = await staffToken(service.origin);
  for (const [setting, value] of Object.entries(DEADLINES)) {
    const path = `/api/v1/settings/system/${setting}`;
    expect((await call(service.origin, 'PUT', path, { token, body: { value } })).status).toBe(200);
  }
  return { name, server, service };
}

beforeAll(async () => {
  const [openai, anthropic, other] = await Promise.all([
    startOpenAiServer(),
    startAnthropicServer(),
    startOpenAiServer(),
  ]);
  vendors = await Promise.all([
    startVendor('openai', openai, { OPENAI_BASE_URL: `${openai.origin}/v1` }),
    startVendor('anthropic', anthropic, { ANTHROPIC_BASE_URL: anthropic.origin }),
  ]);
  failing = await startVendor('openai', other, { OPENAI_BASE_URL: `${other.origin}/v1` });
}, 180_000);

afterAll(async () => {
  await Promise.all(
    [...vendors, failing].map(async ({ server, service }) => {
      await service.stop();
      await server.close();
    }),
  );
});

/** The answer as it came over a socket, and as it is stored. */
async function ask({ service }: Vendor) {
  const chat = await startChat(service.origin, { identity_token: identityToken('C-1001') });
  const socket = new ChatSocket(service.origin, chat);
  await socket.ready();
  const stopwatch = startStopwatch();
  socket.say(QUESTION);
  const reply = await socket.frame(
    ({ type, role, seq }) => type === 'message' && role === 'assistant' && seq > 1,
    TOTAL_MS + 10 * ROOM_MS,
  );
  const tookMs = stopwatch();
  socket.close();
  return { reply, tookMs, stored: await historyOf(service.origin, chat) };
}

async function outlive(vendor: Vendor): Promise<Record<string, number>> {
  const took: Record<string, number> = {};
  for (const [what, behaviours, by] of FAULTS) {
    // A good answer closes the circuit that the faults before were about to open.
    vendor.server.always(GOOD);
    expect([what, (await ask(vendor)).reply.metadata.provider]).toEqual([what, vendor.name]);
    const asked = vendor.server.requests.length;
    const last = behaviours.at(-1) as Behaviour;
    vendor.server.next(...behaviours.slice(0, -1));
    vendor.server.always(last);
    const { reply, tookMs, stored } = await ask(vendor);
    took[what] = Math.round(tookMs);
    expect([what, vendor.server.requests.length > asked]).toEqual([what, true]);
    expect([what, reply.metadata.provider]).toEqual([what, by === 'vendor' ? vendor.name : 'mock']);
    expect([what, reply.metadata.outcome]).toEqual([what, 'answer']);
    if (by === 'vendor') expect([what, reply.content]).toEqual([what, WHOLE]);
    else expect(reply.content).toContain('8:30');
    expect([what, tookMs < TOTAL_MS + ROOM_MS]).toEqual([what, true]);
    // Stored once, and as it was shown.
    expect([what, stored.map(({ role }) => role)]).toEqual([what, ['assistant', 'user', 'assistant']]);
    expect([what, stored[2]?.content]).toEqual([what, reply.content]);
  }
  return took;
}

/** The circuit of a vendor that fails opens, and closes once it is well. */
async function openAndClose(vendor: Vendor): Promise<void> {
  const { server } = vendor;
  server.always({ kind: 'truncated', chunks: PIECES.slice(0, 2) });
  for (let failure = 0; failure < FAILURES_TO_OPEN; failure += 1) await ask(vendor);
  const asked = server.requests.length;
  server.always(GOOD);
  for (let question = 0; question < 3; question += 1) {
    expect((await ask(vendor)).reply.metadata.provider).toBe('mock');
  }
  expect(server.requests).toHaveLength(asked);
  await Bun.sleep(OPEN_MS);
  for (let question = 0; question < 3; question += 1) {
    expect((await ask(vendor)).reply.metadata.provider).toBe(vendor.name);
  }
}

test('whatever a vendor does, the customer is answered in time, once and whole; after five failures it is left alone for 30 s', async () => {
  const [took] = await Promise.all([Promise.all(vendors.map(outlive)), openAndClose(failing)]);
  const slowest = took.flatMap((one) => Object.entries(one)).toSorted(([, a], [, b]) => b - a)[0];
  process.stdout.write(
    `  ${FAULTS.length} faults of two vendors; the longest took ${slowest?.[1]} ms: ${slowest?.[0]}\n`,
  );
}, 300_000);

test('a worker that is killed while a reply streams leaves no half of it; another makes it whole', async () => {
  const vendor = vendors[0] as Vendor;
  vendor.server.always({ kind: 'reply', chunks: PIECES, delayMs: 800 });
  const { origin, workers } = vendor.service;
  const chat = await startChat(origin);
  const socket = new ChatSocket(origin, chat);
  await socket.ready();
  socket.say(QUESTION);
  await socket.frame(({ type }) => type === 'delta');
  vendor.server.always(GOOD);
  const [victim = 0] = await workers();
  process.kill(victim, 'SIGKILL');
  await until(async () => (await historyOf(origin, chat).catch(() => [])).length === 3, 30_000);
  const stored = await historyOf(origin, chat);
  expect(stored.map(({ role }) => role)).toEqual(['assistant', 'user', 'assistant']);
  expect(stored[2]?.content).toBe(WHOLE);
}, 120_000);
