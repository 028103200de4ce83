import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'bun:test';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../src/db/client.ts';
import { learnOnce } from '../../src/features/knowledge/learning.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { demoArticles } from '../support/demo-bank.ts';

const articles = demoArticles().slice(0, 12);
const changed = articles.map((article) => ({ ...article, examples: [...article.examples, 'una pregunta nueva'] }));

let database: TestDatabase;
let folder: string;
const processes: Database[] = [];

beforeAll(async () => {
  database = await cloneDatabase();
  for (let count = 0; count < 3; count += 1) {
    processes.push(openDatabase(database.url, { poolSize: 1, applicationName: 'joxai-tests' }));
  }
});
afterAll(async () => {
  await Promise.all(processes.map((db) => db.close()));
  await database.drop();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joxai-learnt-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Learns in the process with this number. Answers the model's bytes and how often the process learnt by itself. */
async function learn(number: number, from = articles, signal = new AbortController().signal) {
  const told: unknown[] = [];
  const log = { info: (...entry: unknown[]) => told.push(entry), warn: (...entry: unknown[]) => told.push(entry) };
  const needs = { db: processes[number], config: { dataDir: folder }, log } as unknown as Parameters<
    typeof learnOnce
  >[0];
  const model = await learnOnce(needs, from, signal);
  return { bytes: model?.toBytes() ?? null, learnt: told.length };
}
const files = () => readdir(join(folder, 'learnt'));

describe('learning from the articles', () => {
  test('is done by one process of a machine for all', async () => {
    const all = await Promise.all([learn(0), learn(1), learn(2)]);
    expect(all.reduce((sum, { learnt }) => sum + learnt, 0)).toBe(1);
    for (const { bytes } of all) expect(bytes).toEqual(all[0]?.bytes as Uint8Array);
    expect((await learn(0)).learnt).toBe(0);
    expect(await files()).toHaveLength(1);
  });

  test('is done again for other content, which takes the place of the earlier', async () => {
    const before = await learn(0);
    const [name] = await files();
    const after = await learn(1, changed);
    expect(after.learnt).toBe(1);
    expect(after.bytes).not.toEqual(before.bytes);
    expect(await files()).toHaveLength(1);
    expect(await files()).not.toContain(name);
  });

  test('is done again where the file is damaged', async () => {
    const whole = await learn(0);
    const [name = ''] = await files();
    await writeFile(join(folder, 'learnt', name), 'half');
    expect(await learn(1)).toEqual(whole);
    expect((await learn(2)).learnt).toBe(0);
  });

  test('goes on where the data folder cannot be written', async () => {
    await writeFile(join(folder, 'learnt'), 'not a folder');
    const { bytes, learnt } = await learn(0);
    expect(bytes).not.toBeNull();
    expect(learnt).toBe(2);
  });

  test('is given up when the articles changed again', async () => {
    expect(await learn(0, articles, AbortSignal.abort())).toEqual({ bytes: null, learnt: 0 });
  });
});
