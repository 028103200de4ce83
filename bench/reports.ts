/** Measures reports and lists on histories of two sizes, and writes down how PostgreSQL reads each. See docs/query-plans.md. */
import { rmSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { migrate } from '../src/db/migrate.ts';
import { seedDemoBank } from '../src/db/seed.ts';
import { DatabaseServer } from './database-server.ts';
import { fillHistory } from './history/fill.ts';
import { Measured, type Timing } from './history/measured.ts';
import { type Comparison, plansDocument } from './history/plans.ts';
import { describeMachine } from './machine.ts';
import { type Findings, runProgram, say } from './program.ts';
import { DOCS_FOLDER } from './report.ts';
import { scratchFolder } from './scratch.ts';

const USAGE = `bun run bench:reports [options]
  --help            this text
  --messages N      of the larger history (default 1000000)
  --days N          over which both are spread (default 365)
  --rounds N        timed requests of each page and route (default 30)
  --write-docs      put figures and plans into docs/query-plans.md
`;
const USUAL = { messages: 1_000_000, days: 365, rounds: 30 };
const SMALL = 10_000;
const DEMO_BANK = join(import.meta.dir, '../data/demo-bank');
const DOCUMENT = join(DOCS_FOLDER, 'query-plans.md');
const GOAL_MS = 300;
const GOAL_GROWTH = 1.5;
/** Below this a difference is the machine's, not the history's. */
const NOISE_MS = 5;

async function measure({ messages, days, rounds }: typeof USUAL): Promise<Findings> {
  const folder = scratchFolder();
  const server = await DatabaseServer.start(join(folder, 'database'), null);
  const opened: Measured[] = [];
  try {
    const loadBefore = loadavg()[0] ?? 0;
    for (const size of [SMALL, messages]) opened.push(await prepare(server, `history_${size}`, size, days, folder));
    const [small, large] = opened as [Measured, Measured];
    // In turns, so that a slow minute of the machine hits both.
    for (let round = 0; round < rounds; round += 1) {
      await small.round();
      await large.round();
    }
    const compared = small.names.map((name) => compare(name, small.timing(name), large.timing(name)));
    const plans = await large.plans();
    const facts = [
      ...describeMachine(server.version, null),
      `load average ${loadBefore.toFixed(2)} before, ${(loadavg()[0] ?? 0).toFixed(2)} after; ${rounds} requests of each, one at a time`,
      `${SMALL.toLocaleString('en')} and ${large.messages.toLocaleString('en')} messages over ${days} days`,
    ];
    return {
      lines: [...facts, '', ...compared.map(lineOf)],
      raw: { lines: facts, compared },
      faults: compared.flatMap(({ name, isGood }) => (isGood ? [] : [name])),
      writeDocs: () => writeFileSync(DOCUMENT, plansDocument(facts, compared, plans)),
    };
  } finally {
    for (const one of opened) await one.stop();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function prepare(
  server: DatabaseServer,
  name: string,
  messages: number,
  days: number,
  folder: string,
): Promise<Measured> {
  const url = await server.create(name);
  await migrate(url);
  await seedDemoBank(url, DEMO_BANK);
  const sql = postgres(url, { max: 2, onnotice: () => {} });
  try {
    const filled = await fillHistory(sql, { messages, days, until: new Date() });
    say(`${name}: ${filled.messages} messages in ${filled.seconds.toFixed(0)} s`);
    await sql`VACUUM ANALYZE`;
    return await Measured.start(url, join(folder, name), filled.messages, say);
  } finally {
    await sql.end();
  }
}

function compare(name: string, small: Timing, large: Timing): Comparison {
  const isGrown = large.p95 > GOAL_GROWTH * small.p95 && large.p95 - small.p95 > NOISE_MS;
  return { name, small, large, isGood: large.p95 <= GOAL_MS && !isGrown && large.isAnswered && small.isAnswered };
}

function lineOf({ name, small, large, isGood }: Comparison): string {
  const figures = [small.p95.toFixed(1), large.p95.toFixed(1)].map((figure) => figure.padStart(8)).join(' ');
  return `${isGood ? '   ' : ' ! '}${name.padEnd(70)} ${figures} ${(large.p95 / small.p95).toFixed(2).padStart(6)}`;
}

await runProgram({ usage: USAGE, usual: USUAL, measure });
