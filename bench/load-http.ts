import { type Chat, DIALECTS, type Dialect } from './dialects.ts';
import { HttpConnection } from './http-connection.ts';
import type { HttpJob } from './job.ts';
import { QUESTIONS } from './questions.ts';
import { Tally } from './tally.ts';

/** A handed-off chat is answered more cheaply, so it is not used again. */
const HANDED_OFF = 'handoff';
const MAX_CHATS = 2_000;
const REOPEN_DELAY_MS = 20;

/** A request, and what it takes to believe the answer to it: null when it is wrong, else a word to count it under. */
interface Ask {
  text: string;
  check(body: string): string | null;
}

/** Holds `job.connections` keep-alive connections with one request in flight on each, for as long as the job says. */
export async function runHttpLoad(job: HttpJob): Promise<Tally> {
  const connections = await Promise.all(Array.from({ length: job.connections }, () => HttpConnection.open(job.port)));
  const chats = job.scenario === 'message' ? await startChats(connections, job) : connections.map(() => []);
  const tally = new Tally(job);
  await Promise.all(
    connections.map((connection, client) =>
      runClient(connection, job, askerFor(job, client, chats[client] ?? []), tally),
    ),
  );
  return tally;
}

/** Every connection starts chats of its own until there are enough of them, or the time for it is over. */
export async function startChats(
  connections: HttpConnection[],
  job: { port: number; kind: HttpJob['kind']; chatSeconds: number; maxChats?: number },
): Promise<Chat[][]> {
  const until = performance.now() + job.chatSeconds * 1_000;
  const wanted = Math.ceil((job.maxChats ?? MAX_CHATS) / connections.length);
  return Promise.all(
    connections.map(async (connection, client) => {
      const chats: Chat[] = [];
      do {
        const answer = await connection.request(startRequest(DIALECTS[job.kind], client, chats.length));
        const chat = answer.status === 200 ? DIALECTS[job.kind].parseStart(answer.body) : null;
        if (chat === null) throw new Error(`chat start answered ${answer.status}: ${answer.body.slice(0, 200)}`);
        chats.push(chat);
      } while (chats.length < wanted && performance.now() < until);
      return chats;
    }),
  );
}

async function runClient(first: HttpConnection, job: HttpJob, ask: (turn: number) => Ask, tally: Tally): Promise<void> {
  let connection = first;
  for (let turn = 0; tally.isRunning; turn += 1) {
    const { text, check } = ask(turn);
    const begun = performance.now();
    try {
      if (connection.isDone) connection = await HttpConnection.open(job.port);
      const { status, body } = await connection.request(text);
      const outcome = status === 200 ? check(body) : null;
      if (outcome === null) tally.fail(`${status} ${body.slice(0, 120)}`);
      else tally.add(begun, outcome);
    } catch (error) {
      tally.fail(error instanceof Error ? error.message : String(error));
      await Bun.sleep(REOPEN_DELAY_MS);
    }
  }
  connection.close();
}

function askerFor(job: HttpJob, client: number, chats: Chat[]): (turn: number) => Ask {
  const dialect = DIALECTS[job.kind];
  switch (job.scenario) {
    case 'health':
    case 'readiness': {
      const ask = { text: get(`/${job.scenario}`), check: (body: string) => (body.includes('"ok"') ? 'ok' : null) };
      return () => ask;
    }
    case 'start':
      return (turn) => ({
        text: startRequest(dialect, client, turn),
        check: (body) => (dialect.parseStart(body) ? 'started' : null),
      });
    case 'message':
      return (turn) => askQuestion(dialect, chats, client, turn);
  }
}

function askQuestion(dialect: Dialect, chats: Chat[], client: number, turn: number): Ask {
  const chat = chats[turn % chats.length];
  const question = QUESTIONS[(client * 7 + turn) % QUESTIONS.length];
  if (chat === undefined || question === undefined) throw new Error('every chat of this client was handed off');
  return {
    text: post('/api/v1/chat/message', dialect.messageBody(chat, question), client, chat.token),
    check: (body) => {
      const outcome = dialect.parseMessage(body);
      if (outcome === HANDED_OFF) chats.splice(chats.indexOf(chat), 1);
      return outcome;
    },
  };
}

function startRequest(dialect: Dialect, client: number, turn: number): string {
  return post('/api/v1/chat/start', dialect.startBody(`visitor-${client}-${turn}`), client, '');
}

function get(path: string): string {
  return `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`;
}

/** Each client comes from an address of its own, as customers do, by the word of a proxy. */
function post(path: string, content: object, client: number, token: string): string {
  const body = JSON.stringify(content);
  const authorization = token ? `Authorization: Bearer ${token}\r\n` : '';
  const head = [
    `POST ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    `X-Forwarded-For: 10.0.${client >> 8}.${client & 255}`,
    'Content-Type: application/json',
    `${authorization}Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}
