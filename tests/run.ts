/**
 * Runs everything, or the files named as arguments: the static checks, then the tests on a real PostgreSQL of their own,
 * which is thrown away afterwards.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dir, '..');
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const TESTS_AT_ONCE = 4;
/** Each starts a service of several processes. */
const SYSTEMS_AT_ONCE = 2;
const BROWSERS_AT_ONCE = 3;

interface Tally {
  passed: number;
  failed: number;
}

if (!existsSync(join(ROOT, 'node_modules/.bin/tsc'))) process.exit(await installFirst());
process.exit(await main(process.argv.slice(2)));

async function main(files: string[]): Promise<number> {
  const total: Tally = { passed: 0, failed: 0 };
  if (files.length === 0) add(total, await checks());
  const { preparePostgres } = await import('./support/postgres.ts');
  const folder = await mkdtemp(join(tmpdir(), 'joxai-tests-'));
  const server = await preparePostgres(folder);
  try {
    const env = { TEST_POSTGRES_URL: server.url };
    if (files.length > 0) add(total, await bunTest(files, env));
    else await all(total, env);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
  say(`\n${total.passed} passed, ${total.failed} failed`);
  return total.failed > 0 ? 1 : 0;
}

async function all(total: Tally, env: Record<string, string>): Promise<void> {
  add(total, await bunTest(['tests/unit', 'tests/integration'], env, [`--parallel=${TESTS_AT_ONCE}`]));
  add(total, await bunTest(['tests/system'], env, [`--parallel=${SYSTEMS_AT_ONCE}`]));
  const browser = await findBrowser();
  if (browser)
    add(total, await bunTest(['tests/browser'], { ...env, CHROMIUM: browser }, [`--parallel=${BROWSERS_AT_ONCE}`]));
  else
    say('Left out: tests/browser. There is no Chromium here and none could be installed (apt-get install chromium).');
}

/** The static checks count as one test. */
async function checks(): Promise<Tally> {
  const exitCode = await run('checks', [process.execPath, 'run', 'check'], {});
  return exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function bunTest(paths: string[], env: Record<string, string>, options: string[] = []): Promise<Tally> {
  say(`\n── bun test ${paths.join(' ')}`);
  const command = [
    process.execPath,
    'test',
    '--only-failures',
    '--timeout=120000',
    ...options,
    ...paths.map((path) => `./${path}`),
  ];
  const child = Bun.spawn(command, { cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const [output] = await Promise.all([tee(child.stdout), tee(child.stderr)]).then((texts) => [texts.join('\n')]);
  const exitCode = await child.exited;
  const passed = countOf(output as string, 'pass');
  const failed = countOf(output as string, 'fail');
  // A run that broke off, or found no test, must not pass for one without failures.
  return { passed, failed: exitCode === 0 && passed > 0 ? failed : Math.max(1, failed) };
}

function countOf(output: string, word: 'pass' | 'fail'): number {
  return Number(new RegExp(`^\\s*(\\d+) ${word}$`, 'm').exec(output)?.[1] ?? 0);
}

async function tee(stream: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of stream) {
    process.stdout.write(chunk);
    text += decoder.decode(chunk, { stream: true });
  }
  return text;
}

async function findBrowser(): Promise<string | null> {
  const found = () => [process.env.CHROMIUM, ...CHROMIUM].find((path) => path && existsSync(path)) ?? null;
  if (found() || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return found();
  say('\nInstalling Chromium for the browser tests …');
  await run('apt-get update', ['apt-get', 'update', '-qq'], {});
  await run('apt-get install', ['apt-get', 'install', '-y', '-qq', 'chromium'], { DEBIAN_FRONTEND: 'noninteractive' });
  return found();
}

/** And then in a process of its own: this one remembers that the packages were missing. */
async function installFirst(): Promise<number> {
  const exitCode = await run('install', [process.execPath, 'install', '--frozen-lockfile'], {});
  return exitCode || (await run('tests', [process.execPath, import.meta.path, ...process.argv.slice(2)], {}));
}

async function run(what: string, command: string[], env: Record<string, string>): Promise<number> {
  say(`\n── ${what}`);
  const child = Bun.spawn(command, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return child.exited;
}

function add(total: Tally, { passed, failed }: Tally): void {
  total.passed += passed;
  total.failed += failed;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
