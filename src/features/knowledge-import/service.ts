import type { Context } from '../../context.ts';
import type { Sql } from '../../db/client.ts';
import { conflict, invalid, notFound, tooLarge } from '../../lib/errors.ts';
import { isUuid } from '../../lib/ids.ts';
import type { Caller } from '../auth/queries.ts';
import { announceKnowledge, changeDraft, createDraft, requireWriter } from '../knowledge/writing.ts';
import { type Defaults, type Draft, toDrafts, twicesOf } from './checking.ts';
import {
  type DuplicateRule,
  type Fault,
  type ImportedArticle,
  type ImportFile,
  type ImportOutcome,
  type KnowledgeImport,
  MAX_ARTICLES,
  MAX_FAULTS,
  MAX_FILES,
} from './model.ts';
import { findImport, findTwin, finishImport, insertImport, listImports, noteProgress } from './queries.ts';
import { readInProcess } from './reader-process.ts';
import { runInTurn } from './running.ts';

/** Imports of one person that may be under way at once. */
const AT_ONCE = 2;
/** After so long without a sign of life an import is over. */
const ALIVE_SECONDS = 10;
const SIGN_OF_LIFE_EVERY_MS = 2_000;
const MAX_NAME_CHARS = 120;
const RECENT = 10;

export interface ImportOptions extends Defaults {
  /** An article for each part instead of one for each document. */
  isSplit: boolean;
  onDuplicate: DuplicateRule;
}

/**
 * Takes documents and answers the import's id; what becomes of them is in `readImport`. All of their articles are drafts
 * in one transaction, or none is.
 *
 * Errors: forbidden, invalid (no file, too many), too_large, conflict (others of the person are under way).
 */
export async function startImport(
  ctx: Context,
  caller: Caller,
  documents: readonly File[],
  options: ImportOptions,
): Promise<string> {
  requireWriter(caller);
  if (documents.length === 0) throw invalid([{ field: 'file', message: 'is required' }]);
  if (documents.length > MAX_FILES) throw invalid([{ field: 'file', message: `must be at most ${MAX_FILES}` }]);
  if (documents.some(({ size }) => size > ctx.settings.maxUploadBytes)) throw tooLarge('The file is too large');
  const files = documents.map(({ name, size }): ImportFile => {
    return { name: shownName(name), size, kind: null, status: 'WAITING', articles: 0, faults: [] };
  });
  const contents = await Promise.all(documents.map((one) => one.bytes()));
  const id = await insertImport(ctx.db.sql, {
    authorId: caller.id,
    files,
    aliveSeconds: ALIVE_SECONDS,
    atOnce: AT_ONCE,
  });
  if (id === null) throw conflict('Wait until your other imports are done');
  runInTurn(ctx, () => new ImportRun(ctx, caller, id, files, options).run(contents));
  return id;
}

/** Errors: not_found, forbidden. */
export async function readImport(ctx: Context, caller: Caller, id: string): Promise<KnowledgeImport> {
  requireWriter(caller);
  const found = isUuid(id) ? await findImport(ctx.db.sql, id) : null;
  if (!found) throw notFound('Import');
  return found;
}

/** The newest of everybody's. Errors: forbidden. */
export async function recentImports(ctx: Context, caller: Caller): Promise<KnowledgeImport[]> {
  requireWriter(caller);
  return listImports(ctx.db.sql, RECENT);
}

/** A name is shown and never used: one line, without what turns directions around. */
const shownName = (name: string | undefined): string =>
  (name ?? '')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .replace(/^.*[\\/]/, '')
    .trim()
    .slice(-MAX_NAME_CHARS) || '…';

/** What a document says nothing about stays as it is in the article. */
const newWords = ({ title, content, category, tags, examples, isCategoryGiven }: Draft) => ({
  title,
  content,
  ...(isCategoryGiven && { category }),
  ...(tags.length > 0 && { tags }),
  ...(examples.length > 0 && { examples }),
});

/** What is wrong shows up only where it is written; the whole is then given up. */
class Rejected extends Error {}

/** One import from its first file to its end, which is always noted. */
class ImportRun {
  readonly #ctx: Context;
  readonly #caller: Caller;
  readonly #id: string;
  readonly #files: ImportFile[];
  readonly #options: ImportOptions;

  constructor(ctx: Context, caller: Caller, id: string, files: ImportFile[], options: ImportOptions) {
    this.#ctx = ctx;
    this.#caller = caller;
    this.#id = id;
    this.#files = files;
    this.#options = options;
  }

  async run(contents: readonly Uint8Array[]): Promise<void> {
    const alive = setInterval(() => void this.#note(), SIGN_OF_LIFE_EVERY_MS);
    try {
      await this.#note();
      const drafts: Draft[][] = [];
      for (const [at, bytes] of contents.entries()) drafts.push(await this.#read(at, bytes));
      this.#checkTogether(drafts);
      if (this.#files.some(({ faults }) => faults.length > 0)) await this.#end('FAILED');
      else await this.#write(drafts);
    } catch (err) {
      if (err instanceof Rejected) await this.#end('FAILED').catch(() => {});
      else await this.#breakOff(err);
    } finally {
      clearInterval(alive);
    }
  }

  async #read(at: number, bytes: Uint8Array): Promise<Draft[]> {
    const file = this.#files[at] as ImportFile;
    file.status = 'READING';
    await this.#note();
    const reading = await readInProcess(bytes, file.name, this.#options);
    if ('fault' in reading) {
      this.#reject(at, [reading.fault]);
      return [];
    }
    const { drafts, faults } = toDrafts(reading.articles, this.#options);
    file.kind = reading.kind;
    file.articles = drafts.length;
    file.status = 'READ';
    if (faults.length > 0) this.#reject(at, faults);
    await this.#note();
    return drafts;
  }

  /** What is wrong with the files only as a whole: titles that come twice, and too many of them. */
  #checkTogether(drafts: readonly (readonly Draft[])[]): void {
    const places = drafts.flatMap((some, file) => some.map((draft) => ({ file, draft })));
    if (places.length > MAX_ARTICLES)
      this.#reject(drafts.length - 1, [{ code: 'too_many_articles', max: MAX_ARTICLES }]);
    for (const at of twicesOf(places.map(({ draft }) => draft))) {
      const { file, draft } = places[at] as (typeof places)[number];
      this.#reject(file, [{ code: 'twice', part: draft.title }]);
    }
  }

  async #write(drafts: readonly (readonly Draft[])[]): Promise<void> {
    await this.#ctx.db.sql.begin(async (tx) => {
      const articles: ImportedArticle[] = [];
      for (const [file, some] of drafts.entries()) {
        for (const draft of some) articles.push({ file, ...(await this.#writeOne(tx, file, draft)) });
      }
      if (this.#files.some(({ faults }) => faults.length > 0)) throw new Rejected();
      const end = { status: 'DONE' as const, files: this.#files, articles, failure: null };
      // Whoever looked was told that it failed: then nothing of it may stay.
      if (!(await finishImport(tx, this.#id, end))) throw new Rejected();
    });
    announceKnowledge(this.#ctx);
  }

  async #writeOne(tx: Sql, file: number, draft: Draft): Promise<Omit<ImportedArticle, 'file'>> {
    const twin = await findTwin(tx, draft);
    const told = (outcome: ImportOutcome, { id, slug }: { id: number; slug: string }) => {
      return { id, slug, title: draft.title, language: draft.language, outcome };
    };
    if (!twin) return told('CREATED', await createDraft(tx, this.#caller, draft));
    if (!twin.isActive) {
      this.#reject(file, [{ code: 'removed', part: draft.title, value: twin.slug }]);
      return told('SKIPPED', twin);
    }
    if (this.#options.onDuplicate === 'SKIP') return told('SKIPPED', twin);
    const { version } = await changeDraft(tx, this.#caller, twin.id, newWords(draft));
    return told(version === twin.version ? 'UNCHANGED' : 'VERSION', twin);
  }

  #reject(at: number, faults: readonly Fault[]): void {
    const file = this.#files[at] as ImportFile;
    file.status = 'FAILED';
    file.faults = [...file.faults, ...faults].slice(0, MAX_FAULTS);
  }

  /** Where the database does not answer, the next sign of life may reach it. */
  async #note(): Promise<void> {
    const { sql } = this.#ctx.db;
    await noteProgress(sql, this.#id, { files: this.#files, aliveSeconds: ALIVE_SECONDS }).catch((err) => {
      this.#ctx.log.warn({ err, import: this.#id }, 'the progress of an import could not be noted');
    });
  }

  async #end(status: 'FAILED', failure: KnowledgeImport['failure'] = null): Promise<void> {
    await finishImport(this.#ctx.db.sql, this.#id, { status, files: this.#files, articles: [], failure });
  }

  async #breakOff(err: unknown): Promise<void> {
    this.#ctx.log.error({ err, import: this.#id }, 'an import failed');
    await this.#end('FAILED', 'internal').catch(() => {});
  }
}
