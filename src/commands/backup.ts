import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import postgres from 'postgres';
import type { Environment } from '../config/reader.ts';
import { type Config, readConfig } from '../config.ts';
import { type SavedDatabase, saveTables } from '../db/backup.ts';
import { say } from './console.ts';
import { withOwner } from './database.ts';

/** What a backup's folder says of itself; written last, so that one without it is none. */
export interface Manifest extends SavedDatabase {
  format: 1;
  version: string;
  takenAt: string;
  /** Uploaded files, each in `uploads` under its id. */
  files: { id: string; sha256: string }[];
}

export const MANIFEST = 'backup.json';
const MISSING = ['ENOENT', 'ENOTDIR'];

/**
 * Writes the database as it is at one moment, and the files that its rows name, into a new folder. The service may go on
 * serving. Returns 1 where a file is missing: on another machine, or lost.
 */
export async function backup(env: Environment, [target]: string[]): Promise<number> {
  const config = readConfig(env);
  const folder = target ? resolve(target) : null;
  if (folder === null || ((await readdir(folder).catch(unlessMissing)) || []).length > 0) {
    process.stderr.write('Usage: backup <new folder>\n');
    return 1;
  }
  for (const part of ['tables', 'uploads']) await mkdir(join(folder, part), { recursive: true, mode: 0o700 });
  const { manifest, missing } = await withOwner(config, (url) => take(config, url, folder));
  await writeFile(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  say(`${rows} rows of ${manifest.tables.length} tables and ${manifest.files.length} files are in ${folder}`);
  say('It opens with the same SECRET_KEY only: keep that elsewhere.');
  if (missing.length > 0) process.stderr.write(`${missing.length} files are not in this machine's DATA_DIR\n`);
  return missing.length > 0 ? 1 : 0;
}

/**
 * Files are written before their rows and removed after them. So those that are there before the snapshot, and then those
 * that it names besides, or that were just being written, are all that it names, whatever is purged meanwhile.
 */
async function take(config: Config, url: string, folder: string): Promise<{ manifest: Manifest; missing: string[] }> {
  const uploads = join(config.dataDir, 'uploads');
  /** The size of each, in bytes. */
  const copied = new Map<string, number>();
  const copyOf = (id: string): string => join(folder, 'uploads', id);
  const copy = async (id: string): Promise<void> => {
    if (await copyFile(join(uploads, id), copyOf(id)).then(() => true, unlessMissing)) {
      copied.set(id, (await stat(copyOf(id))).size);
    }
  };
  for (const id of (await readdir(uploads).catch(unlessMissing)) || []) await copy(id);
  const sql = postgres(url, { max: 1, onnotice: () => {}, connection: { application_name: 'joxai-backup' } });
  try {
    const { saved, rows } = await sql.begin('isolation level repeatable read read only', async (tx) => {
      const rows = await tx<{ id: string; size: number }[]>`SELECT id::text, size FROM attachments ORDER BY id`;
      return { saved: await saveTables(tx, folder), rows };
    });
    for (const { id, size } of rows) if (copied.get(id) !== size) await copy(id);
    // What nothing names any more was erased or never sent: it is not to live on here.
    const named = new Set(rows.map(({ id }) => id));
    for (const id of copied.keys()) if (!named.has(id)) await rm(copyOf(id));
    const files: Manifest['files'] = [];
    for (const { id } of rows) if (copied.has(id)) files.push({ id, sha256: await sha256Of(copyOf(id)) });
    const missing = rows.flatMap(({ id }) => (copied.has(id) ? [] : id));
    const takenAt = new Date().toISOString();
    return { manifest: { format: 1, version: config.version, takenAt, ...saved, files }, missing };
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Errors: rejects where the file cannot be read. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

function unlessMissing(error: unknown): false {
  if (MISSING.includes(String((error as { code?: unknown }).code))) return false;
  throw error;
}
