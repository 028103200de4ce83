import { afterAll, beforeAll, expect, test } from 'bun:test';
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call, historyOf, say, staffToken, startChat } from '../support/client.ts';
import { fileForm, PDF } from '../support/files.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { until } from '../support/pool-process.ts';

const QUESTION = '¿A qué hora abren las sucursales?';
const BLOCK = Buffer.alloc(64 * 1024, 1);

const mountPoint = mkdtempSync(join(tmpdir(), 'joxai-full-disk-'));
const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', mountPoint]).status === 0;
const [data, logFile, ballast] = ['data', 'joxai.log', 'ballast'].map((name) => join(mountPoint, name)) as [
  string,
  string,
  string,
];
let service: Installation | null = null;

beforeAll(async () => {
  if (!isMounted) return;
  mkdirSync(join(mountPoint, 'tmp'));
  // Uploads, logs and the folder for passing files, all on one small disk.
  service = await startInstallation({
    WORKERS: '2',
    DATA_DIR: data,
    LOG_FILE: logFile,
    LOG_LEVEL: 'info',
    TMPDIR: join(mountPoint, 'tmp'),
  });
}, 120_000);

afterAll(async () => {
  await service?.stop();
  if (isMounted) spawnSync('umount', ['-l', mountPoint]);
  rmSync(mountPoint, { recursive: true, force: true });
});

function fillDisk(): void {
  for (const size of [BLOCK.length, 4096, 1]) {
    for (;;) {
      try {
        appendFileSync(ballast, BLOCK.subarray(0, size));
      } catch (error) {
        if ((error as { code?: string }).code !== 'ENOSPC') throw error;
        break;
      }
    }
  }
}

/** A PDF that needs more than what is left in the last page of any file. */
const LARGE = Buffer.concat([PDF, Buffer.alloc(200_000, '%')]);

test.if(isMounted)(
  'a full disk: the chat goes on, files are put off with 503, and nothing half written is left',
  async () => {
    const { origin, workers, output } = service as Installation;
    const before = await workers();
    const chat = await startChat(origin);
    const send = () =>
      call(origin, 'POST', '/api/v1/chat/attachments', {
        token: chat.token,
        form: fileForm({ conversation_id: chat.id }, LARGE, 'estado.pdf', 'application/pdf'),
      });
    expect((await send()).status).toBe(200);
    const kept = readdirSync(join(data, 'uploads'));
    const said = (await historyOf(origin, chat)).length;
    fillDisk();
    for (let attempt = 0; attempt < 5; attempt += 1) expect((await send()).status).toBe(503);
    // Enough for every buffer of the log to be written out, and to fail.
    for (let request = 0; request < 200; request += 1) {
      expect((await call(origin, 'GET', '/health')).status).toBe(200);
    }
    for (let message = 0; message < 10; message += 1) expect((await say(origin, chat, QUESTION)).status).toBe(200);
    expect((await call(origin, 'GET', '/readiness')).status).toBe(200);
    const token = await staffToken(origin);
    expect((await call(origin, 'GET', '/api/v1/tickets', { token })).status).toBe(200);
    expect(readdirSync(join(data, 'uploads'))).toEqual(kept);
    expect((await historyOf(origin, chat)).length).toBe(said + 20);
    expect(await workers()).toEqual(before);
    // Each process says once, where somebody may see it, that it cannot write its log.
    await until(() => /the log of process \d+ cannot be written/.test(output()));
    expect(output().match(/cannot be written/g)?.length).toBeLessThan(10);

    // Also a new worker comes up.
    process.kill(before[0] as number, 'SIGKILL');
    await until(async () => (await workers()).length === 2, 20_000);
    await until(async () => !(await workers()).includes(before[0] as number));

    rmSync(ballast);
    expect((await send()).status).toBe(200);
    const size = statSync(logFile).size;
    await until(async () => {
      await call(origin, 'GET', '/health');
      return statSync(logFile).size > size;
    });
    // Lines that follow are whole.
    await until(async () => {
      await call(origin, 'GET', '/api/v1/tickets', { token });
      return /GET \/api\/v1\/tickets[^\n]*\n$/m.test(readFileSync(logFile, 'utf8').slice(size));
    });
  },
  60_000,
);
