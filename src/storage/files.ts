import { mkdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';

/** Uploaded files, each under its random id and never under a name that a person chose. */
export class FileStorage {
  readonly #folder: string;

  constructor(dataDir: string) {
    this.#folder = join(dataDir, 'uploads');
  }

  async write(id: string, bytes: Uint8Array): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await Bun.write(join(this.#folder, id), bytes, { mode: 0o600 });
  }

  /** Null where there is none (any more). */
  async read(id: string): Promise<Blob | null> {
    const file = Bun.file(join(this.#folder, id));
    return (await file.exists()) ? file : null;
  }

  async remove(id: string): Promise<void> {
    await unlink(join(this.#folder, id));
  }
}
