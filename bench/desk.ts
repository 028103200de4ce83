/** Measures the live desk: how soon what one side says is at the other, over all workers. See docs/benchmarks.md. */
import { rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
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
import { type Findings, runProgram } from './program.ts';
import { factLines, writeFigures } from './report.ts';
import { scratchFolder } from './scratch.ts';
import { percentile } from './statistics.ts';

const USAGE = `bun run bench:desk [options]
  --help            this text
  --staff N         members of staff, half on the interface's socket, half on the panel's (default 50)
  --customers N     customers' sockets (default 1000)
  --rate N          messages a second, all ways together (default 100)
  --seconds N       measured seconds (default 20)
  --write-docs      put the figures into docs/benchmarks.md
`;
const USUAL = { staff: 50, customers: 1_000, rate: 100, seconds: 20 };
const GOAL_MS = 100;
const WARMUP_SECONDS = 5;
const RUN_LIMIT_MS = 5 * 60_000;

interface Used {
  server: number;
  database: number;
  load: number;
}

async function measure({ staff: asked, customers, rate, seconds }: typeof USUAL): Promise<Findings> {
  const staffCount = 2 * Math.ceil(asked / 2);
  const folder = scratchFolder();
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
    const desk = new Desk(port, { customers, messagesPerSecond: rate, warmupSeconds: WARMUP_SECONDS, seconds, staff });
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
      `${options.workers} workers, ${staffCount} staff sockets (half of the interface, half of the panel), ${customers} customers' sockets, ${rate} messages a second for ${seconds} s`,
      `load average before the run ${loadBefore.toFixed(1)}`,
    ];
    const lines = report(facts, result, used);
    const faults = faultsOf(result);
    return {
      lines,
      raw: { facts, result: { ...result, latencies: [...result.latencies] }, used },
      faults,
      writeDocs: () => {
        if (faults.length === 0) writeFigures('benchmarks.md', 'desk figures', lines);
      },
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

function faultsOf({ lost, doubled, gaps, staffFaults, closed }: DeskResult): string[] {
  const counts = { lost, doubled, gaps, 'missed or doubled at a staff socket': staffFaults, 'sockets closed': closed };
  return Object.entries(counts).flatMap(([what, count]) => (count > 0 ? [`${what}: ${count}`] : []));
}

function report(facts: string[], result: DeskResult, used: Used): string[] {
  const rows = WAYS.map((way) => {
    const list = result.latencies.get(way) ?? [];
    const figures = [0.5, 0.95, 0.99].map((share) => percentile(list, share).toFixed(1));
    return `| ${[way, String(list.length), ...figures].join(' | ')} |`;
  });
  const { sent, lost, doubled, gaps, staffFaults, closed, delivered, panelBytes } = result;
  const micros = (seconds: number) => Math.round((seconds * 1e6) / sent);
  const isWhole = faultsOf(result).length === 0;
  const isFast = WAYS.every((way) => percentile(result.latencies.get(way) ?? [], 0.95) <= GOAL_MS);
  return [
    ...factLines(facts),
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
}

await runProgram({ usage: USAGE, usual: USUAL, measure });
