import { join } from 'node:path';
import type { RunningServer } from './contestant.ts';
import { countRows, type DatabaseServer } from './database-server.ts';
import type { Job, LoadResult } from './job.ts';
import type { Options, Scenario } from './options.ts';

/** Beyond the windows themselves: opening connections, starting chats, letting sockets settle. */
const LOAD_GRACE_MS = 90_000;
const PINGS_PER_SECOND = 1_000;
const ROWS_PER_ANSWER = 2;

export type Window = Exclude<Scenario, 'fresh'> | 'idle';

/**
 * Loads one server for one window, from a process of its own.
 *
 * Errors: rejects when an answer was wrong or the rows in the database are not those of the answers.
 */
export async function measureWindow(
  window: Window,
  server: RunningServer,
  database: DatabaseServer,
  options: Options,
  signal: AbortSignal,
): Promise<LoadResult> {
  const before = await rowsOf(server);
  const result = await runLoad(jobFor(window, server, database, options), signal);
  if (result.failed > 0)
    throw new Error(`${result.failed} of ${result.failed + result.answered} failed: ${result.failures.join(' · ')}`);
  if (result.perSecond === 0) throw new Error('nothing was answered within the window');
  const after = await rowsOf(server);
  checkRows(window, server, result, {
    conversations: after.conversations - before.conversations,
    messages: after.messages - before.messages,
  });
  return result;
}

interface Rows {
  conversations: number;
  messages: number;
}

/** A variant that is fast because it does not write is not fast. */
function checkRows(window: Window, { contestant }: RunningServer, { answered }: LoadResult, written: Rows): void {
  // Every start leaves the greeting behind.
  const messages = written.messages - written.conversations;
  const rowsPerAnswer = window === 'message' ? ROWS_PER_ANSWER : contestant.dialect.rowsPerSocketMessage;
  if (window === 'start' && written.conversations !== answered) {
    throw new Error(`${answered} chats were started, but ${written.conversations} are in the database`);
  }
  if (/^(message|socket)/.test(window) && messages !== answered * rowsPerAnswer) {
    throw new Error(
      `${answered} answers should leave ${answered * rowsPerAnswer} messages in the database, not ${messages}`,
    );
  }
}

async function rowsOf({ contestant: { databaseUrl } }: RunningServer): Promise<Rows> {
  return {
    conversations: await countRows(databaseUrl, 'conversations'),
    messages: await countRows(databaseUrl, 'messages'),
  };
}

function jobFor(window: Window, server: RunningServer, database: DatabaseServer, options: Options): Job {
  const { kind, conversations } = server.contestant;
  const target = {
    kind,
    port: server.port,
    serverPid: server.process.pid,
    databasePid: database.pid,
    connections: options.connections,
    warmupSeconds: options.warmupSeconds,
    seconds: options.seconds,
    chatSeconds: options.chatSeconds,
  };
  switch (window) {
    case 'idle':
      return { ...target, type: 'idle', connections: options.sockets, pingsPerSecond: PINGS_PER_SECOND };
    case 'socket-ack':
      return { ...target, type: 'socket', perSecond: options.messagesPerSecond, conversations };
    case 'socket-turn':
      return { ...target, type: 'socket', perSecond: null, conversations };
    default:
      return { ...target, type: 'http', scenario: window };
  }
}

async function runLoad(job: Job, signal: AbortSignal): Promise<LoadResult> {
  const process_ = Bun.spawn([process.execPath, join(import.meta.dir, 'load.ts')], {
    signal,
    stdin: new Blob([JSON.stringify(job)]),
    stdout: 'pipe',
    stderr: 'pipe',
    timeout: (job.warmupSeconds + job.seconds + job.chatSeconds) * 1_000 + LOAD_GRACE_MS,
  });
  const [output, errors] = await Promise.all([process_.stdout.text(), process_.stderr.text(), process_.exited]);
  if (process_.exitCode !== 0)
    throw new Error(`the load broke off: ${errors.trim().slice(-800) || 'it took too long'}`);
  return JSON.parse(output);
}
