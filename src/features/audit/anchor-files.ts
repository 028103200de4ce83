import { mkdir, open, readdir, readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

const ENDING = '.jsonl';

/** Anchors in a folder: one file of each machine that ever wrote some, a line each, only ever added to. */
export class AnchorFiles {
  readonly #folder: string;
  readonly host = hostname();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The lines of this machine's file. */
  async own(): Promise<string[]> {
    return linesOf(await read(this.#pathOf(this.host)));
  }

  /** Returns once it is on the disk. Errors: rejects where the folder or the file cannot be written. */
  async append(line: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const file = await open(this.#pathOf(this.host), 'a+', 0o600);
    try {
      // A line that a full disk cut off is no anchor, and must not spoil the next.
      const { size } = await file.stat();
      const whole = wholeBytes(await file.readFile());
      if (whole < size) await file.truncate(whole);
      await file.appendFile(`${line}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  /** The lines of every file, file by file; empty where there is no folder. */
  async all(): Promise<string[][]> {
    const names = (await readdir(this.#folder).catch(unlessMissing)) ?? [];
    const files = names.filter((name) => name.endsWith(ENDING)).sort();
    return Promise.all(files.map(async (name) => linesOf(await read(join(this.#folder, name)))));
  }

  #pathOf(host: string): string {
    return join(this.#folder, `${host}${ENDING}`);
  }
}

/** The whole lines of a text; what follows the last end of a line was cut off while it was written. */
export const linesOf = (text: string): string[] => text.split('\n').slice(0, -1).filter(Boolean);

const read = async (path: string): Promise<string> => (await readFile(path, 'utf8').catch(unlessMissing)) ?? '';

const wholeBytes = (bytes: Buffer): number => bytes.lastIndexOf(0x0a) + 1;

function unlessMissing(error: unknown): null {
  if ((error as { code?: unknown }).code === 'ENOENT') return null;
  throw error;
}
