import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { randomBytes } from 'node:crypto';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readNegatives } from '../../src/ai/offline/other-matters.ts';
import { openDatabase } from '../../src/db/client.ts';
import { migrate } from '../../src/db/migrate.ts';
import { seedDemoBank } from '../../src/db/seed.ts';
import { findArticle, listPublishedArticles } from '../../src/features/knowledge/queries.ts';
import { administer, cloneDatabase, serverUrl, type TestDatabase, withDatabase } from '../support/database.ts';
import { demoArticles } from '../support/demo-bank.ts';

const DEMO_BANK = join(import.meta.dir, '../../data/demo-bank');

const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

describe('the example questions of the demo bank', () => {
  const articles = demoArticles();

  test('stand beside every article, 8 to 10 of them', () => {
    expect(articles).toHaveLength(120);
    const wrong = articles.filter(({ examples }) => examples.length < 8 || examples.length > 10);
    expect(wrong.map(({ slug, language }) => `${slug} ${language}`)).toEqual([]);
  });

  test('belong to one topic each, and to none that the bank does not cover', () => {
    const negatives = readNegatives();
    for (const kind of ['near', 'far'] as const) {
      for (const lang of ['es', 'en'] as const) {
        const count = negatives.filter((negative) => negative.kind === kind && negative.lang === lang).length;
        expect(count).toBeGreaterThanOrEqual(100);
      }
    }
    const texts = [...articles.flatMap(({ examples }) => examples), ...negatives.map(({ text }) => text)].map(plain);
    expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
  });
});

describe('a seeded database', () => {
  let seeded: TestDatabase;
  let folder: string;
  const bare = `joxai_test_${randomBytes(6).toString('hex')}`;

  beforeAll(async () => {
    seeded = await cloneDatabase();
    folder = await mkdtemp(join(tmpdir(), 'joxai-seed-'));
    for (const name of ['articles.jsonl', 'customers.json']) await copyFile(join(DEMO_BANK, name), join(folder, name));
    await administer(serverUrl(), (sql) => sql.unsafe(`CREATE DATABASE ${bare}`));
  });

  afterAll(async () => {
    await seeded.drop();
    await administer(serverUrl(), (sql) => sql.unsafe(`DROP DATABASE IF EXISTS ${bare} WITH (FORCE)`));
    await rm(folder, { recursive: true });
  });

  test('gives the assistant the examples and the version of each article', async () => {
    const db = openDatabase(seeded.url, { poolSize: 1, applicationName: 'joxai-tests' });
    try {
      const published = await listPublishedArticles(db.sql);
      const byName = new Map(published.map((article) => [`${article.slug} ${article.language}`, article]));
      for (const { slug, language, examples, version } of demoArticles()) {
        expect(byName.get(`${slug} ${language}`)).toMatchObject({ examples, version });
      }
      const [first] = published;
      expect((await findArticle(db.sql, first?.id ?? 0))?.examples).toEqual(first?.examples ?? []);
    } finally {
      await db.close();
    }
  });

  test('is whole without a file of examples', async () => {
    const url = withDatabase(serverUrl(), bare);
    await migrate(url);
    expect(await seedDemoBank(url, folder)).toBe(true);
    const db = openDatabase(url, { poolSize: 1, applicationName: 'joxai-tests' });
    try {
      const published = await listPublishedArticles(db.sql);
      expect(published).toHaveLength(120);
      expect(published.every(({ examples }) => examples.length === 0)).toBe(true);
    } finally {
      await db.close();
    }
  });
});
