import { ConfigError } from '../../config/reader.ts';
import type { Config } from '../../config.ts';
import { openDatabase } from '../../db/client.ts';
import { addressOfRunning } from '../../db/embedded/running.ts';
import { type DatabaseReport, inspectDatabase } from '../../db/inspect.ts';
import { refusePooler } from '../../db/pooler.ts';
import { findSealed } from '../../db/sealed.ts';
import { Vault } from '../../lib/vault.ts';
import { type Check, fail, ok, warn } from './check.ts';

const OLDEST_POSTGRES = 15;
/** Besides each worker's pool: the event bus, and a spare one for whoever looks in. */
const OTHER_CONNECTIONS = 2;
const WARN_SKEW_MS = 2_000;
/** Tokens of half a minute's tolerance begin to fail. */
const FAIL_SKEW_MS = 30_000;
const name = 'database';

export async function checkDatabase(config: Config): Promise<Check[]> {
  const url = config.databaseDirectUrl ?? config.databaseUrl ?? addressOfRunning(config.dataDir);
  if (url === null) return [ok(name, 'embedded; not running now')];
  try {
    const report = await inspectDatabase(url);
    return [
      ...judge(report, config),
      ...(await checkWays(config)),
      ...(report.pendingMigrations === 0 ? await checkSealed(url, config) : []),
    ];
  } catch (error) {
    return [unusable(error, 'DATABASE_URL')];
  }
}

/** Nothing of the driver's words: they hold hosts and users. */
function unusable(error: unknown, variable: string): Check {
  const code = (error as { code?: unknown }).code;
  const reason = typeof code === 'string' ? code : 'no answer';
  return fail(name, `cannot be used (${reason})`, `${variable}: its host, user, password and database`);
}

function judge(report: DatabaseReport, config: Config): Check[] {
  return [
    judgeVersion(report),
    judgeTables(report, config),
    ...judgeRights(report, config),
    judgeConnections(report, config),
    judgeClock(report),
    ...judgeCare(report, config),
  ];
}

function judgeVersion({ version, encoding }: DatabaseReport): Check {
  if (Number.parseInt(version, 10) < OLDEST_POSTGRES) {
    return fail(name, `PostgreSQL ${version}`, `PostgreSQL ${OLDEST_POSTGRES} or newer is needed`);
  }
  if (encoding !== 'UTF8') return fail(name, `its encoding is ${encoding}`, 'CREATE DATABASE … ENCODING UTF8');
  return ok(name, `PostgreSQL ${version}`);
}

function judgeTables(
  { pendingMigrations, missingExtensions, mayCreate, hasAdministrator }: DatabaseReport,
  { databaseOwnerUrl }: Config,
): Check {
  if (missingExtensions.length > 0) {
    const hint = 'install the server’s contrib package';
    return fail('migrations', `the server does not have ${missingExtensions.join(', ')}`, hint);
  }
  if (pendingMigrations > 0) {
    return mayCreate || databaseOwnerUrl !== null
      ? warn('migrations', `${pendingMigrations} to be applied`, 'the next start does so, or bun run migrate before it')
      : fail(
          'migrations',
          `${pendingMigrations} to be applied, and the user may not`,
          'GRANT CREATE ON DATABASE, or migrate as the owner',
        );
  }
  if (!hasAdministrator) {
    return warn('migrations', 'up to date; there is no administrator', 'ADMIN_EMAIL and ADMIN_PASSWORD for one start');
  }
  return ok('migrations', 'up to date');
}

function judgeRights({ isWritable, closedTables, isSuperuser }: DatabaseReport, { isProduction }: Config): Check[] {
  if (!isWritable) return [fail('privileges', 'the server only reads', 'DATABASE_URL must lead to the primary')];
  if (closedTables > 0) {
    return [
      fail('privileges', `${closedTables} tables may not be read and added to`, 'GRANT, or make the user their owner'),
    ];
  }
  if (isSuperuser && isProduction) {
    return [warn('privileges', 'the user is a superuser, whom no rule of the database binds', 'a role of its own')];
  }
  return [ok('privileges', 'reads and writes')];
}

function judgeConnections({ maxConnections, openConnections }: DatabaseReport, config: Config): Check {
  const needed = config.workers * (config.databasePoolSize + OTHER_CONNECTIONS);
  const detail = `at most ${needed} of the server's ${maxConnections}, of which ${openConnections} are open`;
  return needed > maxConnections
    ? warn('connections', detail, 'fewer WORKERS, a smaller DATABASE_POOL_SIZE, or a pooler')
    : ok('connections', detail);
}

function judgeClock({ clockAheadMs }: DatabaseReport): Check {
  const apart = Math.abs(clockAheadMs);
  const detail = `${(apart / 1000).toFixed(1)} s from the database's`;
  const hint = 'keep both in time (NTP): terms and tokens are reckoned by them';
  if (apart > FAIL_SKEW_MS) return fail('clock', detail, hint);
  return apart > WARN_SKEW_MS ? warn('clock', detail, hint) : ok('clock', detail);
}

function judgeCare({ isDurable, isEncrypted }: DatabaseReport, { databaseUrl, isProduction }: Config): Check[] {
  const checks: Check[] = [];
  if (!isDurable && isProduction) {
    checks.push(warn(name, 'loses what was acknowledged in a crash', 'fsync = on, synchronous_commit = on'));
  }
  if (!isEncrypted && databaseUrl !== null && !isLocal(databaseUrl)) {
    checks.push(warn(name, 'is spoken to without TLS', 'sslmode=require in DATABASE_URL'));
  }
  return checks;
}

const isLocal = (url: string): boolean => ['localhost', '127.0.0.1', '[::1]', ''].includes(new URL(url).hostname);

/** A pooler needs a way around it, and the way around must not be one. */
async function checkWays({ databaseUrl, databaseDirectUrl }: Config): Promise<Check[]> {
  if (databaseUrl === null) return [];
  try {
    if (databaseDirectUrl !== null && (await isBehindPooler(databaseDirectUrl))) {
      return [fail('pooler', 'DATABASE_DIRECT_URL leads through a pooler', 'the address of the server itself')];
    }
    const isPooled = await isBehindPooler(databaseUrl);
    if (!isPooled) return [ok('pooler', 'none')];
    return databaseDirectUrl === null
      ? [
          fail(
            'pooler',
            'DATABASE_URL leads through a pooler',
            'set DATABASE_DIRECT_URL: events and migrations need it',
          ),
        ]
      : [ok('pooler', 'DATABASE_URL leads through one, DATABASE_DIRECT_URL around it')];
  } catch (error) {
    return [unusable(error, 'DATABASE_URL')];
  }
}

async function isBehindPooler(url: string): Promise<boolean> {
  const { sql, close } = openDatabase(url, { poolSize: 1, applicationName: 'joxai-doctor' });
  try {
    await refusePooler(sql);
    return false;
  } catch (error) {
    if (error instanceof ConfigError) return true;
    throw error;
  } finally {
    await close();
  }
}

/** Whether what is sealed in the database opens under the present secrets, or would be lost. */
async function checkSealed(url: string, { secretKey, secretKeyPrevious }: Config): Promise<Check[]> {
  const vault = new Vault(secretKey, secretKeyPrevious);
  const sealed = await findSealed(url);
  const lost = sealed.filter((text) => vault.open(text) === null).length;
  const stale = sealed.filter((text) => vault.isStale(text)).length - lost;
  if (lost > 0) {
    const hint = 'SECRET_KEY_PREVIOUS must be the secret that sealed them, see docs/operations.md';
    return [fail('sealed', `${lost} of ${sealed.length} sealed secrets open under neither SECRET_KEY`, hint)];
  }
  if (stale > 0) {
    const hint = 'the running service seals them anew within a minute; keep SECRET_KEY_PREVIOUS until then';
    return [warn('sealed', `${stale} of ${sealed.length} open only under SECRET_KEY_PREVIOUS`, hint)];
  }
  return [ok('sealed', `${sealed.length} sealed secrets open under SECRET_KEY`)];
}
