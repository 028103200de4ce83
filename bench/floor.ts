/**
 * The floor: a bare Bun.serve with postgres.js that sends the SQL of the product's hot paths and does nothing else. No
 * login, no checks, no answer to find. What the product costs beyond it is the price of being a product.
 */
import postgres from 'postgres';

const POOL_SIZE = 10;
const LEASE = '30 seconds';
const WELCOME = '¡Hola! Soy el asistente virtual del banco. ¿En qué te puedo ayudar?';
const ANSWER = 'Las sucursales abren de lunes a viernes de 9:00 a 16:00 y los sábados de 10:00 a 14:00.';
const METADATA = { outcome: 'answer', provider: 'floor', confidence: 0.9 };

interface StartBody {
  user_id: string;
}

interface MessageBody {
  conversation_id: string;
  message: string;
}

const port = Number(process.env.PORT);
const workers = Number(process.env.WORKERS);
if (process.env.FLOOR_WORKER) serve(postgres(process.env.DATABASE_URL ?? '', { max: POOL_SIZE }));
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

function serve(sql: postgres.Sql): void {
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
        POST: async (request) => Response.json(await start(sql, (await request.json()) as StartBody)),
      },
      '/api/v1/chat/message': {
        POST: async (request) => Response.json(await message(sql, (await request.json()) as MessageBody)),
      },
      '/api/v1/ws': (request, server) =>
        server.upgrade(request) ? undefined : new Response('not a WebSocket', { status: 426 }),
    },
    websocket: {
      perMessageDeflate: false,
      async message(socket, text) {
        const frame = JSON.parse(String(text));
        if (frame.type === 'ping') return void socket.send(JSON.stringify({ type: 'pong' }));
        await storeOne(sql, frame);
        socket.send(JSON.stringify({ type: 'ack' }));
      },
    },
  });
}

async function start(sql: postgres.Sql, body: StartBody): Promise<object> {
  const [row] = await sql`
    WITH conversation AS (
      INSERT INTO conversations (language, user_label, last_seq, last_text)
      VALUES ('es', ${body.user_id}, 1, ${WELCOME}) RETURNING id)
    INSERT INTO messages (conversation_id, seq, role, content)
    SELECT id, 1, 'assistant', ${WELCOME} FROM conversation RETURNING id, conversation_id, created_at`;
  const welcome = { id: row?.id, seq: 1, role: 'assistant', content: WELCOME, timestamp: row?.created_at };
  return { conversation_id: row?.conversation_id, status: 'started', messages: [welcome] };
}

async function message(sql: postgres.Sql, body: MessageBody): Promise<object> {
  const [stored] = await sql`
    WITH conversation AS (
      UPDATE conversations SET last_seq = last_seq + 1, last_text = ${body.message}, last_role = 'customer',
        updated_at = now()
      WHERE id = ${body.conversation_id} RETURNING id, last_seq),
    turn AS (
      INSERT INTO turns (conversation_id, from_seq, lease_until)
      SELECT id, last_seq, now() + ${LEASE}::interval FROM conversation RETURNING id)
    INSERT INTO messages (conversation_id, seq, role, content, turn_id)
    SELECT conversation.id, last_seq, 'customer', ${body.message}, turn.id FROM conversation, turn RETURNING turn_id`;
  const [reply] = await sql`
    WITH turn AS (
      UPDATE turns SET closed_at = now(), outcome = 'answer'
      WHERE id = ${stored?.turn_id} AND closed_at IS NULL RETURNING id, conversation_id),
    conversation AS (
      UPDATE conversations SET last_seq = last_seq + 1, last_text = ${ANSWER}, last_role = 'assistant',
        updated_at = now()
      FROM turn WHERE conversations.id = turn.conversation_id AND status = 'bot'
      RETURNING conversations.id, last_seq, turn.id AS turn_id)
    INSERT INTO messages (conversation_id, seq, role, content, turn_id, metadata)
    SELECT id, last_seq, 'assistant', ${ANSWER}, turn_id, ${sql.json(METADATA)} FROM conversation RETURNING id, seq`;
  return {
    message: ANSWER,
    message_id: reply?.id,
    seq: reply?.seq,
    conversation_id: body.conversation_id,
    metadata: METADATA,
  };
}

async function storeOne(sql: postgres.Sql, frame: { conversation: string; text: string }): Promise<void> {
  await sql`
    WITH conversation AS (
      UPDATE conversations SET last_seq = last_seq + 1, last_text = ${frame.text}, last_role = 'customer',
        updated_at = now()
      WHERE id = ${frame.conversation} RETURNING id, last_seq)
    INSERT INTO messages (conversation_id, seq, role, content)
    SELECT id, last_seq, 'customer', ${frame.text} FROM conversation`;
}
