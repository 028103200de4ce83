import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import postgres from 'postgres';
import { readConfig } from '../../src/config.ts';
import { type Context, createContext } from '../../src/context.ts';
import { measureAll } from '../../src/features/analytics/measuring.ts';
import { createUser } from '../../src/features/users/service.ts';
import { type RunningServer, startServer } from '../../src/server.ts';
import { ampleLimits } from '../../tests/support/rate-limits.ts';
import { percentile } from '../statistics.ts';
import { ASKED, type Asked } from './pages.ts';
import { explain, type Plan, type Recorded, SeenParts } from './plans.ts';

/** Units: milliseconds. */
export interface Timing {
  p50: number;
  p95: number;
  /** Every answer was one of status 200. */
  isAnswered: boolean;
}

const ADMIN = { email: 'bench@joxai.test', password: 'Murmullo-Verde-7715' };
const WARMUP_ROUNDS = 3;

/** The product on a filled database, with what it derives from rows derived: one worker that answers nobody else. */
export class Measured {
  readonly names = ASKED.map(({ name }) => name);
  readonly messages: number;
  readonly #ctx: Context;
  readonly #server: RunningServer;
  readonly #url: string;
  readonly #headers: Record<string, string>;
  readonly #times = new Map<string, number[]>();
  readonly #failed = new Set<string>();

  static async start(url: string, dataDir: string, messages: number, say: (line: string) => void): Promise<Measured> {
    mkdirSync(dataDir, { recursive: true });
    const ctx = await createContext(configOf(url, dataDir));
    await quieten(ctx);
    const began = performance.now();
    const days = await measureAll(ctx);
    say(`${days} days measured in ${((performance.now() - began) / 1_000).toFixed(0)} s`);
    const server = await startServer(ctx, { host: '127.0.0.1', port: 0 });
    await createUser(ctx.db.orm, { ...ADMIN, fullName: 'Banco de pruebas', role: 'ADMIN' });
    const measured = new Measured(ctx, server, url, messages, await logIn(server.port));
    for (let round = 0; round < WARMUP_ROUNDS; round += 1) await measured.round();
    measured.#times.clear();
    return measured;
  }

  private constructor(
    ctx: Context,
    server: RunningServer,
    url: string,
    messages: number,
    headers: Record<string, string>,
  ) {
    [this.#ctx, this.#server, this.#url] = [ctx, server, url];
    [this.messages, this.#headers] = [messages, headers];
  }

  /** Each page and route once, one after the other. */
  async round(): Promise<void> {
    for (const asked of ASKED) {
      const began = performance.now();
      const isGood = await this.#ask(asked);
      const took = performance.now() - began;
      this.#times.set(asked.name, [...(this.#times.get(asked.name) ?? []), took]);
      if (!isGood) this.#failed.add(asked.name);
    }
  }

  timing(name: string): Timing {
    const sorted = (this.#times.get(name) ?? []).toSorted((a, b) => a - b);
    return { p50: percentile(sorted, 0.5), p95: percentile(sorted, 0.95), isAnswered: !this.#failed.has(name) };
  }

  /** How PostgreSQL reads what each page and route asks of it; each statement once. */
  async plans(): Promise<Plan[]> {
    const { db } = this.#ctx;
    let recorded: Recorded[] = [];
    const debug = (_: number, text: string, parameters: unknown[]) => {
      recorded.push({ text, parameters });
    };
    const recorder = postgres(this.#url, { max: 4, onnotice: () => {}, debug });
    const plain = postgres(this.#url, { max: 1, onnotice: () => {}, fetch_types: true });
    const seen = new SeenParts();
    const plans: Plan[] = [];
    try {
      this.#ctx.db = { ...db, sql: recorder };
      for (const asked of ASKED) {
        recorded = [];
        await this.#ask(asked);
        for (const statement of recorded) {
          if (!/^\s*(SELECT|WITH)/i.test(statement.text) || !seen.isNew(statement)) continue;
          plans.push({ name: asked.name, ...statement, lines: await explain(plain, statement) });
        }
      }
    } finally {
      this.#ctx.db = db;
      await Promise.all([recorder.end(), plain.end()]);
    }
    return plans;
  }

  async stop(): Promise<void> {
    await this.#server.drain();
    await this.#ctx.close();
  }

  async #ask({ path }: Asked): Promise<boolean> {
    const answer = await fetch(`http://127.0.0.1:${this.#server.port}${path}`, {
      headers: this.#headers,
      redirect: 'manual',
    });
    await answer.arrayBuffer();
    return answer.status === 200;
  }
}

const configOf = (databaseUrl: string, dataDir: string) =>
  readConfig({
    ...{ NODE_ENV: 'test', DATABASE_URL: databaseUrl, DATA_DIR: dataDir, LOG_LEVEL: 'critical', GRACEFUL_TIMEOUT: '1' },
    ...{ SECRET_KEY: randomBytes(32).toString('hex'), CUSTOMER_IDENTITY_SECRET: randomBytes(32).toString('hex') },
    ...{ ADMIN_EMAIL: 'first@joxai.test', ADMIN_PASSWORD: ADMIN.password },
    RATE_LIMITS: ampleLimits(),
  });

/** What the desk does by itself would run beside what is measured; what of it lists need is done now. */
async function quieten({ db: { sql } }: Context): Promise<void> {
  await sql`
    INSERT INTO jobs (name, next_at)
    SELECT name, now() + interval '1 day' FROM unnest(ARRAY['assign', 'return_silent', 'sla', 'tell_waiting', 'search_index',
      'knowledge_gaps', 'audit_chain', 'purge', 'forget_imports', 'partitions', 'orphan_files']) name
    ON CONFLICT (name) DO UPDATE SET next_at = excluded.next_at`;
  await sql`
    INSERT INTO conversation_words (conversation_id, seq, words)
    SELECT conversation_id, max(seq), to_tsvector('joxai_plain', string_agg(content, ' ' ORDER BY seq))
    FROM messages GROUP BY conversation_id`;
  await sql`UPDATE jobs SET mark = now()::text WHERE name = 'search_index'`;
  await sql`ANALYZE conversation_words`;
}

/** The headers of a session in the panel and of one of the interface. */
async function logIn(port: number): Promise<Record<string, string>> {
  const origin = `http://127.0.0.1:${port}`;
  const token = await fetch(`${origin}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(ADMIN),
  });
  const { access_token: bearer } = (await token.json()) as { access_token: string };
  const page = await fetch(`${origin}/panel/login`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin },
    body: new URLSearchParams({ login: ADMIN.email, password: ADMIN.password }),
  });
  const cookies = page.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0]);
  return { authorization: `Bearer ${bearer}`, cookie: cookies.join('; '), origin };
}
