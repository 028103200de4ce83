import { ChatSocket } from './chat-socket.ts';
import { type Chat, DIALECTS } from './dialects.ts';
import { HttpConnection } from './http-connection.ts';
import type { IdleJob, SocketJob } from './job.ts';
import { startChats } from './load-http.ts';
import { proportionalMemory } from './process-tree.ts';
import { QUESTIONS } from './questions.ts';
import { Tally } from './tally.ts';

const OPENING_AT_ONCE = 64;
const TICK_MS = 1;
const SETTLE_MS = 1_500;
const STARTERS = 16;

/** Sends messages over sockets, one in flight on each, and measures the time to the ack that says it is committed. */
export async function runSocketLoad(job: SocketJob): Promise<Tally> {
  const sockets = await openSockets(job, job.connections, job.conversations);
  const tally = new Tally(job);
  if (job.perSecond === null) await Promise.all(sockets.map((socket, client) => sendSteadily(socket, client, tally)));
  else await pace(job.perSecond, sockets, tally, (socket, turn) => exchange(socket, turn, tally));
  await closeAll(sockets);
  return tally;
}

/** Answers the tally of the pings and the memory in KB that each socket cost while nobody said a word. */
export async function runIdleLoad(job: IdleJob): Promise<{ tally: Tally; memoryPerSocket: number }> {
  const chats = await chatsFor(job, job.connections, null);
  await Bun.sleep(SETTLE_MS);
  const before = proportionalMemory(job.serverPid);
  const sockets = await openAll(job, chats);
  await Bun.sleep(SETTLE_MS);
  const memoryPerSocket = (proportionalMemory(job.serverPid) - before) / sockets.length;
  const tally = new Tally(job);
  await pace(job.pingsPerSecond, sockets, tally, (socket) => measure(tally, 'pong', () => socket.ping()));
  await closeAll(sockets);
  return { tally, memoryPerSocket };
}

async function openSockets(job: SocketJob, count: number, conversations: string[] | null): Promise<ChatSocket[]> {
  return openAll(job, await chatsFor(job, count, conversations));
}

/** One chat a socket. A server that asks for none over its socket is given the rows that exist. */
async function chatsFor(job: SocketJob | IdleJob, count: number, conversations: string[] | null): Promise<Chat[]> {
  if (conversations) return conversations.slice(0, count).map((conversation) => ({ conversation, token: '' }));
  if (job.type === 'idle' && job.kind !== 'product') {
    return Array.from({ length: count }, () => ({ conversation: '', token: '' }));
  }
  const connections = await Promise.all(
    Array.from({ length: Math.min(STARTERS, count) }, () => HttpConnection.open(job.port)),
  );
  const chats = await startChats(connections, { ...job, chatSeconds: 60, maxChats: count });
  for (const connection of connections) connection.close();
  return chats.flat().slice(0, count);
}

async function openAll(job: SocketJob | IdleJob, chats: Chat[]): Promise<ChatSocket[]> {
  const sockets: ChatSocket[] = [];
  for (let from = 0; from < chats.length; from += OPENING_AT_ONCE) {
    const batch = chats.slice(from, from + OPENING_AT_ONCE);
    sockets.push(...(await Promise.all(batch.map((chat) => ChatSocket.open(job.port, DIALECTS[job.kind], chat)))));
  }
  return sockets;
}

async function sendSteadily(socket: ChatSocket, client: number, tally: Tally): Promise<void> {
  for (let turn = client * 7; tally.isRunning; turn += 1) await exchange(socket, turn, tally);
}

async function exchange(socket: ChatSocket, turn: number, tally: Tally): Promise<void> {
  const question = QUESTIONS[turn % QUESTIONS.length] ?? '';
  await measure(tally, 'ack', () => socket.say(question));
  await socket.turnOver().catch((error: Error) => tally.fail(error.message));
}

async function measure(tally: Tally, outcome: string, run: () => Promise<void>): Promise<void> {
  const begun = performance.now();
  try {
    await run();
    tally.add(begun, outcome);
  } catch (error) {
    tally.fail(error instanceof Error ? error.message : String(error));
  }
}

/** Lets one socket after the other act, `perSecond` of them; one that still waits is passed over. */
async function pace(
  perSecond: number,
  sockets: ChatSocket[],
  tally: Tally,
  act: (socket: ChatSocket, turn: number) => Promise<void>,
): Promise<void> {
  const begun = performance.now();
  const busy = new Map<ChatSocket, Promise<void>>();
  for (let turn = 0; tally.isRunning; await Bun.sleep(TICK_MS)) {
    const due = Math.floor(((performance.now() - begun) / 1_000) * perSecond);
    for (; turn < due; turn += 1) {
      const socket = sockets[turn % sockets.length];
      if (socket === undefined || busy.has(socket)) continue;
      busy.set(
        socket,
        act(socket, turn).finally(() => busy.delete(socket)),
      );
    }
  }
  await Promise.all(busy.values());
}

async function closeAll(sockets: ChatSocket[]): Promise<void> {
  for (const socket of sockets) socket.close();
  await Promise.race([Promise.all(sockets.map((socket) => socket.closed)), Bun.sleep(SETTLE_MS)]);
}
