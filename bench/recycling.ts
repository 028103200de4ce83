/**
 * Replaces workers by age and by HUP under web requests and customers' sockets, and counts what was lost. To measure
 * under both settings of the kernel: `unshare -n sh -c 'ip link set lo up; sysctl -w net.ipv4.tcp_migrate_req=1; bun
 * bench/recycling.ts'`. See docs/reliability.md.
 */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startInstallation } from '../tests/support/installation.ts';
import { preparePostgres } from '../tests/support/postgres.ts';
import { driveRecycling, type RecyclingOptions, type RecyclingResult } from '../tests/support/recycling.ts';
import { describeMachine } from './machine.ts';
import { writeResults } from './report.ts';
import { percentile } from './statistics.ts';

const USAGE = `bun bench/recycling.ts [options]
  --help           this text
  --recycles N     workers replaced by age (default 50)
  --reloads N      rolling reloads after that (default 5)
  --rate N         requests a second, half on new connections, half on kept ones (default 1200)
  --sockets N      customers' sockets (default 500)
  --workers N      (default 4)
  --minutes N      breaks off after so long (default 10)
  --write-docs     put the figures into docs/reliability.md
`;
const DOCUMENT = join(import.meta.dir, '../docs/reliability.md');
const PAUSE_MS = 10_000;

async function main(): Promise<number> {
  const option = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    options: {
      help: flag,
      recycles: option,
      reloads: option,
      rate: option,
      sockets: option,
      workers: option,
      minutes: option,
      'write-docs': flag,
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const number = (text: string | undefined, usual: number) => (Number(text) > 0 ? Number(text) : usual);
  const options: RecyclingOptions = {
    sockets: number(values.sockets, 500),
    pauseMs: PAUSE_MS,
    requestsPerSecond: number(values.rate, 1_200),
    recycles: number(values.recycles, 50),
    reloads: number(values.reloads, 5),
    workers: number(values.workers, 4),
    limitMs: number(values.minutes, 10) * 60_000,
  };
  const { result, facts } = await measure(options);
  const lines = report(facts, result);
  const path = writeResults({ facts, result });
  process.stdout.write(`\n${lines.join('\n')}\n\nraw figures in ${path}\n`);
  if (values['write-docs']) writeDocument(lines);
  const isWhole = result.failures.length === 0 && result.faults.length === 0;
  const isComplete = result.recycles >= options.recycles && result.reloads >= options.reloads;
  return isWhole && isComplete ? 0 : 1;
}

async function measure(options: RecyclingOptions): Promise<{ result: RecyclingResult; facts: string[] }> {
  const loadBefore = loadavg()[0] ?? 0;
  const folder = mkdtempSync(join(tmpdir(), 'joxai-recycling-'));
  // The database may run as another user, who has to pass through.
  chmodSync(folder, 0o711);
  const server = await preparePostgres(folder);
  process.env.TEST_POSTGRES_URL = server.url;
  try {
    const service = await startInstallation({
      WORKERS: String(options.workers),
      // By far fewer than usual, so that somebody's turn comes all the time.
      MAX_REQUESTS: '500',
      MAX_REQUESTS_JITTER: '100',
      KEEP_ALIVE: '2',
      GRACEFUL_TIMEOUT: '20',
    });
    try {
      const result = await driveRecycling(service, options);
      const facts = [
        ...describeMachine(await versionOf(server.url), null),
        `net.ipv4.tcp_migrate_req is ${migrates()}`,
        `${options.workers} workers, ${options.sockets} customers' sockets, MAX_REQUESTS=500 ± 100, KEEP_ALIVE=2`,
        `load average before the run ${loadBefore.toFixed(1)}`,
      ];
      return { result, facts };
    } finally {
      await service.stop();
    }
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function versionOf(url: string): Promise<string> {
  const sql = new Bun.SQL(url);
  const [row] = await sql`SHOW server_version`;
  await sql.end();
  return row.server_version;
}

function migrates(): string {
  try {
    return readFileSync('/proc/sys/net/ipv4/tcp_migrate_req', 'utf8').trim();
  } catch {
    return 'unknown';
  }
}

function report(facts: string[], result: RecyclingResult): string[] {
  const spread = (values: number[]) =>
    [0.5, 0.95, 0.99, 1]
      .map((share, at) => `${['p50', 'p95', 'p99', 'worst'][at]} ${percentile(values, share).toFixed(0)}`)
      .join(', ');
  const failed = result.failures.length === 0 ? '' : ` (${[...new Set(result.failures)].slice(0, 5).join('; ')})`;
  const faults = result.faults.length === 0 ? '' : ` (${[...new Set(result.faults)].slice(0, 5).join('; ')})`;
  return [
    ...[`Measured on ${new Date().toISOString().slice(0, 10)}.`, ...facts].map((line) => `- ${line}`),
    '',
    '| what | figure |',
    '|---|---|',
    `| recycles, then rolling reloads | ${result.recycles}, ${result.reloads}, in ${Math.round(result.seconds)} s |`,
    `| requests | ${result.requests}, ${Math.round(result.requestsPerSecond)} a second |`,
    `| **failed requests** | **${result.failures.length}**${failed} |`,
    `| answered in (ms) | ${spread(result.latencies)}; ${result.slow} took over half a second |`,
    `| kept connections that were asked to close | ${result.keptConnectionsClosed} |`,
    `| messages acknowledged | ${result.acknowledged} |`,
    `| acknowledged in, with what was sent again (ms) | ${spread(result.acknowledgements)} |`,
    `| **messages lost, doubled or out of order** | **${result.faults.length}**${faults} |`,
    `| returns of sockets (ms) | ${result.returns.length}: ${spread(result.returns)} |`,
    `| their close codes | ${Object.entries(result.closeCodes)
      .map(([code, count]) => `${code}: ${count}`)
      .join(', ')} |`,
  ];
}

/** Each setting of the kernel has its own place in the document. */
function writeDocument(lines: string[]): void {
  const text = readFileSync(DOCUMENT, 'utf8');
  const [begin, end] = ['begin', 'end'].map((word) => `<!-- recycling, tcp_migrate_req ${migrates()}: ${word} -->`);
  const [from, to] = [text.indexOf(begin as string), text.indexOf(end as string)];
  if (from < 0 || to < from) throw new Error(`the document has no ${begin} … ${end}`);
  writeFileSync(DOCUMENT, `${text.slice(0, from + (begin as string).length)}\n${lines.join('\n')}\n${text.slice(to)}`);
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`${error.stack ?? error.message}\n`);
    process.exit(2);
  },
);
