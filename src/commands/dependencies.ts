import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../lib/root.ts';

const LOCK_FILE = join(PROJECT_ROOT, 'bun.lock');
const MODULES = join(PROJECT_ROOT, 'node_modules');
const STAMP = join(MODULES, '.installed-for');

/** Installs what bun.lock names where that has not been done; false when it cannot be. */
export function ensureDependencies(): boolean {
  if (!existsSync(LOCK_FILE) || isInstalled()) return true;
  process.stdout.write('Installing the packages that bun.lock names …\n');
  // By the path of this very program: started through npx, it is not on the PATH.
  const install = Bun.spawnSync([process.execPath, 'install', '--frozen-lockfile', '--silent'], {
    cwd: PROJECT_ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (!install.success) {
    process.stderr.write('The packages could not be installed. Is the package registry reachable?\n');
    return false;
  }
  writeFileSync(STAMP, fingerprint());
  return startAgain();
}

/** As the same process: this one has looked for packages before they were there, and remembers that there are none. */
function startAgain(): boolean {
  process.execve?.(process.execPath, [process.execPath, ...process.argv.slice(1)], process.env);
  return true;
}

function isInstalled(): boolean {
  if (!existsSync(MODULES)) return false;
  if (existsSync(STAMP)) return readFileSync(STAMP, 'utf8') === fingerprint() || isNewerThanLock(MODULES);
  return isNewerThanLock(MODULES);
}

const isNewerThanLock = (path: string): boolean => statSync(path).mtimeMs >= statSync(LOCK_FILE).mtimeMs;

const fingerprint = (): string => createHash('sha256').update(readFileSync(LOCK_FILE)).digest('hex');
