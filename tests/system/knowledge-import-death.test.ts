import { afterAll, beforeAll, expect, test } from 'bun:test';
import { call, staffToken } from '../support/client.ts';
import { docxOf } from '../support/documents.ts';
import { type Installation, startInstallation } from '../support/installation.ts';

const WAIT_MS = 90_000;

let installation: Installation;

beforeAll(async () => {
  installation = await startInstallation({ WORKERS: '2' });
}, 120_000);

afterAll(() => installation.stop());

test('an import whose worker is killed is told as failed by the others, and changes nothing', async () => {
  const { origin } = installation;
  const token = await staffToken(origin);
  const count = async () =>
    (await call(origin, 'GET', '/api/v1/knowledge?limit=1', { token })).headers.get('x-total-count');
  const before = await count();
  // Seconds of work for whoever reads it: long enough to die meanwhile.
  const text = new TextEncoder().encode(`<w:document>${'a'.repeat(200_000_000)}`);
  const form = new FormData();
  form.append('file', new File(['# Una cosa que no llega\n\nTexto.'], 'a.md'));
  form.append('file', new File([docxOf(text, 1_000) as Uint8Array<ArrayBuffer>], 'b.docx'));
  const { status, body } = await call(origin, 'POST', '/api/v1/knowledge/import', { token, form });
  expect(status).toBe(202);
  for (const pid of await installation.workers()) process.kill(pid, 'SIGKILL');

  const deadline = performance.now() + WAIT_MS;
  let found = { status: 'RUNNING', failure: null };
  while (found.status === 'RUNNING' && performance.now() < deadline) {
    await Bun.sleep(250);
    const answer = await call(origin, 'GET', `/api/v1/knowledge/import/${body.import_id}`, { token }).catch(() => null);
    if (answer?.status === 200) found = answer.body;
  }
  expect(found).toMatchObject({ status: 'FAILED', failure: 'interrupted' });
  expect(await count()).toBe(before);
}, 120_000);
