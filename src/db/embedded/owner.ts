import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { EmbeddedError } from './error.ts';

/** The system user that PostgreSQL runs as, because it refuses to run as root. */
export interface Owner {
  uid: number;
  gid: number;
}

/** Null: we are not root, so the server runs as whoever we are. Creates the user when the machine has none. */
export function findOrCreateOwner(): Owner | null {
  if (process.getuid?.() !== 0) return null;
  const existing = lookUp('postgres');
  if (existing !== null) return existing;
  spawnSync('/usr/sbin/useradd', [
    '--system',
    '--user-group',
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
    'postgres',
  ]);
  const owner = lookUp('postgres') ?? lookUp('nobody');
  if (owner === null) {
    throw new EmbeddedError('PostgreSQL does not run as root, and no other system user could be found or created.');
  }
  return owner;
}

function lookUp(name: string): Owner | null {
  const match = new RegExp(`^${name}:[^:]*:(\\d+):(\\d+):`, 'm').exec(readFileSync('/etc/passwd', 'utf8'));
  return match === null ? null : { uid: Number(match[1]), gid: Number(match[2]) };
}

/** Whether the owner may pass through every folder above the path and read what is there. */
export function canReach(owner: Owner | null, path: string): boolean {
  if (owner === null) return true;
  if (!mayPass(owner, path)) return false;
  const parent = dirname(path);
  return parent === path || canReach(owner, parent);
}

function mayPass(owner: Owner, path: string): boolean {
  const { mode, uid, gid } = statSync(path);
  const shift = uid === owner.uid ? 6 : gid === owner.gid ? 3 : 0;
  return ((mode >> shift) & 1) === 1;
}
