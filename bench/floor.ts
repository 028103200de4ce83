/**
 * The floor: a bare Bun.serve that sends the product's own statements on its hot paths and does nothing else. No login,
 * no checks, no answer to find. What the product costs beyond it is the price of being a product.
 */
import type { ServerWebSocket } from 'bun';
import { openDatabase } from '../src/db/client.ts';
import type { Committed } from '../src/features/chat/queries.ts';
import { ChatWriter } from '../src/features/chat/writer.ts';

const POOL_SIZE = 10;
const WELCOME = '¡Hola! Soy el asistente virtual del banco. ¿En qué te puedo ayudar?';
const ANSWER = 'Las sucursales abren de lunes a viernes de 9:00 a 16:00 y los sábados de 10:00 a 14:00.';
const METADATA = { outcome: 'answer', provider: 'floor', model: null, confidence: 0.9, citations: [], latency_ms: 1 };

interface StartBody {
  user_id: string;
}

interface MessageBody {
  conversation_id: string;
  message: string;
}

interface Frame {
  type: 'ping' | 'message';
  conversation: string;
  text: string;
}

interface Stored {
  seq: number;
  turnId: number;
}

const port = Number(process.env.PORT);
const workers = Number(process.env.WORKERS);
const worker = crypto.randomUUID();
const { sql, hot } = openDatabase(process.env.DATABASE_URL ?? '', { poolSize: POOL_SIZE, applicationName: 'floor' });
const writer = new ChatWriter(hot);
if (process.env.FLOOR_WORKER) serve();
else startWorkers();

function startWorkers(): void {
  const children = Array.from({ length: workers }, () =>
    Bun.spawn([process.execPath, import.meta.path], { env: { ...process.env, FLOOR_WORKER: '1' } }),
  );
  process.on('SIGTERM', async () => {
    for (const child of children) child.kill();
    await Promise.all(children.map((child) => child.exited));
    process.exit(0);
  });
}

function serve(): void {
  Bun.serve({
    port,
    hostname: '127.0.0.1',
    reusePort: true,
    routes: {
      '/health': () => Response.json({ status: 'ok', message: 'Banking ChatBot API v1.0' }),
      '/readiness': async () => {
        await sql`SELECT 1`;
        return Response.json({ api: 'ok', database: 'ok', version: '1.0.0' });
      },
      '/api/v1/chat/start': {
        POST: async (request) => Response.json(await start((await request.json()) as StartBody)),
      },
      '/api/v1/chat/message': {
        POST: async (request) => Response.json(await answer((await request.json()) as MessageBody)),
      },
      '/api/v1/ws': (request, server) =>
        server.upgrade(request) ? undefined : new Response('not a WebSocket', { status: 426 }),
    },
    websocket: { perMessageDeflate: false, message: (socket, text) => hear(socket, JSON.parse(String(text))) },
  });
}

async function start({ user_id: userLabel }: StartBody): Promise<object> {
  const { id, messageId, createdAt } = await writer.start({
    id: crypto.randomUUID(),
    language: 'es',
    userLabel,
    visitorName: null,
    visitorEmail: null,
    pageUrl: null,
    customerId: null,
    identityLevel: 0,
    identityMinutes: null,
    welcome: WELCOME,
  });
  const welcome = { id: messageId, seq: 1, role: 'assistant', content: WELCOME, timestamp: createdAt };
  return { conversation_id: id, status: 'started', messages: [welcome] };
}

async function answer({ conversation_id: conversation, message }: MessageBody): Promise<object> {
  const reply = await commit(conversation, await store(conversation, message));
  return {
    message: ANSWER,
    message_id: reply.id,
    seq: reply.seq,
    conversation_id: conversation,
    metadata: METADATA,
  };
}

async function hear(socket: ServerWebSocket<undefined>, frame: Frame): Promise<void> {
  if (frame.type === 'ping') return void socket.send(JSON.stringify({ type: 'pong' }));
  const stored = await store(frame.conversation, frame.text);
  socket.send(JSON.stringify({ type: 'ack', seq: stored.seq }));
  const { seq } = await commit(frame.conversation, stored);
  socket.send(JSON.stringify({ type: 'message', seq, role: 'assistant', content: ANSWER, metadata: METADATA }));
}

async function store(conversationId: string, content: string): Promise<Stored> {
  const stored = await writer.store({ conversationId, clientId: crypto.randomUUID(), content, worker });
  if (stored?.turnId == null) throw new Error('the message was not stored');
  return { seq: stored.seq, turnId: stored.turnId };
}

async function commit(conversationId: string, { seq, turnId }: Stored): Promise<Committed> {
  const reply = await writer.commit({
    conversationId,
    turnId,
    expectedSeq: seq,
    content: ANSWER,
    metadata: METADATA,
    outcome: 'answer',
    provider: 'floor',
    model: null,
    confidence: 0.9,
    promptTokens: null,
    completionTokens: null,
    latencyMs: 1,
    costMicros: null,
    promptVersion: null,
    sources: [],
    checks: [],
    fallbacks: [],
  });
  if (reply === null) throw new Error('the reply was not stored');
  return reply;
}
