import { existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../config/reader.ts';
import { PROJECT_ROOT } from '../lib/root.ts';
import { start } from './start.ts';

const WATCHED = ['src', 'views', 'public'];
const QUIET_MS = 150;

/** Serves with one worker, whose successor takes over after each change: the old one answers until the new one can. */
export async function dev(env: Environment): Promise<number> {
  let timer: Timer | undefined;
  const replaceSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => process.kill(process.pid, 'SIGHUP'), QUIET_MS);
  };
  // A change during the start would end it: the worker is not there yet, and nobody else listens.
  process.on('SIGHUP', () => {});
  const watchers = WATCHED.map((folder) => join(PROJECT_ROOT, folder))
    .filter((folder) => existsSync(folder))
    .map((folder) => watch(folder, { recursive: true }, replaceSoon));
  try {
    return await start({ ...env, WORKERS: '1' });
  } finally {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  }
}
