import { afterAll, beforeAll, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import postgres from 'postgres';
import { type Chat, ChatSocket, say, startChat } from '../support/client.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { until } from '../support/pool-process.ts';
import { SilentReader } from '../support/silent-reader.ts';

const ROUNDS = 2;
const READERS = 20;
const LONG_MESSAGES = 30;
const LONG = `${'Quiero saber cuánto cuesta una transferencia. '.repeat(80)}¿Y bien?`;
/** The kernels of both ends keep some megabytes before anything piles up in the service. */
const ASKED_AGAIN = 150;
const LIMIT_BYTES = 1024 * 1024;
/** What the kernels of both ends keep at most, and the limit itself; the service sends them 18 MB. */
const ON_THEIR_WAY_BYTES = 12 * LIMIT_BYTES;
/** What a worker's memory differs by between two rounds of the same work, of which 16 MB a reader would be far more. */
const ROOM_BYTES = 120 * LIMIT_BYTES;

let service: Installation;

beforeAll(async () => {
  service = await startInstallation({ WORKERS: '1', MAX_REQUESTS: '0', LOG_LEVEL: 'error' });
}, 120_000);

afterAll(() => service.stop());

function memoryOf(pid: number | undefined): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}

/** The least within some seconds, in which what is not used any more is collected. */
async function settledMemoryOf(pid: number | undefined): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let look = 0; look < 20; look += 1) {
    await Bun.sleep(200);
    least = Math.min(least, memoryOf(pid));
  }
  return least;
}

async function longChat(): Promise<Chat> {
  const chat = await startChat(service.origin);
  for (let message = 0; message < LONG_MESSAGES; message += 1) {
    expect((await say(service.origin, chat, LONG)).status).toBe(200);
  }
  return chat;
}

const openReaders = (chat: Chat) =>
  Promise.all(Array.from({ length: READERS }, () => SilentReader.open(service.origin, chat)));

function askFor(readers: readonly SilentReader[], times: number): void {
  for (const reader of readers) {
    for (let time = 0; time < times; time += 1) reader.send({ type: 'resume', after_seq: 0 });
  }
}

test('a socket that does not read is closed before much piles up for it; its owner comes back and misses nothing', async () => {
  const chat = await longChat();
  const [worker] = await service.workers();
  const sql = postgres(service.databaseUrl, { max: 1 });
  const connected = async () => {
    const [row] = await sql`SELECT count(*)::int AS count FROM connections WHERE conversation_id = ${chat.id}`;
    return row?.count as number;
  };
  const settled: number[] = [];
  let read: Awaited<ReturnType<SilentReader['readOut']>>[] = [];
  let servedMs = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const readers = await openReaders(chat);
    await until(async () => (await connected()) === READERS);
    askFor(readers, ASKED_AGAIN);
    // Others are served meanwhile.
    const other = await startChat(service.origin);
    const begun = performance.now();
    expect((await say(service.origin, other, '¿A qué hora abren?')).status).toBe(200);
    servedMs = Math.max(servedMs, performance.now() - begun);
    await until(async () => (await connected()) === 0, 60_000);
    read = await Promise.all(readers.map((reader) => reader.readOut()));
    settled.push(await settledMemoryOf(worker));
  }
  const bytes = Math.max(...read.map((one) => one.bytes));
  const codes = [...new Set(read.map(({ code }) => code))];
  const megabytes = settled.map((memory) => Math.round(memory / LIMIT_BYTES));
  process.stdout.write(
    `  ${READERS} closed (${codes}) with at most ${(bytes / LIMIT_BYTES).toFixed(1)} MB on their way, again and again; the worker took ${megabytes} MB afterwards, others waited at most ${servedMs.toFixed(0)} ms\n`,
  );
  expect(bytes).toBeLessThan(ON_THEIR_WAY_BYTES);
  // What was kept for them is free again.
  expect((settled.at(-1) ?? 0) - (settled[0] ?? 0)).toBeLessThan(ROOM_BYTES);
  expect(servedMs).toBeLessThan(10_000);
  expect(await service.workers()).toEqual([worker as number]);

  const [last] = await sql`SELECT last_seq AS seq FROM conversations WHERE id = ${chat.id}`;
  await sql.end();
  // The first one knows nothing, another one what it read before it was cut.
  const known = Math.max(0, ...(read[1]?.frames ?? []).filter(({ type }) => type === 'message').map(({ seq }) => seq));
  for (const after of [0, Math.min(known, 7)]) {
    const socket = new ChatSocket(service.origin, chat);
    await socket.ready();
    socket.send({ type: 'resume', after_seq: after });
    await socket.frame((frame) => frame.type === 'message' && frame.seq === last?.seq);
    const got = socket.frames.filter(({ type }) => type === 'message').map(({ seq }) => seq);
    expect(got).toEqual(Array.from({ length: last?.seq - after }, (_, index) => after + index + 1));
    socket.close();
  }
}, 180_000);
