import { lookup } from 'node:dns/promises';
import packageJson from '../../../package.json' with { type: 'json' };
import type { Environment } from '../../config/reader.ts';
import { isPublicAddress } from '../../lib/addresses.ts';
import { type Answer, type Asker, objectIn } from './asking.ts';
import { type Check, fail, ok, warn } from './check.ts';

/** Each on a connection of its own, so that several workers are asked. */
const READINESS_ASKED = 8;
const TIMES_ASKED = 20;
/** Beyond this people notice, wherever they are. */
const SLOW_MS = 500;

/** Rejects only where nothing answers at all, which is for the caller to say. */
export async function checkHealth(asker: Asker): Promise<Check[]> {
  const health = await asker.ask('/health');
  if (health.status !== 200 || objectIn(health)?.status !== 'ok') {
    return [fail('health', `/health answers ${health.status}`, 'does the address lead to JoxAI?')];
  }
  return [
    ok('health', 'the process is up'),
    ...(await checkReadiness(asker)),
    await checkAuth(asker),
    await checkTime(asker),
  ];
}

async function checkReadiness(asker: Asker): Promise<Check[]> {
  const asked = await Promise.all(
    Array.from({ length: READINESS_ASKED }, () => asker.ask('/readiness', { headers: { connection: 'close' } })),
  );
  const refused = asked.filter(({ status }) => status !== 200);
  if (refused.length > 0) {
    const { database } = objectIn(refused[0] as Answer) ?? {};
    const detail = `${refused.length} of ${asked.length} say that they are not ready (database: ${word(database)})`;
    return [fail('readiness', detail, 'the log of the service, and bun run doctor where it runs')];
  }
  const { version, redis } = objectIn(asked[0] as Answer) ?? {};
  return [
    redis === 'error'
      ? warn('readiness', 'ready, but Redis does not answer', 'see REDIS_URL: PostgreSQL stands in for it meanwhile')
      : ok('readiness', 'ready: its database answers'),
    version === packageJson.version
      ? ok('version', String(version))
      : warn('version', `${word(version)} runs, and this program is ${packageJson.version}`),
  ];
}

/** Of a stranger's answer only what can be nothing but a word. */
const word = (value: unknown): string =>
  typeof value === 'string' && /^[\w.-]{1,20}$/.test(value) ? value : 'not told';

async function checkAuth(asker: Asker): Promise<Check> {
  const { status } = await asker.ask('/api/v1/auth/health');
  return status === 200
    ? ok('auth', 'tokens can be signed and verified')
    : fail('auth', `/api/v1/auth/health answers ${status}`, 'see SECRET_KEY and ALGORITHM');
}

async function checkTime(asker: Asker): Promise<Check> {
  const times: number[] = [];
  for (let at = 0; at < TIMES_ASKED; at++) times.push((await asker.ask('/health')).ms);
  times.sort((one, other) => one - other);
  const [median = 0, worst = 0] = [times[Math.floor(TIMES_ASKED / 2)], times.at(-1)];
  const detail = `answers in ${median.toFixed(0)} ms, ${worst.toFixed(0)} at worst`;
  return median > SLOW_MS ? warn('time', detail, 'the way there, or a machine that is too busy') : ok('time', detail);
}

/** Whether what needs a login is closed, in the words of the contract. */
export async function checkDoors(asker: Asker): Promise<Check[]> {
  const asked = await Promise.all([
    asker.ask('/api/v1/tickets'),
    asker.ask('/api/v1/tickets', { headers: { authorization: 'Bearer not-a-token' } }),
    asker.ask('/api/v1/users'),
  ]);
  const open = asked.filter(({ status }) => status !== 401);
  const lost = await asker.ask('/api/v1/no-such-thing');
  const foreign = await asker.ask('/api/v1/chat/config', { headers: { origin: 'https://foreign.example' } });
  return [
    open.length === 0
      ? ok('login', 'what needs one answers 401 without')
      : fail('login', `staff routes answer ${open[0]?.status} without a login`, 'nothing in front may answer for them'),
    lost.status === 404 && typeof objectIn(lost)?.detail === 'string'
      ? ok('errors', 'come in the form of the contract')
      : fail('errors', `an unknown path answers ${lost.status}`, 'a proxy replaces the answers of the service'),
    foreign.headers.has('access-control-allow-origin')
      ? fail('origins', 'a foreign page may read answers', 'CORS_ORIGINS, and what a proxy adds')
      : ok('origins', 'a foreign page may not read answers'),
  ];
}

/** With METRICS_TOKEN in the environment, also whether it opens them. */
export async function checkMetrics(asker: Asker, env: Environment): Promise<Check[]> {
  const { status } = await asker.ask('/metrics');
  const checks: Check[] = [];
  if (status === 401 || status === 403) checks.push(ok('metrics', 'closed to strangers'));
  else if (status !== 200) checks.push(warn('metrics', `/metrics answers ${status}`));
  else if (await isPublic(asker.origin)) {
    checks.push(
      fail('metrics', 'open to everybody', 'TRUST_PROXY must count the proxies in front, or close the path there'),
    );
  } else checks.push(ok('metrics', 'open to this private network, as it should be'));
  const token = env.METRICS_TOKEN?.trim();
  if (token && status !== 200) {
    const opened = await asker.ask('/metrics', { headers: { authorization: `Bearer ${token}` } });
    checks.push(
      opened.status === 200
        ? ok('metrics', 'METRICS_TOKEN opens them')
        : fail('metrics', `METRICS_TOKEN does not open them (${opened.status})`, 'the one that the service has'),
    );
  }
  return checks;
}

async function isPublic(origin: string): Promise<boolean> {
  const host = new URL(origin).hostname.replace(/^\[|\]$/g, '');
  const addresses = await lookup(host, { all: true });
  return addresses.some(({ address }) => isPublicAddress(address));
}
