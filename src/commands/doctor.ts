import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { ConfigError, type Environment } from '../config/reader.ts';
import { weaknessOf } from '../config/secrets.ts';
import { type Config, readConfig } from '../config.ts';
import { addressOfRunning } from '../db/embedded/running.ts';
import { inspectDatabase } from '../db/inspect.ts';
import { isPortFree } from '../supervisor/port.ts';
import { say } from './console.ts';
import { checkPartitions } from './data-check.ts';
import { checkAssistant, checkBank } from './remote-checks.ts';
import { checkSignIn } from './sign-in-check.ts';

const CONNECT_TIMEOUT_MS = 5000;
const GIBIBYTE = 1024 ** 3;
const OLDEST_POSTGRES = 15;

export interface Check {
  status: 'ok' | 'warning' | 'failed';
  name: string;
  detail: string;
}

/** Prints what is in order and what is not. Returns 1 when something must be mended before the service can do its work. */
export async function doctor(env: Environment): Promise<number> {
  const config = tryReadConfig(env);
  const checks = Array.isArray(config) ? config : (await Promise.all(checksOf(config))).flat();
  const width = Math.max(...checks.map(({ name }) => name.length));
  for (const { status, name, detail } of checks) say(`${status.padEnd(7)}  ${name.padEnd(width)}  ${detail}`);
  return checks.some(({ status }) => status === 'failed') ? 1 : 0;
}

function tryReadConfig(env: Environment): Config | Check[] {
  try {
    return readConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.faults.map((detail) => ({ status: 'failed', name: 'settings', detail }));
  }
}

function checksOf(config: Config): (Check | Check[] | Promise<Check | Check[]>)[] {
  return [
    { status: 'ok', name: 'settings', detail: config.isProduction ? 'production' : 'not production' },
    checkSecrets(config),
    checkDatabase(config),
    checkPartitions(config),
    checkDisk(config),
    checkMail(config),
    checkPort(config),
    checkKernel(),
    checkSignIn(config),
    checkBank(config),
    checkAssistant(config),
  ];
}

function checkSecrets({ customerIdentitySecret, adminPassword }: Config): Check {
  const weakness = customerIdentitySecret === null ? null : weaknessOf(customerIdentitySecret);
  if (weakness !== null) return { status: 'warning', name: 'secrets', detail: `CUSTOMER_IDENTITY_SECRET ${weakness}` };
  const isKept = adminPassword !== null;
  const detail = isKept ? 'ADMIN_PASSWORD is no longer needed once the administrator is there' : 'strong enough';
  return { status: 'ok', name: 'secrets', detail };
}

async function checkDatabase(config: Config): Promise<Check[]> {
  const url = config.databaseUrl ?? addressOfRunning(config.dataDir);
  if (url === null) return [{ status: 'ok', name: 'database', detail: 'embedded; not running now' }];
  try {
    const { version, maxConnections, pendingMigrations } = await inspectDatabase(url);
    const isOld = Number.parseInt(version, 10) < OLDEST_POSTGRES;
    const needed = config.workers * (config.databasePoolSize + 2);
    return [
      { status: isOld ? 'failed' : 'ok', name: 'database', detail: `PostgreSQL ${version}` },
      {
        status: needed > maxConnections ? 'warning' : 'ok',
        name: 'connections',
        detail: `at most ${needed} of the server's ${maxConnections}`,
      },
      {
        status: pendingMigrations > 0 ? 'warning' : 'ok',
        name: 'migrations',
        detail: pendingMigrations > 0 ? `${pendingMigrations} to be applied; start does so` : 'up to date',
      },
    ];
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    return [
      {
        status: 'failed',
        name: 'database',
        detail: `cannot be used (${typeof code === 'string' ? code : 'no answer'})`,
      },
    ];
  }
}

function checkDisk({ dataDir }: Config): Check {
  let folder = dataDir;
  while (!existsSync(folder)) folder = dirname(folder);
  const { bavail, bsize } = statfsSync(folder);
  const free = (bavail * bsize) / GIBIBYTE;
  return { status: free < 1 ? 'warning' : 'ok', name: 'disk', detail: `${free.toFixed(1)} GiB free in DATA_DIR` };
}

async function checkMail({ smtp }: Config): Promise<Check> {
  if (smtp === null) return { status: 'ok', name: 'mail', detail: 'SMTP_HOST is not set, so none is sent' };
  const isReachable = await canConnect(smtp.host, smtp.port);
  const detail = isReachable ? 'the server answers' : `the server does not answer on port ${smtp.port}`;
  return { status: isReachable ? 'ok' : 'failed', name: 'mail', detail };
}

function canConnect(host: string, port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ host, port });
    const finish = (isReachable: boolean) => {
      clearTimeout(deadline);
      socket.destroy();
      done(isReachable);
    };
    const deadline = setTimeout(() => finish(false), CONNECT_TIMEOUT_MS);
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
  });
}

async function checkPort({ host, port }: Config): Promise<Check> {
  const detail = (await isPortFree(host, port)) ? 'free' : 'in use: by this service, if it is running';
  return { status: 'ok', name: `port ${port}`, detail };
}

function checkKernel(): Check {
  const path = '/proc/sys/net/ipv4/tcp_migrate_req';
  if (!existsSync(path) || readFileSync(path, 'utf8').trim() !== '0') {
    return { status: 'ok', name: 'kernel', detail: 'workers can be replaced without resets' };
  }
  const detail = 'net.ipv4.tcp_migrate_req is 0: replacing a worker may reset connections that are being made';
  return { status: 'warning', name: 'kernel', detail };
}
