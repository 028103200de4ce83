import { mkdir, opendir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';

/** Uploaded files, each under its random id and never under a name that a person chose. */
export class FileStorage {
  readonly #folder: string;

  constructor(dataDir: string) {
    this.#folder = join(dataDir, 'uploads');
  }

  /** Errors: rejects, with nothing left of it, for example where the disk is full. */
  async write(id: string, bytes: Uint8Array): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    try {
      await Bun.write(join(this.#folder, id), bytes, { mode: 0o600 });
    } catch (error) {
      await this.remove(id);
      throw error;
    }
  }

  /** Null where there is none (any more). */
  async read(id: string): Promise<Blob | null> {
    const file = Bun.file(join(this.#folder, id));
    return (await file.exists()) ? file : null;
  }

  /** What is not there (any more) is removed already. */
  async remove(id: string): Promise<void> {
    await unlink(join(this.#folder, id)).catch(unlessMissing);
  }

  /** The ids of files that were written before then, so many at a time. */
  async *listBefore(before: Date, batch: number): AsyncGenerator<string[]> {
    const folder = await opendir(this.#folder).catch(unlessMissing);
    let ids: string[] = [];
    for await (const entry of folder ?? []) {
      const written = entry.isFile() ? await stat(join(this.#folder, entry.name)).catch(unlessMissing) : null;
      if (!written || written.mtime >= before) continue;
      ids.push(entry.name);
      if (ids.length < batch) continue;
      yield ids;
      ids = [];
    }
    if (ids.length > 0) yield ids;
  }
}

function unlessMissing(error: unknown): null {
  if ((error as { code?: unknown }).code === 'ENOENT') return null;
  throw error;
}
