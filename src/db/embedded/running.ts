import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addressOf } from './cluster.ts';
import { isClaimed } from './lock.ts';

/** The address of the embedded database while another process runs it on this folder, else null. */
export function addressOfRunning(dataDir: string): string | null {
  if (!isClaimed(dataDir)) return null;
  try {
    const read = (name: string) => readFileSync(join(dataDir, name), 'utf8').trim();
    return addressOf(read('postgres-password'), Number(read('postgres-port')));
  } catch {
    return null;
  }
}
