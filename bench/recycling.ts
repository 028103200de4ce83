/**
 * Replaces workers by age and by HUP under web requests and customers' sockets, and counts what was lost. To measure
 * under both settings of the kernel: `unshare -n sh -c 'ip link set lo up; sysctl -w net.ipv4.tcp_migrate_req=1; bun
 * bench/recycling.ts'`. See docs/reliability.md.
 */
import { readFileSync } from 'node:fs';
import { startInstallation } from '../tests/support/installation.ts';
import { driveRecycling, type RecyclingResult } from '../tests/support/recycling.ts';
import { describeMachine } from './machine.ts';
import { type Findings, runProgram } from './program.ts';
import { factLines, writeFigures } from './report.ts';
import { type PreparedServer, withPostgres } from './scratch.ts';
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
const USUAL = { recycles: 50, reloads: 5, rate: 1_200, sockets: 500, workers: 4, minutes: 10 };
type Options = typeof USUAL;
const PAUSE_MS = 10_000;

async function measure(options: Options): Promise<Findings> {
  const { result, facts } = await withPostgres((server) => drive(options, server));
  const lines = report(facts, result);
  return {
    lines,
    raw: { facts, result },
    faults: faultsOf(options, result),
    // Each setting of the kernel has its own place in the document.
    writeDocs: () => writeFigures('reliability.md', `recycling, tcp_migrate_req ${migrates()}`, lines),
  };
}

async function drive(
  options: Options,
  { version, loadBefore }: PreparedServer,
): Promise<{ result: RecyclingResult; facts: string[] }> {
  const { sockets, recycles, reloads, workers, rate, minutes } = options;
  const service = await startInstallation({
    WORKERS: String(workers),
    // By far fewer than usual, so that somebody's turn comes all the time.
    MAX_REQUESTS: '500',
    MAX_REQUESTS_JITTER: '100',
    KEEP_ALIVE: '2',
    GRACEFUL_TIMEOUT: '20',
  });
  try {
    const run = { sockets, recycles, reloads, workers, pauseMs: PAUSE_MS };
    const result = await driveRecycling(service, { ...run, requestsPerSecond: rate, limitMs: minutes * 60_000 });
    const facts = [
      ...describeMachine(version, null),
      `net.ipv4.tcp_migrate_req is ${migrates()}`,
      `${workers} workers, ${sockets} customers' sockets, MAX_REQUESTS=500 ± 100, KEEP_ALIVE=2`,
      `load average before the run ${loadBefore.toFixed(1)}`,
    ];
    return { result, facts };
  } finally {
    await service.stop();
  }
}

function faultsOf(asked: Options, { recycles, reloads, failures, faults }: RecyclingResult): string[] {
  const found: string[] = [];
  if (failures.length > 0) found.push(`${failures.length} requests failed: ${failures[0]}`);
  if (faults.length > 0) found.push(`${faults.length} faults of messages: ${faults[0]}`);
  if (recycles < asked.recycles) found.push(`${recycles} workers were replaced by age, of ${asked.recycles}`);
  if (reloads < asked.reloads) found.push(`${reloads} rolling reloads were done, of ${asked.reloads}`);
  return found;
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
    ...factLines(facts),
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

await runProgram({ usage: USAGE, usual: USUAL, measure });
