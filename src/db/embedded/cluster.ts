import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readOrCreateSecret } from '../../config/secrets.ts';
import { type Binaries, SHARED_ROOT } from './binaries.ts';
import { EmbeddedError } from './error.ts';
import { canReach, findOrCreateOwner, type Owner } from './owner.ts';

const DATABASE = 'joxai';
const ROLE = 'joxai';

/** What one embedded database consists of. */
export interface Home {
  dataDir: string;
  clusterDir: string;
  password: string;
  owner: Owner | null;
}

/** Finds or makes the places of the database. Under root the cluster moves out of folders its user cannot enter. */
export function openHome(folder: string, progress: (line: string) => void): Home {
  const dataDir = resolve(folder);
  const owner = findOrCreateOwner();
  // Ours alone, so opening it for passing through (not for listing) shows nothing to anybody.
  if (owner !== null && statSync(dataDir).uid === 0) chmodSync(dataDir, statSync(dataDir).mode | 0o011);
  const password = readOrCreateSecret(join(dataDir, 'postgres-password'));
  return { dataDir, clusterDir: placeCluster(dataDir, owner, progress), password, owner };
}

function placeCluster(dataDir: string, owner: Owner | null, progress: (line: string) => void): string {
  if (canReach(owner, dataDir)) return join(dataDir, 'postgres');
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  const clusterDir = join(SHARED_ROOT, name, 'postgres');
  mkdirSync(dirname(clusterDir), { recursive: true, mode: 0o755 });
  if (!existsSync(clusterDir)) progress(`${dataDir} is closed to the database user: its data goes to ${clusterDir}`);
  return clusterDir;
}

/**
 * Creates the database files when there are none. A creation that was interrupted is begun again.
 * Errors: EmbeddedError when files of another major version are there, or when the creation fails.
 */
export async function createCluster(
  home: Home,
  binaries: Binaries,
  settings: Readonly<Record<string, string>>,
  progress: (line: string) => void,
): Promise<void> {
  const versionFile = join(home.clusterDir, 'PG_VERSION');
  if (existsSync(versionFile)) return checkVersion(readFileSync(versionFile, 'utf8').trim(), home, binaries);
  progress('Creating the database (first start)');
  const unfinished = `${home.clusterDir}.new`;
  await initdb(home, binaries, unfinished, settings.fsync === 'off');
  renameSync(unfinished, home.clusterDir);
}

function checkVersion(found: string, home: Home, binaries: Binaries): void {
  const own = binaries.version.split('.')[0];
  if (found === own) return;
  throw new EmbeddedError(
    `${home.clusterDir} was written by PostgreSQL ${found}, but this is ${own}. Move it with pg_dump, or set DATA_DIR to a new folder.`,
  );
}

async function initdb(home: Home, binaries: Binaries, target: string, isThrowaway: boolean): Promise<void> {
  let reason = '';
  // The first locale that the machine knows decides which characters are letters; order and case come from PostgreSQL.
  for (const locale of ['C.UTF-8', 'en_US.UTF-8', 'C']) {
    const result = runInitdb(home, binaries, target, [`--lc-ctype=${locale}`, ...(isThrowaway ? ['--no-sync'] : [])]);
    if (result.exitCode === 0) return;
    reason = result.stderr.toString().trim();
    if (!reason.includes('locale')) break;
  }
  throw new EmbeddedError(`The database could not be created: ${reason.split('\n').at(-1)}`);
}

function runInitdb({ password, owner }: Home, binaries: Binaries, target: string, extra: string[]) {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true, mode: 0o700 });
  const passwordFile = `${target}.password`;
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (owner !== null) {
    for (const path of [target, passwordFile]) chownSync(path, owner.uid, owner.gid);
  }
  const options = [
    `--pgdata=${target}`,
    `--username=${ROLE}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--lc-messages=C',
  ];
  try {
    return Bun.spawnSync([binaries.initdb, ...options, ...extra], { ...owner, stdout: 'ignore', stderr: 'pipe' });
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** The address of the application's database, which is created when it is not there. */
export async function ensureDatabase(home: Home, port: number): Promise<string> {
  const marker = join(home.clusterDir, 'joxai.created');
  if (!existsSync(marker)) {
    const { default: postgres } = await import('postgres');
    const sql = postgres(addressOf(home.password, port, 'postgres'), { max: 1, onnotice: () => {} });
    try {
      const found = await sql`select 1 from pg_database where datname = ${DATABASE}`;
      if (found.length === 0) await sql.unsafe(`create database ${DATABASE}`);
    } finally {
      await sql.end();
    }
    writeFileSync(marker, '');
  }
  return addressOf(home.password, port);
}

export const addressOf = (password: string, port: number, database = DATABASE): string =>
  `postgresql://${ROLE}:${password}@127.0.0.1:${port}/${database}`;
