import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import postgres from 'postgres';
import type { Environment } from '../config/reader.ts';
import { type Config, readConfig } from '../config.ts';
import { isEmptyDatabase, loadTables } from '../db/backup.ts';
import { migrate, migrateTo } from '../db/migrate.ts';
import { countMigrations } from '../db/prepared.ts';
import { MANIFEST, type Manifest, sha256Of } from './backup.ts';
import { say, slowly } from './console.ts';
import { withOwner } from './database.ts';

/**
 * Fills an empty database and an empty DATA_DIR from a backup, also one of an older version, and brings the tables up to
 * date then. Nothing is overwritten.
 */
export async function restore(env: Environment, [source]: string[]): Promise<number> {
  const config = readConfig(env);
  const folder = source ? resolve(source) : null;
  const manifest = folder === null ? null : await readManifest(folder);
  if (folder === null || manifest === null) return refuse('Usage: restore <folder that backup made>');
  if (manifest.format !== 1 || manifest.migrations > countMigrations()) {
    return refuse(`It was made by version ${manifest.version}, which is newer than this program.`);
  }
  const broken = await findBroken(folder, manifest);
  if (broken !== null) return refuse(`${broken} is missing or not what was written.`);
  return withOwner(config, async (url) => {
    const fault = await fill(config, url, folder, manifest);
    if (fault !== null) return refuse(fault);
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    say(`${rows} rows and ${manifest.files.length} files of ${manifest.takenAt} are back.`);
    say('Start the service with the SECRET_KEY that it had then; bun run audit:verify looks at the audit log.');
    return 0;
  });
}

async function readManifest(folder: string): Promise<Manifest | null> {
  try {
    return JSON.parse(await readFile(join(folder, MANIFEST), 'utf8'));
  } catch {
    return null;
  }
}

/** The first part that is not as the backup has written it. */
async function findBroken(folder: string, { tables, files }: Manifest): Promise<string | null> {
  const parts = [
    ...tables.map(({ name, sha256 }) => ({ path: `tables/${name}.gz`, sha256 })),
    ...files.map(({ id, sha256 }) => ({ path: `uploads/${id}`, sha256 })),
  ];
  for (const { path, sha256 } of parts) {
    if ((await sha256Of(join(folder, path)).catch(() => null)) !== sha256) return path;
  }
  return null;
}

/** Null, or why it was not done. */
async function fill({ dataDir }: Config, url: string, folder: string, manifest: Manifest): Promise<string | null> {
  const uploads = join(dataDir, 'uploads');
  await mkdir(uploads, { recursive: true, mode: 0o700 });
  if ((await readdir(uploads)).length > 0) return `There are files in ${uploads} already.`;
  const sql = postgres(url, { max: 1, onnotice: () => {}, connection: { application_name: 'joxai-restore' } });
  try {
    if (!(await isEmptyDatabase(sql))) return 'There are tables in the database already.';
    await migrateTo(url, manifest.migrations);
    await slowly('Putting the rows back', loadTables(sql, folder, manifest));
    for (const { id } of manifest.files) await copyFile(join(folder, 'uploads', id), join(uploads, id));
    await slowly('Bringing the tables up to date', migrate(url));
    return null;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

function refuse(reason: string): number {
  process.stderr.write(`${reason}\n`);
  return 1;
}
