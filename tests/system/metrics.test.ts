import { afterAll, beforeAll, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { call } from '../support/client.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { until } from '../support/pool-process.ts';
import { type Scrape, scrape, sumOf } from '../support/prometheus.ts';
import { formFaultOf, groupingsOf, selectorsOf } from '../support/promql.ts';
import { startStopwatch } from '../support/stopwatch.ts';

// One service for all of these, and the last one leaves it with fewer workers.
const REQUESTS = 20;
const PATH = '/api/v1/chat/config';
let service: Installation;

beforeAll(async () => {
  service = await startInstallation({
    WORKERS: '2',
    MAX_REQUESTS: '0',
    KEEP_ALIVE: '1',
    HEARTBEAT_TIMEOUT: '20',
    // Never asked, so that there is a breaker.
    OPENAI_API_KEY: 'unused',
  });
}, 120_000);

afterAll(() => service.stop());

const counted = (one: Scrape): number => sumOf(one, 'joxai_http_request_duration_seconds_count', { route: PATH });
const ended = (one: Scrape, reason: string): number => sumOf(one, 'joxai_worker_exits_total', { reason });
const ready = (one: Scrape): number => sumOf(one, 'joxai_workers', { phase: 'ready' });
const isWhole = (one: Scrape): boolean => ready(one) === 2 && sumOf(one, 'joxai_workers_silent') === 0;
/** Each on a connection of its own, so that all workers get some. */
const ask = () => Promise.all(Array.from({ length: REQUESTS }, () => call(service.origin, 'GET', PATH)));

/** The first scrape that fits. Meanwhile no count may fall; a connection to a worker that was just killed may fail. */
async function scrapeUntil(fits: (one: Scrape) => boolean): Promise<Scrape> {
  let last: Scrape | null = null;
  await until(async () => {
    const next = await scrape(service.origin).catch(() => null);
    if (!next) return false;
    if (last) expect(counted(next)).toBeGreaterThanOrEqual(counted(last));
    last = next;
    return fits(next);
  }, 120_000);
  return last as unknown as Scrape;
}

test('whichever worker answers, it tells the requests of all', async () => {
  const before = counted(await scrapeUntil(isWhole));
  await ask();
  for (let at = 0; at < 10; at += 1) expect(counted(await scrapeUntil(isWhole))).toBe(before + REQUESTS);
  const all = await scrape(service.origin);
  expect(sumOf(all, 'joxai_workers_wanted')).toBe(2);
  expect(sumOf(all, 'joxai_workers_silent')).toBe(0);
  expect(sumOf(all, 'joxai_build_info')).toBe(1);
  expect(sumOf(all, 'joxai_start_time_seconds')).toBeWithin(Date.now() / 1_000 - 300, Date.now() / 1_000);
  for (const name of ['joxai_worker_open_fds', 'joxai_worker_fds_limit', 'joxai_supervisor_memory_bytes'])
    expect([name, sumOf(all, name) > 0]).toEqual([name, true]);
});

test('what replaced workers counted stays, and the reload is told', async () => {
  await ask();
  const before = await scrapeUntil(isWhole);
  process.kill(service.supervisor, 'SIGHUP');
  const after = await scrapeUntil((one) => isWhole(one) && ended(one, 'reload') === ended(before, 'reload') + 2);
  expect(counted(after)).toBe(counted(before));
  expect(ended(after, 'crash')).toBe(ended(before, 'crash'));
}, 120_000);

test('what a worker that was killed had told stays, and the crash is told', async () => {
  await ask();
  const before = await scrapeUntil(isWhole);
  process.kill((await service.workers())[0] as number, 'SIGKILL');
  const after = await scrapeUntil((one) => isWhole(one) && ended(one, 'crash') === ended(before, 'crash') + 1);
  expect(counted(after)).toBe(counted(before));
}, 120_000);

test('a worker that is stuck holds nobody up: its last figures count', async () => {
  await ask();
  const before = await scrapeUntil(isWhole);
  const stuck = (await service.workers())[0] as number;
  process.kill(stuck, 'SIGSTOP');
  try {
    // Only the other one answers; connections that the kernel gives to the stuck one are not waited for.
    const answered = await Promise.any(
      Array.from({ length: 12 }, async () => {
        const stopwatch = startStopwatch(process.pid);
        return { one: await scrape(service.origin), ms: stopwatch() };
      }),
    );
    expect(counted(answered.one)).toBe(counted(before));
    expect(sumOf(answered.one, 'joxai_workers_silent')).toBe(1);
    expect(sumOf(answered.one, 'joxai_build_info')).toBe(1);
    expect(answered.ms).toBeLessThan(5_000);
  } finally {
    process.kill(stuck, 'SIGCONT');
  }
  await scrapeUntil(isWhole);
}, 120_000);

const ROOT = join(import.meta.dir, '../..');
const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
/** What Prometheus itself adds. */
const OUTER_LABELS = ['instance', 'job', 'le'];

interface Rule {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string; runbook: string };
}

const rules = (): Rule[] =>
  (Bun.YAML.parse(textOf('deploy/monitoring/alerts.yml')) as { groups: { rules: Rule[] }[] }).groups.flatMap(
    (group) => group.rules,
  );

function expressionsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(expressionsOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    (key === 'expr' || key === 'definition') && typeof inner === 'string' ? [inner] : expressionsOf(inner),
  );
}

/** Names and labels of an expression that no scrape has. */
function missingIn({ samples }: Scrape, expression: string): string[] {
  const missing: string[] = [];
  const known = new Set(OUTER_LABELS);
  for (const { metric, matchers } of selectorsOf(expression).filter((one) => one.metric !== 'up')) {
    const own = samples.filter(({ name }) => name === metric);
    if (own.length === 0) missing.push(metric);
    for (const label of own.flatMap(({ labels }) => Object.keys(labels))) known.add(label);
    for (const { label, operator, value } of matchers.filter((one) => !OUTER_LABELS.includes(one.label))) {
      const fits = (text: string | undefined) =>
        operator.endsWith('~') ? new RegExp(`^(?:${value})$`).test(text ?? '') : text === value;
      // Also what an expression leaves out must be there, or it leaves out nothing.
      const isOfTraffic = label === 'status' || label === 'route';
      if (!own.some(({ labels }) => label in labels && (isOfTraffic || fits(labels[label]))))
        missing.push(`${metric}{${label}${operator}"${value}"}`);
    }
  }
  return [...missing, ...groupingsOf(expression).filter((label) => !known.has(label))];
}

test('the dashboard and the alerts ask for nothing that a scrape does not have', async () => {
  const one = await scrapeUntil(isWhole);
  const dashboard = expressionsOf(JSON.parse(textOf('deploy/monitoring/dashboard.json')));
  const alerts = rules().map(({ expr }) => expr);
  expect(dashboard.length).toBeGreaterThan(60);
  expect(alerts.length).toBeGreaterThan(30);
  for (const expression of [...dashboard, ...alerts]) {
    expect([expression, formFaultOf(expression)]).toEqual([expression, null]);
    expect([expression, missingIn(one, expression)]).toEqual([expression, []]);
  }
  expect(missingIn(one, 'sum by (planet) (joxai_workers{phase="asleep"}) / joxai_moons')).toEqual([
    'joxai_workers{phase="asleep"}',
    'joxai_moons',
    'planet',
  ]);
});

test('each alert says how urgent it is and what to do, in a section of its own', () => {
  const runbooks = textOf('docs/runbooks.md');
  const sections = runbooks
    .split('\n### ')
    .slice(1)
    .map((section) => /^(\w+)\n/.exec(section)?.[1] ?? '')
    .map((name, at) => [name, runbooks.split('\n### ')[at + 1] ?? ''] as const);
  expect(sections.map(([name]) => name)).toEqual(rules().map(({ alert }) => alert));
  for (const { alert, labels, annotations } of rules()) {
    expect(['page', 'ticket']).toContain(labels.severity);
    expect(annotations.summary.length).toBeGreaterThan(20);
    expect(annotations.runbook).toBe(`docs/runbooks.md#${alert.toLowerCase()}`);
  }
  for (const [name, text] of sections)
    expect([name, /^- Look: /m.test(text), /^- Do: /m.test(text)]).toEqual([name, true, true]);
  const anchors = [...runbooks.matchAll(/\]\(#([\w-]+)\)/g)].map(([, anchor]) => anchor);
  for (const anchor of anchors) expect(runbooks.toLowerCase()).toContain(`### ${anchor}\n`);
});

test('the metrics that the documentation lists are those of a scrape', async () => {
  const listed = [...textOf('docs/operations.md').matchAll(/^\| `(joxai_\w+)` \| ([^|]*) \|/gm)];
  const { types, samples } = await scrape(service.origin);
  expect(listed.map(([, name]) => name)).toEqual([...types.keys()]);
  for (const [, name, labels = ''] of listed) {
    const told = [...labels.matchAll(/`(\w+)`/g)].map(([, label]) => label);
    const own = samples.find((one) => one.name === name || one.name === `${name}_bucket`);
    expect([name, told]).toEqual([name, Object.keys(own?.labels ?? {}).filter((label) => label !== 'le')]);
  }
}, 60_000);

const promtool = Bun.which('promtool');
test.skipIf(promtool === null)('promtool takes the rules', () => {
  const { exitCode, stdout, stderr } = Bun.spawnSync(
    [promtool as string, 'check', 'rules', 'deploy/monitoring/alerts.yml'],
    {
      cwd: ROOT,
    },
  );
  expect(`${stdout}${stderr}`).toContain('SUCCESS');
  expect(exitCode).toBe(0);
});
