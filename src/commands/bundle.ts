import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PROJECT_ROOT } from '../lib/root.ts';

const BUNDLES = join(PROJECT_ROOT, 'dist');
const SOURCES = ['src', 'views'];
/** Bundles that are kept: a pool that still runs on the one before loads parts of it late. */
const KEPT = 2;
const BUNDLE_NAME = /^bundle-[0-9a-f]{16}$/;

/**
 * The program that processes are started with: a bundle, which loads in half the time, where there is one of exactly these
 * sources; else the sources. Asked at every start of a process, so that changed sources count at once.
 */
export function programPath(): string {
  if (!runsFromSources()) return Bun.main;
  const bundle = join(BUNDLES, bundleName(), 'main.js');
  return existsSync(bundle) ? bundle : Bun.main;
}

/** Whether the next start would be quicker with a bundle that is not there yet. */
export const lacksBundle = (): boolean => runsFromSources() && programPath() === Bun.main;

/** Makes the bundle of the sources as they are, and forgets all but the newest ones. Errors: rejects when it fails. */
export async function makeBundle(): Promise<string> {
  const name = bundleName();
  const folder = join(BUNDLES, name);
  if (existsSync(folder)) return folder;
  const unfinished = join(BUNDLES, `.${name}.${process.pid}`);
  await mkdir(unfinished, { recursive: true });
  try {
    await Bun.build({
      entrypoints: [join(PROJECT_ROOT, 'src/main.ts')],
      outdir: unfinished,
      target: 'bun',
      splitting: true,
      // Packages stay as they are: some read files beside their own. Nor are names shortened, which the framework reads.
      packages: 'external',
      sourcemap: 'linked',
    });
    // Whole or not at all; another process may have been quicker.
    if (!existsSync(folder)) await rename(unfinished, folder);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  await forgetOld(name);
  return folder;
}

const runsFromSources = (): boolean => dirname(Bun.main) === join(PROJECT_ROOT, 'src');

/** Of what was bundled: the names, sizes and times of the sources, the packages, and the Bun that bundles. */
function bundleName(): string {
  const hash = createHash('sha256')
    .update(Bun.version)
    .update(readFileSync(join(PROJECT_ROOT, 'bun.lock')));
  for (const folder of SOURCES) {
    for (const name of readdirSync(join(PROJECT_ROOT, folder), { recursive: true, encoding: 'utf8' }).sort()) {
      const { mtimeMs, size } = statSync(join(PROJECT_ROOT, folder, name));
      hash.update(`${folder}/${name} ${mtimeMs} ${size}\n`);
    }
  }
  return `bundle-${hash.digest('hex').slice(0, 16)}`;
}

async function forgetOld(newest: string): Promise<void> {
  const others = readdirSync(BUNDLES)
    .filter((name) => BUNDLE_NAME.test(name) && name !== newest)
    .map((name) => ({ name, at: statSync(join(BUNDLES, name)).mtimeMs }))
    .sort((one, other) => other.at - one.at);
  for (const { name } of others.slice(KEPT - 1)) await rm(join(BUNDLES, name), { recursive: true, force: true });
}
