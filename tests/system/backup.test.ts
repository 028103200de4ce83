import { expect, test } from 'bun:test';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { type Chat, call, startChat } from '../support/client.ts';
import { ADMIN, administer, cloneDatabase, serverUrl, withDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { fileForm, PNG } from '../support/files.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { holdTable } from '../support/table-lock.ts';

const SECRET_KEY = randomBytes(32).toString('hex');
const MAIN = join(import.meta.dir, '../../src/main.ts');

async function command(args: string[], env: Record<string, string>): Promise<{ exitCode: number; text: string }> {
  const child = Bun.spawn([process.execPath, MAIN, ...args], {
    env: { PATH: process.env.PATH, SECRET_KEY, LOG_LEVEL: 'critical', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
  return { exitCode: await child.exited, text: texts.join('') };
}

const logIn = async (origin: string): Promise<string> =>
  (await call(origin, 'POST', '/api/v1/auth/login', { body: { username: ADMIN.email, password: ADMIN.password } })).body
    .access_token as string;

const askAs = (origin: string, token: string, method: string, path: string, body?: unknown) =>
  call(origin, method, `/api/v1${path}`, { token, ...(body !== undefined && { body }) });

/** Customers who go on writing, and sending files, until they are told to stop. Answers what was acknowledged. */
function writers(origin: string) {
  let isOver = false;
  let acknowledged = 0;
  const one = async () => {
    while (!isOver) {
      const chat = await startChat(origin);
      const body = { conversation_id: chat.id, message: '¿A qué hora abren?', client_message_id: randomUUID() };
      const said = await call(origin, 'POST', '/api/v1/chat/message', { token: chat.token, body });
      if (said.status === 200) acknowledged += 1;
      await upload(origin, chat);
    }
  };
  const done = Promise.all([one(), one(), one()]);
  return {
    count: () => acknowledged,
    async stop() {
      isOver = true;
      await done;
    },
  };
}

const upload = (origin: string, chat: Chat) =>
  call(origin, 'POST', '/api/v1/chat/attachments', {
    token: chat.token,
    form: fileForm({ conversation_id: chat.id }, PNG, 'recibo.png'),
  });

test('a backup of a service at work comes back in an empty place, whole and of one moment', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'joxai-backup-'));
  const [oldData, newData, saved] = ['old', 'new', 'saved'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const name = `joxai_restored_${randomUUID().slice(0, 8)}`;
  const url = withDatabase(serverUrl(), name);
  await administer(url, (sql) => sql.unsafe(`CREATE DATABASE ${name}`));
  const running: Installation[] = [];
  try {
    const old = await startInstallation({ DATA_DIR: oldData, SECRET_KEY, WORKERS: '2' });
    running.push(old);
    const token = await logIn(old.origin);
    const chat = await startChat(old.origin);
    const said = { conversation_id: chat.id, message: '¿A qué hora abren las sucursales?' };
    await call(old.origin, 'POST', '/api/v1/chat/message', { token: chat.token, body: said });
    const file = await upload(old.origin, chat);
    expect(file.status).toBe(200);
    const ticket = (await askAs(old.origin, token, 'POST', '/tickets', { subject: 'Un caso «raro»\tcon\nsignos \\N' }))
      .body;
    const history = (await askAs(old.origin, token, 'GET', `/conversations/${chat.id}/history`)).body;
    const work = writers(old.origin);
    while (work.count() < 5) await Bun.sleep(20);
    const before = work.count();
    const taken = await command(['backup', saved], { DATABASE_URL: old.databaseUrl, DATA_DIR: oldData });
    expect(taken.text).toContain('rows of');
    expect(taken.exitCode).toBe(0);
    await work.stop();
    expect(work.count()).toBeGreaterThan(before);
    expect((await command(['backup', saved], { DATABASE_URL: old.databaseUrl, DATA_DIR: oldData })).exitCode).toBe(1);

    // Not into what has something in it, nor from what is not as it was written.
    const place = { DATABASE_URL: url, DATA_DIR: newData };
    expect((await command(['restore', saved], { ...place, DATABASE_URL: old.databaseUrl })).text).toContain(
      'There are tables',
    );
    expect((await command(['restore', saved], { ...place, DATA_DIR: oldData })).text).toContain('There are files');
    const one = join(saved, 'tables/tickets.gz');
    const kept = await readFile(one);
    await writeFile(one, kept.subarray(0, kept.length - 4));
    expect((await command(['restore', saved], place)).text).toContain('tables/tickets.gz is missing or not');
    await writeFile(one, kept);
    const picture = join(saved, 'uploads', file.body.id);
    const seen = await readFile(picture);
    await writeFile(
      picture,
      seen.map((byte, at) => (at === 20 ? byte ^ 1 : byte)),
    );
    expect((await command(['restore', saved], place)).text).toContain(`uploads/${file.body.id} is missing or not`);
    await writeFile(picture, seen);

    const back = await command(['restore', saved], place);
    expect(back.text).toContain('are back');
    expect(back.exitCode).toBe(0);
    const sql = postgres(url, { max: 1, onnotice: () => {} });
    const manifest = await Bun.file(join(saved, 'backup.json')).json();
    // Of one moment: no message without its conversation, no row of a file without it, no number of two things.
    const [torn] = await sql`
      SELECT (SELECT count(*)::int FROM messages m WHERE NOT EXISTS (SELECT 1 FROM conversations WHERE id = m.conversation_id)) AS lone,
        (SELECT count(*)::int FROM conversations c WHERE last_seq <> (SELECT max(seq) FROM messages WHERE conversation_id = c.id)) AS short,
        (SELECT count(*)::int FROM messages_default) AS strays,
        (SELECT max(id) FROM messages) <= (SELECT last_value FROM messages_id_seq) AS numbered`;
    expect(torn).toEqual({ lone: 0, short: 0, strays: 0, numbered: true });
    const files = await sql<{ id: string }[]>`SELECT id::text FROM attachments ORDER BY id`;
    await sql.end();
    expect(files.length).toBeGreaterThan(1);
    expect((await readdir(join(newData, 'uploads'))).sort()).toEqual(files.map(({ id }) => id));
    expect((await readdir(join(saved, 'uploads'))).sort()).toEqual(manifest.files.map(({ id }: { id: string }) => id));

    const restored = await startInstallation({ DATABASE_URL: url, DATA_DIR: newData, SECRET_KEY, WORKERS: '2' });
    running.push(restored);
    const now = await logIn(restored.origin);
    expect((await askAs(restored.origin, now, 'GET', `/conversations/${chat.id}/history`)).body).toEqual(history);
    const found = await askAs(restored.origin, now, 'GET', `/tickets/${ticket.ticket_id}`);
    expect(found.body).toMatchObject({ subject: ticket.subject });
    const opened = await fetch(`${restored.origin}/api/v1/chat/attachments/${file.body.id}`, {
      headers: { authorization: `Bearer ${chat.token}` },
    });
    expect(opened.status).toBe(200);
    const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
    expect(hash(await opened.bytes())).toBe(hash(await readFile(join(oldData, 'uploads', file.body.id))));
    expect((await askAs(restored.origin, now, 'GET', '/audit/verify')).body).toMatchObject({ valid: true });
    // It goes on from there: the customer of then, and new ones.
    const more = await call(restored.origin, 'POST', '/api/v1/chat/message', { token: chat.token, body: said });
    expect(more.status).toBe(200);
    expect((await startChat(restored.origin)).id).toBeString();
  } finally {
    for (const installation of running) await installation.stop();
    await administer(url, (sql) => sql.unsafe(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);

test('a file that is just being written comes into a backup as a whole, and what is no empty folder takes none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'joxai-backup-'));
  const database = await cloneDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  const [data, saved, id] = [join(folder, 'data'), join(folder, 'saved'), randomUUID()];
  const [stored, copy] = [data, saved].map((place) => join(place, 'uploads', id)) as [string, string];
  const env = { DATABASE_URL: database.url, DATA_DIR: data };
  try {
    await sql`
      WITH c AS (INSERT INTO conversations (id, language, status) VALUES (${randomUUID()}, 'es', 'bot') RETURNING id)
      INSERT INTO attachments (id, conversation_id, name, type, size) SELECT ${id}, id, 'a.png', 'image/png', 10 FROM c`;
    await mkdir(join(data, 'uploads'), { recursive: true });
    await writeFile(stored, 'half ');
    const lock = await holdTable(database.url, 'attachments');
    const taking = command(['backup', saved], env);
    await eventually('the backup asks which files there are', lock.isAwaited);
    await writeFile(stored, 'half whole');
    await lock.release();
    expect((await taking).exitCode).toBe(0);
    expect(await readFile(copy, 'utf8')).toBe('half whole');

    await rm(join(saved, 'backup.json'));
    const again = await command(['backup', saved], env);
    expect([again.exitCode, again.text]).toEqual([1, 'Usage: backup <new folder>\n']);
  } finally {
    await sql.end();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);
