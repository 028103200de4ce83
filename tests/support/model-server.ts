import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a model server does with one request. */
export type Behaviour =
  | {
      kind: 'reply';
      /** The text, one event each. */
      chunks?: string[];
      /** `json` is sent as it stands, in two events. */
      tools?: { name: string; json: string }[];
      firstDelayMs?: number;
      delayMs?: number;
      /** What comes after the first text waits for this. */
      rest?: Promise<unknown>;
      end?: 'done' | 'cut' | 'refused';
      /** Writes byte by byte, so that events, lines and characters are split. */
      isBytewise?: boolean;
    }
  | { kind: 'status'; status: number; headers?: Record<string, string> }
  /** Accepts and never answers. */
  | { kind: 'silent' }
  /** Some text, then nothing on an open connection. */
  | { kind: 'stall'; chunks: string[] }
  /** Some text, then the connection is reset. */
  | { kind: 'reset'; chunks: string[] }
  /** Some text, then an orderly end in the middle of the answer. */
  | { kind: 'truncated'; chunks: string[] }
  /** Some text, then the vendor's error event. */
  | { kind: 'error_event'; chunks: string[] }
  /** Exactly this body. */
  | { kind: 'raw'; body: string }
  /** One line without an end. */
  | { kind: 'huge_line'; bytes: number }
  /** Events without an end, until the client goes away. */
  | { kind: 'endless' };

export interface ReplyParts {
  chunks: string[];
  tools: { name: string; json: string }[];
  end: 'done' | 'cut' | 'refused';
}

/** How one vendor writes its stream. */
export interface Dialect {
  path: string;
  read(body: Record<string, unknown>): Asked;
  /** The events before the first text. */
  open(): string[];
  text(chunk: string): string;
  tools(tools: ReplyParts['tools'], hasText: boolean): string[];
  close(parts: ReplyParts): string[];
  error(): string;
  /** The body of a failed status, with words that must not come through. */
  failure(status: number): string;
}

interface RecordedRequest {
  headers: Record<string, string | string[] | undefined>;
  body: Record<string, unknown>;
  /** The body as it came. */
  text: string;
  /** True once the client closed the connection before the answer was complete. */
  wasAborted: boolean;
}

/** What a request asks of the model, whichever vendor's wire it came over. */
export interface Asked {
  system: string;
  /** The last message of the user's, as the product wrote it: context, passages and the customer's words. */
  question: string;
  /** What was said before it, oldest first. */
  earlier: string[];
  tools: string[];
  /** The results of the tools that were called since. */
  results: string[];
}

/** Decides like a model what to do with a request. */
export type Script = (asked: Asked) => Behaviour;

export interface ModelServer {
  /** `http://127.0.0.1:port`, without a path. */
  origin: string;
  requests: RecordedRequest[];
  /** What to do with the next requests, in this order. */
  next(...behaviours: Behaviour[]): void;
  /** What to do when nothing else was said. */
  always(behaviour: Behaviour | Script): void;
  close(): Promise<void>;
}

/** A server on a free loopback port that speaks one vendor's wire format and does as it is told. */
export async function startModelServer(dialect: Dialect): Promise<ModelServer> {
  const requests: RecordedRequest[] = [];
  const queue: Behaviour[] = [];
  let fallback: Behaviour | Script = { kind: 'reply', chunks: ['OK.'] };
  const server = createServer(async (request, response) => {
    const text = await bodyOf(request);
    const recorded = { headers: request.headers, body: parse(text), text, wasAborted: false };
    requests.push(recorded);
    response.on('close', () => {
      recorded.wasAborted = !response.writableFinished;
    });
    if (request.url !== dialect.path) response.writeHead(404).end();
    else await behave(queue.shift() ?? decided(fallback, dialect, recorded.body), dialect, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    next: (...behaviours) => queue.push(...behaviours),
    always: (behaviour) => {
      fallback = behaviour;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const decided = (fallback: Behaviour | Script, dialect: Dialect, body: Record<string, unknown>): Behaviour =>
  typeof fallback === 'function' ? fallback(dialect.read(body)) : fallback;

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

async function behave(behaviour: Behaviour, dialect: Dialect, response: ServerResponse): Promise<void> {
  if (behaviour.kind === 'silent') return;
  if (behaviour.kind === 'status') {
    response.writeHead(behaviour.status, { 'content-type': 'application/json', ...behaviour.headers });
    response.end(dialect.failure(behaviour.status));
    return;
  }
  if (behaviour.kind === 'reply') return reply(behaviour, dialect, response);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  if (behaviour.kind === 'raw') response.end(behaviour.body);
  else if (behaviour.kind === 'huge_line') await writeHugeLine(behaviour.bytes, response);
  else if (behaviour.kind === 'endless') await writeEndlessly(dialect, response);
  else await breakOff(behaviour, dialect, response);
}

async function reply(
  behaviour: Extract<Behaviour, { kind: 'reply' }>,
  dialect: Dialect,
  response: ServerResponse,
): Promise<void> {
  const { chunks = [], tools = [], end = 'done' } = behaviour;
  const events = [
    ...dialect.open(),
    ...chunks.map(dialect.text),
    ...dialect.tools(tools, chunks.length > 0),
    ...dialect.close({ chunks, tools, end }),
  ];
  await Bun.sleep(behaviour.firstDelayMs ?? 0);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const pieces = behaviour.isBytewise ? [...Buffer.from(events.join(''))].map((byte) => Buffer.from([byte])) : events;
  for (const [at, piece] of pieces.entries()) {
    if (response.destroyed) return;
    response.write(piece);
    if (at === dialect.open().length) await behaviour.rest;
    if (behaviour.isBytewise) await nextTick();
    else if (behaviour.delayMs) await Bun.sleep(behaviour.delayMs);
  }
  response.end();
}

async function breakOff(
  behaviour: Extract<Behaviour, { kind: 'stall' | 'reset' | 'truncated' | 'error_event' }>,
  dialect: Dialect,
  response: ServerResponse,
): Promise<void> {
  for (const event of [...dialect.open(), ...behaviour.chunks.map(dialect.text)]) response.write(event);
  if (behaviour.kind === 'truncated') response.end();
  if (behaviour.kind === 'error_event') response.end(dialect.error());
  // What was written must leave before the connection is torn down.
  if (behaviour.kind === 'reset') setTimeout(() => response.destroy(), 30);
}

async function writeHugeLine(bytes: number, response: ServerResponse): Promise<void> {
  response.write('data: "');
  const block = 'x'.repeat(64 * 1024);
  for (let sent = 0; sent < bytes && !response.destroyed; sent += block.length) {
    response.write(block);
    await nextTick();
  }
  response.end();
}

async function writeEndlessly(dialect: Dialect, response: ServerResponse): Promise<void> {
  for (const event of dialect.open()) response.write(event);
  while (!response.destroyed) {
    response.write(dialect.text('y otra vez lo mismo '.repeat(10)));
    await nextTick();
  }
}

const nextTick = () => new Promise<void>((resolve) => setImmediate(resolve));
