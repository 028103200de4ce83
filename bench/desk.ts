/** Measures the live desk: how soon what one side says is at the other, over all workers. See docs/benchmarks.md. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase } from '../src/db/client.ts';
import { hashPassword } from '../src/features/users/passwords.ts';
import { insertUser } from '../src/features/users/queries.ts';
import { Contestant } from './contestant.ts';
import { DatabaseServer } from './database-server.ts';
import { type Account, Desk, type DeskResult } from './desk-load.ts';
import { WAYS } from './desk-people.ts';
import { describeMachine } from './machine.ts';
import { readOptions } from './options.ts';
import { processorSeconds } from './process-tree.ts';
import { writeResults } from './report.ts';
import { percentile } from './statistics.ts';

const USAGE = `bun run bench:desk [options]
  --help            this text
  --staff N         members of staff, half on the interface's socket, half on the panel's (default 50)
  --customers N     customers' sockets (default 1000)
  --rate N          messages a second, all ways together (default 100)
  --seconds N       measured seconds (default 20)
  --write-docs      put the figures into docs/benchmarks.md
`;
const DOCUMENT = join(import.meta.dir, '../docs/benchmarks.md');
const BEGIN = '<!-- desk figures: begin -->';
const END = '<!-- desk figures: end -->';
const GOAL_MS = 100;
const WARMUP_SECONDS = 5;
const RUN_LIMIT_MS = 5 * 60_000;

interface Used {
  server: number;
  database: number;
  load: number;
}

async function main(): Promise<number> {
  const option = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    options: { help: flag, staff: option, customers: option, rate: option, seconds: option, 'write-docs': flag },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const number = (text: string | undefined, usual: number) => (Number(text) > 0 ? Number(text) : usual);
  const size = {
    customers: number(values.customers, 1_000),
    messagesPerSecond: number(values.rate, 100),
    warmupSeconds: WARMUP_SECONDS,
    seconds: number(values.seconds, 20),
  };
  const staff = 2 * Math.ceil(number(values.staff, 50) / 2);
  const { lines, isGood, raw } = await measure(size, staff);
  const path = writeResults(raw);
  process.stdout.write(`\n${lines.join('\n')}\n\nraw figures in ${path}\n`);
  if (values['write-docs'] && isGood) writeDocument(lines);
  return isGood ? 0 : 1;
}

async function measure(size: Omit<ConstructorParameters<typeof Desk>[1], 'staff'>, staffCount: number) {
  const folder = mkdtempSync(join(tmpdir(), 'joxai-bench-'));
  // The database may run as another user, who has to pass through.
  chmodSync(folder, 0o711);
  const loadBefore = loadavg()[0] ?? 0;
  const options = readOptions([], process.env);
  if (!options) throw new Error('no options');
  const database = await DatabaseServer.start(join(folder, 'database'), null);
  let product: Contestant | undefined;
  const cleanUp = async () => {
    await product?.end();
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const limit = setTimeout(() => void cleanUp().then(() => process.exit(1)), RUN_LIMIT_MS);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => void cleanUp().then(() => process.exit(130)));
  try {
    product = await Contestant.prepare('product', 'product', options, database, folder);
    const staff = await employ(product.databaseUrl, staffCount);
    const { port, process: server } = await product.start();
    const desk = new Desk(port, { ...size, staff });
    await desk.open();
    const use = (): Used => ({
      server: processorSeconds(server.pid),
      database: processorSeconds(database.pid),
      load: process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6,
    });
    let [before, after] = [use(), use()];
    const result = await desk.run((moment) => {
      if (moment === 'begin') before = use();
      else after = use();
    });
    desk.close();
    const used = {
      server: after.server - before.server,
      database: after.database - before.database,
      load: after.load - before.load,
    };
    const facts = [
      ...describeMachine(database.version, null),
      `${options.workers} workers, ${staffCount} staff sockets (half of the interface, half of the panel), ${size.customers} customers' sockets, ${size.messagesPerSecond} messages a second for ${size.seconds} s`,
      `load average before the run ${loadBefore.toFixed(1)}`,
    ];
    return {
      ...report(facts, result, used),
      raw: { facts, result: { ...result, latencies: [...result.latencies] }, used },
    };
  } finally {
    clearTimeout(limit);
    await cleanUp();
  }
}

/** Accounts of agents, all with one password: hashing fifty is no part of what is measured. */
async function employ(databaseUrl: string, count: number): Promise<Account[]> {
  const password = crypto.randomUUID();
  const passwordHash = await hashPassword(password);
  const database = openDatabase(databaseUrl, { poolSize: 1, applicationName: 'joxai-bench' });
  const accounts = Array.from({ length: count }, (_, index) => ({ email: `agent${index}@example.com`, password }));
  for (const { email } of accounts) {
    await insertUser(database.orm, { email, username: email, fullName: email, role: 'AGENT', passwordHash });
  }
  await database.close();
  return accounts;
}

function report(facts: string[], result: DeskResult, used: Used): { lines: string[]; isGood: boolean } {
  const rows = WAYS.map((way) => {
    const list = result.latencies.get(way) ?? [];
    const figures = [0.5, 0.95, 0.99].map((share) => percentile(list, share).toFixed(1));
    return `| ${[way, String(list.length), ...figures].join(' | ')} |`;
  });
  const { sent, lost, doubled, gaps, staffFaults, closed, delivered, panelBytes } = result;
  const micros = (seconds: number) => Math.round((seconds * 1e6) / sent);
  const isWhole = lost + doubled + gaps + staffFaults + closed === 0;
  const isFast = WAYS.every((way) => percentile(result.latencies.get(way) ?? [], 0.95) <= GOAL_MS);
  const lines = [
    ...[`Measured on ${new Date().toISOString().slice(0, 10)}.`, ...facts].map((line) => `- ${line}`),
    '',
    '| way | messages | p50 (ms) | p95 (ms) | p99 (ms) |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    `- ${sent} messages sent: ${lost} lost, ${doubled} doubled; ${gaps} conversations with a gap in their seq; ` +
      `${staffFaults} messages missed or doubled at a staff socket; ${closed} sockets closed`,
    `- ${delivered} messages delivered to sockets, ${Math.round(panelBytes / 1024)} KB of pieces to the panel's pages`,
    `- processor time a message sent: ${micros(used.server)} µs of the workers, ${micros(used.database)} µs of PostgreSQL, ` +
      `${micros(used.load)} µs of the load itself`,
    `- goal: p95 at most ${GOAL_MS} ms each way, nothing lost or doubled: ${isFast && isWhole ? 'met' : isWhole ? 'whole, but slower' : 'missed'}`,
  ];
  return { lines, isGood: isWhole };
}

function writeDocument(lines: string[]): void {
  const text = readFileSync(DOCUMENT, 'utf8');
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`the document has no ${BEGIN} … ${END}`);
  writeFileSync(DOCUMENT, `${text.slice(0, from + BEGIN.length)}\n${lines.join('\n')}\n${text.slice(to)}`);
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`${error.stack ?? error.message}\n`);
    process.exit(2);
  },
);
