/** Measures reports and lists on histories of two sizes, and writes down how PostgreSQL reads each. See docs/query-plans.md. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { migrate } from '../src/db/migrate.ts';
import { seedDemoBank } from '../src/db/seed.ts';
import { DatabaseServer } from './database-server.ts';
import { fillHistory } from './history/fill.ts';
import { Measured, type Timing } from './history/measured.ts';
import { type Comparison, plansDocument } from './history/plans.ts';
import { describeMachine } from './machine.ts';
import { writeResults } from './report.ts';

const USAGE = `bun run bench:reports [options]
  --help            this text
  --messages N      of the larger history (default 1000000)
  --days N          over which both are spread (default 365)
  --rounds N        timed requests of each page and route (default 30)
  --write-docs      put figures and plans into docs/query-plans.md
`;
const SMALL = 10_000;
const DEMO_BANK = join(import.meta.dir, '../data/demo-bank');
const DOCUMENT = join(import.meta.dir, '../docs/query-plans.md');
const GOAL_MS = 300;
const GOAL_GROWTH = 1.5;
/** Below this a difference is the machine's, not the history's. */
const NOISE_MS = 5;

async function main(): Promise<number> {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    options: { help: flag, messages: text, days: text, rounds: text, 'write-docs': flag },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const [messages, days, rounds] = [
    Number(values.messages ?? 1_000_000),
    Number(values.days ?? 365),
    Number(values.rounds ?? 30),
  ];
  const folder = mkdtempSync(join(tmpdir(), 'joxai-reports-'));
  // The database may run as another user, who has to pass through.
  chmodSync(folder, 0o711);
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
    const lines = [
      ...describeMachine(server.version, null),
      `load average ${loadBefore.toFixed(2)} before, ${(loadavg()[0] ?? 0).toFixed(2)} after; ${rounds} requests of each, one at a time`,
      `${SMALL.toLocaleString('en')} and ${large.messages.toLocaleString('en')} messages over ${days} days`,
    ];
    report(compared, lines);
    writeResults({ lines, compared });
    if (values['write-docs']) writeFileSync(DOCUMENT, plansDocument(lines, compared, plans));
    return compared.every(({ isGood }) => isGood) ? 0 : 1;
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

function report(compared: readonly Comparison[], lines: readonly string[]): void {
  say(`\n${lines.join('\n')}\n`);
  for (const { name, small, large, isGood } of compared) {
    const growth = (large.p95 / small.p95).toFixed(2);
    say(
      `${isGood ? '   ' : ' ! '}${name.padEnd(70)} ${small.p95.toFixed(1).padStart(8)} ${large.p95.toFixed(1).padStart(8)} ${growth.padStart(6)}`,
    );
  }
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

process.exit(await main());
