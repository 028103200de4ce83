import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { insertAttachment } from '../../src/features/uploads/queries.ts';
import { getFile, keepFile } from '../../src/features/uploads/service.ts';
import { type Answer, type Chat, ChatSocket, call, historyOf, say, startChat } from '../support/client.ts';
import { fileForm, GIF, JPEG, PDF, PNG, png, WEBP } from '../support/files.ts';
import { PHOTO, taggedPhoto, WHEREABOUTS } from '../support/photos.ts';
import { type Service, startService } from '../support/service.ts';

const PATH = '/api/v1/chat/attachments';
const MAX_BYTES = 100_000;

let service: Service;
let other: Service;

beforeAll(async () => {
  const env = { MAX_UPLOAD_SIZE: String(MAX_BYTES) };
  service = await startService({ env });
  other = await startService({ env, database: service.database });
});

afterAll(async () => {
  await other.stop();
  await service.stop();
});

describe('a file that a customer sends', () => {
  test('is a message of the conversation, and the assistant says that a person can look at it', async () => {
    const chat = await startChat(service.origin);
    const socket = new ChatSocket(other.origin, chat);
    await socket.ready();
    const sent = await send(chat, PNG, 'comprobante.png');
    expect(sent.status).toBe(200);
    expect(sent.body).toEqual({
      id: sent.body.id,
      name: 'comprobante.png',
      size: PNG.length,
      type: 'image/png',
      message_id: expect.any(Number),
      seq: 2,
    });
    const frame = await socket.frame(({ type, seq }) => type === 'message' && seq === 2);
    expect(frame.metadata.attachments).toEqual([
      { id: sent.body.id, name: 'comprobante.png', size: PNG.length, type: 'image/png' },
    ]);
    const messages = await historyOf(service.origin, chat);
    expect(messages.map(({ role }) => role)).toEqual(['assistant', 'user', 'assistant']);
    expect(messages[2]?.content).toContain('una persona');
    const next = await say(service.origin, chat, '¿A qué hora abren las sucursales?');
    expect([next.status, next.body.metadata.outcome]).toEqual([200, 'answer']);
    socket.close();
  });

  test('comes back to its own customer alone, as a download that runs nowhere', async () => {
    const chat = await startChat(service.origin);
    const { body } = await send(chat, PDF, 'estado "2026" ñ.pdf', 'application/pdf');
    const path = `${PATH}/${body.id}`;
    const response = await fetch(service.origin + path, { headers: { authorization: `Bearer ${chat.token}` } });
    expect(response.status).toBe(200);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(PDF);
    const header = (name: string) => response.headers.get(name);
    expect(header('content-disposition')).toBe(
      `attachment; filename="estado 2026 n_.pdf"; filename*=UTF-8''estado%202026%20%C3%B1.pdf`,
    );
    expect(header('content-type')).toBe('application/pdf');
    expect(header('x-content-type-options')).toBe('nosniff');
    expect(header('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(header('cache-control')).toContain('no-store');
    const stranger = await startChat(service.origin);
    const missing = await call(service.origin, 'GET', `${PATH}/${randomUUID()}`, { token: chat.token });
    for (const token of [stranger.token, undefined, 'made-up']) {
      const refused = await call(service.origin, 'GET', path, { token });
      expect([refused.status, refused.body]).toEqual([404, missing.body]);
    }
    expect((await call(service.origin, 'GET', `${PATH}/..%2f..%2fetc%2fpasswd`, { token: chat.token })).status).toBe(
      404,
    );
  });

  test('is kept without where and by what it was taken, and still turned as it was', async () => {
    const chat = await startChat(service.origin);
    const photo = taggedPhoto(6);
    const { body } = await send(chat, photo, 'foto.jpg', 'image/jpeg');
    const headers = { authorization: `Bearer ${chat.token}` };
    const stored = await (await fetch(`${service.origin}${PATH}/${body.id}`, { headers })).bytes();
    expect([stored.length, body.size]).toEqual([PHOTO.length + 36, PHOTO.length + 36]);
    expect(Buffer.from(photo).includes(WHEREABOUTS)).toBe(true);
    expect(Buffer.from(stored).includes(WHEREABOUTS)).toBe(false);
    const damaged = await send(chat, photo.slice(0, 200), 'foto.jpg', 'image/jpeg');
    expect([damaged.status, damaged.body.detail]).toEqual([415, 'The picture is damaged']);
  });

  test('of one client id is stored once, also through two workers at once', async () => {
    const chat = await startChat(service.origin);
    const client_id = randomUUID();
    const before = await stored();
    const answers = await Promise.all(
      [service, other, service].map(({ origin }) =>
        call(origin, 'POST', PATH, {
          token: chat.token,
          form: fileForm({ conversation_id: chat.id, client_id }, JPEG, 'a.jpg'),
        }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect((await historyOf(service.origin, chat)).filter(({ role }) => role === 'user').length).toBe(1);
    expect((await stored()) - before).toBeLessThanOrEqual(1);
  });

  test('is kept where nobody can tell whether its row is: the answer to a commit was lost', async () => {
    const chat = await startChat(service.origin);
    const lost = Object.assign(new Error('the connection ended'), { code: 'CONNECTION_CLOSED' });
    let id = '';
    const keeping = keepFile(service.ctx, chat.id, new File([PNG], 'a.png'), async (attachment) => {
      id = attachment.id;
      await insertAttachment(service.ctx.db.sql, attachment, { seq: 1, authorId: null });
      throw lost;
    });
    await expect(keeping).rejects.toBe(lost);
    const { attachment, bytes } = await getFile(service.ctx, chat.id, id);
    expect(bytes.size).toBe(attachment.size);
  });

  test('during an answer is no answer to it: the question is answered all the same', async () => {
    const chat = await startChat(service.origin);
    const { sql } = service.ctx.db;
    await sql`
      WITH c AS (UPDATE conversations SET last_seq = 2 WHERE id = ${chat.id} RETURNING id, month),
        t AS (INSERT INTO turns (conversation_id, from_seq, worker, lease_until)
          SELECT id, 2, ${randomUUID()}, now() + interval '1 minute' FROM c RETURNING id)
      INSERT INTO messages (conversation_id, month, seq, role, content, client_id, turn_id)
      SELECT c.id, c.month, 2, 'customer', '¿A qué hora abren las sucursales?', ${randomUUID()}, t.id FROM c, t`;
    const socket = new ChatSocket(service.origin, chat);
    await socket.ready();
    expect((await send(chat, PNG, 'a.png')).body.seq).toBe(3);
    expect((await socket.reply(3)).content).toContain('8:30');
    socket.close();
  });

  test('reaches a person who is in charge without a word of the assistant, and none once it has ended', async () => {
    const chat = await startChat(service.origin);
    await call(service.origin, 'POST', '/api/v1/chat/escalate', {
      token: chat.token,
      body: { conversation_id: chat.id },
    });
    expect((await send(chat, WEBP, 'foto.webp')).status).toBe(200);
    expect((await historyOf(service.origin, chat)).at(-1)?.role).toBe('user');
    await call(service.origin, 'POST', '/api/v1/chat/end', { token: chat.token, body: { conversation_id: chat.id } });
    const before = await stored();
    expect((await send(chat, PNG, 'a.png')).status).toBe(409);
    expect(await stored()).toBe(before);
  });
});

describe('a hostile file', () => {
  const html = '<html><script>alert(1)</script></html>';
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>';
  const eicar = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*';

  test.each([
    ['a page called a picture', text(html), 'a.png', 415],
    ['a drawing with a script', text(svg), 'a.svg', 415],
    ['a drawing behind an XML head', text(`<?xml version="1.0"?>${svg}`), 'a.png', 415],
    ['a GIF that is a script', GIF, 'a.gif', 415],
    ['the test virus', text(eicar), 'eicar.com', 415],
    ['an archive', new Uint8Array([0x50, 0x4b, 3, 4, ...Array(40).fill(0)]), 'x.docx', 415],
    ['nothing', new Uint8Array(), 'a.png', 422],
    ['a byte too much', padded(PNG, MAX_BYTES + 1), 'a.png', 413],
    ['just what is taken', padded(PNG, MAX_BYTES), 'a.png', 200],
    ['a picture that says it has 2.5 billion pixels', png(50_000, 50_000), 'a.png', 200],
    ['a picture that is a page as well', new Uint8Array([...PNG, ...text(html)]), 'evil.html', 200],
  ] as const)('%s', async (_, content, name, status) => {
    const chat = await startChat(service.origin);
    const before = await stored();
    const answer = await send(chat, content, name);
    expect(answer.status).toBe(status);
    if (status !== 200) {
      expect(await stored()).toBe(before);
      expect(Object.keys(answer.body)).toContain('detail');
      expect((await historyOf(service.origin, chat)).length).toBe(1);
    }
  });

  test('much larger than what is taken is refused without being read', async () => {
    const chat = await startChat(service.origin);
    expect((await send(chat, padded(PNG, MAX_BYTES * 20), 'a.png')).status).toBe(413);
  });

  test.each([
    ['../../../etc/passwd', 'passwd.png'],
    ['..\\..\\boot.ini', 'boot.ini.png'],
    ['a\u0000.png', 'a.png'],
    ['a%00.png', 'a00.png'],
    ['CON', '_CON.png'],
    ['nul.txt', '_nul.txt.png'],
    ['shell.php.jpg', 'shell.php.jpg.png'],
    ['factura\u202egnp.exe', 'facturagnp.exe.png'],
    ['a\r\nSet-Cookie: x=1.png', 'aSet-Cookie x=1.png'],
    ['<img src=x onerror=alert(1)>.png', 'img src=x onerror=alert(1).png'],
    ['...', 'file.png'],
    ['', 'file.png'],
    [`${'😀'.repeat(300)}.PNG`, `${'😀'.repeat(115)}.PNG`],
    ['tarjeta 4111 1111 1111 1111.png', 'tarjeta [card ••1111].png'],
  ])('called %j is shown and saved as %j', async (name, shown) => {
    const chat = await startChat(service.origin);
    const { status, body } = await send(chat, PNG, name);
    expect(status).toBe(200);
    expect(body.name).toBe(shown);
    const saved = await fetch(`${service.origin}${PATH}/${body.id}`, {
      headers: { authorization: `Bearer ${chat.token}` },
    });
    expect(saved.headers.get('content-disposition')).toMatch(
      /^attachment; filename="[\w .()-]+\.png"; filename\*=UTF-8''/i,
    );
    expect((await readdir(uploads())).every((file) => /^[0-9a-f-]{36}$/.test(file))).toBe(true);
  });

  test('in a form that is none, or is too much, gets an error and not a crash', async () => {
    const chat = await startChat(service.origin);
    const post = async (body: string, type: string) =>
      fetch(service.origin + PATH, {
        method: 'POST',
        headers: { authorization: `Bearer ${chat.token}`, ...(type && { 'content-type': type }) },
        body,
      });
    expect((await post('nonsense', 'multipart/form-data')).status).toBeOneOf([400, 415, 422]);
    expect((await post('nonsense', 'multipart/form-data; boundary=x')).status).toBeOneOf([400, 422]);
    const twice = fileForm({ conversation_id: chat.id }, PNG, 'a.png');
    twice.append('file', new File([PNG as Uint8Array<ArrayBuffer>], 'b.png'));
    expect((await call(service.origin, 'POST', PATH, { token: chat.token, form: twice })).status).toBe(422);
    const many = fileForm({ conversation_id: chat.id }, PNG, 'a.png');
    for (let part = 0; part < 500; part += 1) many.append(`part${part}`, 'x');
    expect((await call(service.origin, 'POST', PATH, { token: chat.token, form: many })).status).toBeOneOf([200, 422]);
    expect((await call(service.origin, 'GET', '/health')).status).toBe(200);
  });
});

function send(chat: Chat, content: Uint8Array, name: string, type?: string): Promise<Answer> {
  const form = fileForm({ conversation_id: chat.id }, content, name, type);
  return call(service.origin, 'POST', PATH, { token: chat.token, form });
}

const uploads = () => join(service.ctx.config.dataDir, 'uploads');

async function stored(): Promise<number> {
  return (await readdir(uploads()).catch(() => [])).length;
}

function text(content: string): Uint8Array {
  return new TextEncoder().encode(content);
}

function padded(content: Uint8Array, size: number): Uint8Array {
  const whole = new Uint8Array(size);
  whole.set(content);
  return whole;
}
