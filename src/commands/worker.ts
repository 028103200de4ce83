import type { Environment } from '../config/reader.ts';
import { readConfig } from '../config.ts';
import { runWorker } from '../supervisor/worker.ts';

export async function worker(env: Environment): Promise<undefined> {
  await runWorker(readConfig(env));
}
