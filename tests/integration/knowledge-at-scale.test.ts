import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import postgres from 'postgres';
import { countOpenGaps, listGaps, listUnanswered, listUnchecked } from '../../src/features/knowledge/gap-queries.ts';
import { browseTopics, countTopics } from '../../src/features/knowledge/list-queries.ts';
import { listPublishedArticles, searchArticles, untilNextChange } from '../../src/features/knowledge/queries.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { quickest } from '../support/stopwatch.ts';

const CONVERSATIONS = 2_000;
const TURNS_EACH = 20;
/** One of so many turns has no answer. */
const UNANSWERED_OF = 200;
const GROUPS = 2_000;
const ARTICLES = 2_000;
const VERSIONS_EACH = 10;
/** Articles of the demo bank. */
const SEEDED = 120;

let database: TestDatabase;
let sql: postgres.Sql;

beforeAll(async () => {
  database = await cloneDatabase();
  sql = postgres(database.url, { max: 1, onnotice: () => {} });
  await sql`
    INSERT INTO conversations (id, status, language, last_seq, created_at, updated_at)
    SELECT ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'ended', 'es', ${2 * TURNS_EACH}::int, at, at
    FROM generate_series(1, ${CONVERSATIONS}::int) n, LATERAL (SELECT now() - n * interval '1 hour' AS at) moment`;
  await sql`
    INSERT INTO turns (conversation_id, from_seq, worker, lease_until, opened_at, closed_at, outcome)
    SELECT c.id, 2 * n - 1, gen_random_uuid(), c.created_at, c.created_at, c.created_at + n * interval '1 minute',
      CASE WHEN (random() * ${UNANSWERED_OF}::int)::int = 0 THEN 'unsure' ELSE 'answer' END
    FROM conversations c, generate_series(1, ${TURNS_EACH}::int) n`;
  await sql`
    INSERT INTO messages (conversation_id, month, seq, role, content, turn_id, metadata, created_at)
    SELECT c.id, c.month, t.from_seq + part, CASE part WHEN 0 THEN 'customer' ELSE 'assistant' END,
      'Pregunta ' || t.id, t.id, CASE part WHEN 1 THEN '{}'::jsonb END, t.closed_at
    FROM turns t JOIN conversations c ON c.id = t.conversation_id, generate_series(0, 1) part`;
  await sql`
    INSERT INTO knowledge_gaps (terms, spanish, first_seen, last_seen, checked)
    SELECT '{}'::jsonb, 10, at, at, 'old' FROM generate_series(1, ${GROUPS}::int) n,
      LATERAL (SELECT now() - n * interval '1 minute' AS at) moment`;
  await sql`
    INSERT INTO knowledge_gap_questions (turn_id, gap_id, conversation_id, language, text, asked_at)
    SELECT 1000000 + g.id * 10 + n, g.id, '00000000-0000-4000-8000-000000000001', 'es', 'Pregunta ' || n, g.last_seen
    FROM knowledge_gaps g, generate_series(1, 10) n`;
  await sql`
    INSERT INTO knowledge_articles (slug, language, title, content, category, status, version)
    SELECT 'made-' || n, 'es', 'Artículo ' || md5(n::text), 'Dice ' || md5(n::text), 'cards', 'PUBLISHED', ${VERSIONS_EACH}::int
    FROM generate_series(1, ${ARTICLES}::int) n`;
  await sql`
    INSERT INTO knowledge_versions (article_id, version, title, content, category, tags, published_at)
    SELECT a.id, n, a.title, a.content, a.category, a.tags, CASE WHEN n = ${VERSIONS_EACH}::int THEN now() END
    FROM knowledge_articles a, generate_series(1, ${VERSIONS_EACH}::int) n WHERE a.slug LIKE 'made-%'`;
  await sql`ANALYZE conversations, turns, messages, knowledge_gaps, knowledge_gap_questions, knowledge_articles,
    knowledge_versions`;
}, 120_000);

afterAll(async () => {
  await sql.end();
  await database.drop();
});

/** How many rows of a table a piece of work reads one by one, without any index. */
async function rowsRead(table: string, work: () => Promise<unknown>): Promise<number> {
  const read = async () => {
    await sql`SELECT pg_stat_force_next_flush()`;
    const [row] = await sql<{ rows: number }[]>`
      SELECT seq_tup_read::int AS rows FROM pg_stat_user_tables WHERE relname = ${table}`;
    return row?.rows ?? 0;
  };
  const before = await read();
  await work();
  return (await read()) - before;
}

describe('among many messages', () => {
  const lately = () => listUnanswered(sql, { closedAt: new Date(Date.now() - 3_600_000), turnId: 0 }, 500);
  const works: [string, string[], () => Promise<unknown>][] = [
    ['what nothing answered lately', ['turns', 'messages', 'conversations'], lately],
    ['the gaps by how often they were asked', ['knowledge_gap_questions'], () => listOpen('count')],
    ['the newest gaps', ['knowledge_gap_questions', 'knowledge_gaps'], () => listOpen('recent')],
    ['gaps that are to be looked at again', ['knowledge_gap_questions'], () => listUnchecked(sql, 'new', 50)],
  ];
  const listOpen = (order: 'count' | 'recent') => listGaps(sql, { isDismissed: false, order, limit: 20, skip: 0 });
  for (const [name, tables, work] of works) {
    test(`${name}: not all of ${tables.join(', ')} are read`, async () => {
      for (const table of tables) expect([table, await rowsRead(table, work)]).toEqual([table, 0]);
    });
  }

  test('all of them are found, page by page, in the order in which they closed', async () => {
    const [expected] = await sql<{ n: number }[]>`SELECT count(*)::int AS n FROM turns WHERE outcome = 'unsure'`;
    const found: number[] = [];
    let place = { closedAt: new Date(0), turnId: 0 };
    for (;;) {
      const turns = await listUnanswered(sql, place, 50);
      found.push(...turns.map(({ turnId }) => turnId));
      const last = turns.at(-1);
      if (!last || turns.length < 50) break;
      place = last;
    }
    expect(new Set(found).size).toBe(expected?.n as number);
  });

  test('the measure itself sees when all of them are read', async () => {
    expect(await rowsRead('turns', () => sql`SELECT count(*) FROM turns WHERE provider IS NULL`)).toBe(
      CONVERSATIONS * TURNS_EACH,
    );
  });

  test('the figures are those of all groups', async () => {
    expect(await countOpenGaps(sql)).toEqual({ groups: GROUPS, questions: GROUPS * 10 });
  });
});

describe('among many articles', () => {
  test('what is in effect is found with each version read at most once', async () => {
    let found: unknown[] = [];
    const read = await rowsRead('knowledge_versions', async () => {
      found = await listPublishedArticles(sql);
    });
    expect(found.length).toBeGreaterThanOrEqual(ARTICLES);
    expect(read).toBeLessThanOrEqual(ARTICLES * VERSIONS_EACH + SEEDED);
    expect(await untilNextChange(sql)).toBeNull();
  });

  test('the list and the search stay quick', async () => {
    const works = {
      list: () => browseTopics(sql, {}, 25, 0),
      words: () => browseTopics(sql, { text: 'c4ca4238a0b923820dcc509a6f75849b' }, 25, 0),
      state: () => browseTopics(sql, { state: 'live' }, 25, 0),
      count: () => countTopics(sql, { state: 'review' }),
      search: () => searchArticles(sql, { text: 'c4ca4238a0b923820dcc509a6f75849b' }),
    };
    for (const [name, work] of Object.entries(works)) {
      const ms = await quickest(work);
      expect([name, ms < 300 ? 'quick' : `${Math.round(ms)} ms`]).toEqual([name, 'quick']);
    }
  });
});
