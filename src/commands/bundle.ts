import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BUNDLE_NAME, MAIN_PROGRAM, OWN_BUNDLE, PROJECT_ROOT } from '../lib/root.ts';

const BUNDLES = join(PROJECT_ROOT, 'dist');
/** A link to the newest bundle: what a start without the sources names. */
const CURRENT = join(BUNDLES, 'current');
const SOURCES = ['src', 'views'];
/** Bundles that are kept: a pool that still runs on the one before loads parts of it late. */
const KEPT = 2;
/**
 * The packages that every worker loads at its start, put into its bundle. The others stay as they are: they load when
 * they are needed, and some read files beside their own.
 */
const WORKER_PACKAGES = [
  '@elysiajs/cors',
  '@elysiajs/static',
  '@kitajs/html',
  'drizzle-orm',
  'elysia',
  'jose',
  'pino',
  'postgres',
];

/** The arguments after Bun's own that start a worker; asked each time, so that a program that was changed counts at once. */
export function workerProgram(): string[] {
  const bundle = currentBundle();
  return [bundle === null ? MAIN_PROGRAM : join(bundle, 'worker.js'), 'worker'];
}

/** The program for every other command. */
export function mainProgram(): string {
  const bundle = currentBundle();
  return bundle === null ? MAIN_PROGRAM : join(bundle, 'main.js');
}

/** Whether the next start would be quicker with a bundle that is not there yet. */
export const lacksBundle = (): boolean => currentBundle() === null;

/**
 * A bundle, which loads in a third of the time: for a start from the sources, the one of exactly these sources; for a start
 * from a bundle, the newest one. Null where there is none.
 */
function currentBundle(): string | null {
  if (OWN_BUNDLE !== null) return existsSync(join(CURRENT, 'worker.js')) ? CURRENT : OWN_BUNDLE;
  const bundle = join(BUNDLES, bundleName());
  return existsSync(bundle) ? bundle : null;
}

/** Makes the bundle of the sources as they are, and forgets all but the newest ones. Errors: rejects when it fails. */
export async function makeBundle(): Promise<string> {
  const name = bundleName();
  const folder = join(BUNDLES, name);
  if (!existsSync(folder)) await buildInto(folder);
  await pointTo(name);
  await forgetOld(name);
  return folder;
}

/** Whole or not at all; another process may be quicker. */
async function buildInto(folder: string): Promise<void> {
  const unfinished = `${folder}.${process.pid}`;
  await mkdir(unfinished, { recursive: true });
  try {
    await buildMain(unfinished);
    await buildWorker(unfinished);
    if (!existsSync(folder)) await rename(unfinished, folder);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** In parts, so that a command loads what it needs; without packages, which may not be installed yet. */
async function buildMain(outdir: string): Promise<void> {
  await Bun.build({
    entrypoints: [join(PROJECT_ROOT, 'src/main.ts')],
    outdir,
    target: 'bun',
    splitting: true,
    packages: 'external',
    sourcemap: 'linked',
  });
}

/**
 * pino looks up who calls it, for transports that we have none of. In a bundle that would read the whole source map, which
 * takes longer than all of the rest of its start.
 */
const pinoWithoutCallers: Bun.BunPlugin = {
  name: 'pino-without-callers',
  setup(build) {
    build.onLoad({ filter: /\/pino\/lib\/caller\.js$/ }, () => ({
      contents: 'module.exports = () => []',
      loader: 'js',
    }));
  },
};

/** In one file with its bytecode. Names are not shortened: the framework reads handlers to know what to check. */
async function buildWorker(outdir: string): Promise<void> {
  const { dependencies } = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8'));
  const outside = Object.keys(dependencies).filter((name) => !WORKER_PACKAGES.includes(name));
  await Bun.build({
    entrypoints: [join(PROJECT_ROOT, 'src/worker.ts')],
    outdir,
    target: 'bun',
    format: 'cjs',
    bytecode: true,
    external: outside.flatMap((name) => [name, `${name}/*`]),
    plugins: [pinoWithoutCallers],
    sourcemap: 'linked',
  });
}

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

async function pointTo(name: string): Promise<void> {
  const link = `${CURRENT}.${process.pid}`;
  symlinkSync(name, link);
  await rename(link, CURRENT);
}

async function forgetOld(newest: string): Promise<void> {
  const others = readdirSync(BUNDLES)
    .filter((name) => BUNDLE_NAME.test(name) && name !== newest)
    .map((name) => ({ name, at: statSync(join(BUNDLES, name)).mtimeMs }))
    .sort((one, other) => other.at - one.at);
  for (const { name } of others.slice(KEPT - 1)) await rm(join(BUNDLES, name), { recursive: true, force: true });
}
