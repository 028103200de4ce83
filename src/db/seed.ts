import { join } from 'node:path';
import { openDatabase, type Sql } from './client.ts';

/** Whoever loads the demo bank into this database holds it. */
const SEED_LOCK = 7_205_115;

interface DemoArticle {
  slug: string;
  lang: 'es' | 'en';
  title: string;
  category: string;
  tags: string[];
  body: string;
}

interface DemoExamples {
  slug: string;
  lang: 'es' | 'en';
  examples: string[];
}

interface DemoCustomer {
  external_id: string;
  full_name: string;
  email: string;
  phone: string;
  customer_type: string;
  language: string;
  accounts: {
    clabe: string;
    type: string;
    currency: string;
    balance_cents: number;
    transactions: { date: string; description: string; amount_cents: number }[];
  }[];
  cards: { brand: string; product: string; last4: string; status: string; kind: string }[];
}

/**
 * Loads the demo bank into a database that has neither articles nor customers. Answers whether it did.
 * Tx: one, so that a start that is cut off leaves nothing half loaded.
 */
export async function seedDemoBank(databaseUrl: string, dataFolder: string): Promise<boolean> {
  const db = openDatabase(databaseUrl, { poolSize: 1, applicationName: 'joxai-seed' });
  try {
    return await db.sql.begin(async (tx) => {
      await tx`SELECT pg_advisory_xact_lock(${SEED_LOCK})`;
      const [{ isEmpty } = { isEmpty: false }] = await tx<{ isEmpty: boolean }[]>`
        SELECT NOT EXISTS (SELECT 1 FROM knowledge_articles) AND NOT EXISTS (SELECT 1 FROM customers) AS "isEmpty"`;
      if (!isEmpty) return false;
      await seedArticles(
        tx,
        await readLines<DemoArticle>(join(dataFolder, 'articles.jsonl')),
        await readExamples(join(dataFolder, 'examples.jsonl')),
      );
      await seedCustomers(tx, (await Bun.file(join(dataFolder, 'customers.json')).json()) as DemoCustomer[]);
      return true;
    });
  } finally {
    await db.close();
  }
}

async function seedArticles(tx: Sql, articles: DemoArticle[], examples: Map<string, string[]>): Promise<void> {
  const rows = articles.map(({ slug, lang, title, category, tags, body }) => ({
    slug,
    language: lang,
    title,
    content: body,
    category,
    tags,
    examples: examples.get(exampleKey(slug, lang)) ?? [],
    status: 'PUBLISHED',
  }));
  await tx`INSERT INTO knowledge_articles ${tx(rows)}`;
  await tx`
    INSERT INTO knowledge_versions (article_id, version, title, content, category, tags, examples, published_at)
    SELECT id, version, title, content, category, tags, examples, now() FROM knowledge_articles`;
}

async function seedCustomers(tx: Sql, customers: DemoCustomer[]): Promise<void> {
  await tx`INSERT INTO customers ${tx(
    customers.map(({ external_id, full_name, email, phone, customer_type, language }) => ({
      external_id,
      full_name,
      email,
      phone,
      customer_type,
      language,
    })),
  )}`;
  const cards = customers.flatMap(({ external_id: customer_external_id, cards }) =>
    cards.map((card) => ({ customer_external_id, ...card })),
  );
  await tx`INSERT INTO demo_cards ${tx(cards)}`;
  for (const { external_id, accounts } of customers) {
    for (const account of accounts) await seedAccount(tx, external_id, account);
  }
}

async function seedAccount(tx: Sql, customerId: string, account: DemoCustomer['accounts'][number]): Promise<void> {
  const { clabe, type, currency, balance_cents, transactions } = account;
  const [row] = await tx<{ id: number }[]>`
    INSERT INTO demo_accounts (customer_external_id, clabe, type, currency, balance_cents)
    VALUES (${customerId}, ${clabe}, ${type}, ${currency}, ${balance_cents}) RETURNING id`;
  // What the desk was told of it: customers are looked for by it.
  await tx`
    INSERT INTO customer_accounts (customer_id, number) SELECT id, ${clabe} FROM customers WHERE external_id = ${customerId}`;
  const rows = transactions.map(({ date, description, amount_cents }) => ({
    account_id: (row as { id: number }).id,
    booked_on: date,
    description,
    amount_cents,
  }));
  if (rows.length > 0) await tx`INSERT INTO demo_transactions ${tx(rows)}`;
}

/** Example questions by article; none when the folder has no such file. */
async function readExamples(path: string): Promise<Map<string, string[]>> {
  if (!(await Bun.file(path).exists())) return new Map();
  const rows = await readLines<DemoExamples>(path);
  return new Map(rows.map(({ slug, lang, examples }) => [exampleKey(slug, lang), examples]));
}

const exampleKey = (slug: string, lang: string) => `${slug} ${lang}`;

async function readLines<Row>(path: string): Promise<Row[]> {
  const text = await Bun.file(path).text();
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Row);
}
