import { relative } from 'node:path';
import { PROJECT_ROOT } from '../lib/root.ts';
import { makeBundle } from './bundle.ts';
import { say } from './console.ts';

/** Makes the bundle that `start` runs while the sources are as they are now. */
export async function build(): Promise<number> {
  say(`Built ${relative(PROJECT_ROOT, await makeBundle())}`);
  return 0;
}
