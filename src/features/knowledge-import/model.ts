import type { Language } from '../../lib/language.ts';

export const DOCUMENT_KINDS = ['markdown', 'html', 'pdf', 'docx', 'csv'] as const;
/** What a file is by its content. */
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** What becomes of a document that is there already, by its slug, else by its title, in the same language. */
export const DUPLICATE_RULES = ['VERSION', 'SKIP'] as const;
export type DuplicateRule = (typeof DUPLICATE_RULES)[number];

export const MAX_FILES = 20;
export const MAX_ARTICLES = 500;
/** Of one file; whoever corrects these tries again anyway. */
export const MAX_FAULTS = 20;
export const MAX_PDF_PAGES = 500;
export const MAX_CSV_COLUMNS = 50;

/** What can be wrong with a file. */
export const FAULTS = [
  'empty',
  'too_large',
  'type',
  'damaged',
  'encrypted',
  'no_text',
  'too_many_pages',
  'too_deep',
  'timeout',
  'memory',
  'front_matter',
  'columns',
  'csv',
  'too_many_columns',
  'too_many_articles',
  'no_title',
  'long_title',
  'no_content',
  'long_content',
  'category',
  'language',
  'slug',
  'too_many_tags',
  'long_tag',
  'too_many_examples',
  'long_example',
  'twice',
  'removed',
] as const;
export type FaultCode = (typeof FAULTS)[number];

/** What is wrong with a file, and where. */
export interface Fault {
  code: FaultCode;
  /** A line of a text, a row of a table; both from 1. */
  line?: number;
  /** The heading or title of the part that is meant. */
  part?: string;
  /** What was found there. */
  value?: string;
  /** The bound that was passed. */
  max?: number;
}

export const FILE_STATUSES = ['WAITING', 'READING', 'READ', 'FAILED'] as const;
export type FileStatus = (typeof FILE_STATUSES)[number];

export interface ImportFile {
  name: string;
  /** Bytes. */
  size: number;
  /** Null until it is known. */
  kind: DocumentKind | null;
  status: FileStatus;
  /** How many articles it holds. */
  articles: number;
  /** Nothing of the import is kept where one of its files has some. */
  faults: Fault[];
}

export const OUTCOMES = ['CREATED', 'VERSION', 'UNCHANGED', 'SKIPPED'] as const;
/** A new draft; a new version of what was there; what was there says the same; what was there is left alone. */
export type ImportOutcome = (typeof OUTCOMES)[number];

export interface ImportedArticle {
  /** Of the files, from 0. */
  file: number;
  id: number;
  slug: string;
  title: string;
  language: Language;
  outcome: ImportOutcome;
}

export const IMPORT_STATUSES = ['RUNNING', 'DONE', 'FAILED'] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

export interface KnowledgeImport {
  id: string;
  authorId: number;
  authorName: string;
  status: ImportStatus;
  files: ImportFile[];
  articles: ImportedArticle[];
  /** The process that worked on it went away, or something failed that is no fault of a file. */
  failure: 'interrupted' | 'internal' | null;
  createdAt: Date;
  finishedAt: Date | null;
}

/** What a document says about an article, as it was read and before it was checked. */
export interface ReadArticle {
  title: string;
  /** Markdown. */
  content: string;
  slug: string | null;
  language: string | null;
  category: string | null;
  tags: string[];
  examples: string[];
  /** Where it stands: a line or row, from 1. */
  line: number | null;
}

/** Shape: the interface's import. */
export const toImportView = (one: KnowledgeImport) => ({
  import_id: one.id,
  status: one.status,
  failure: one.failure,
  files: one.files.map(({ faults, ...file }) => ({
    ...file,
    errors: faults.map((fault) => ({ ...fault, message: sentenceOf(fault) })),
  })),
  articles: one.articles.map(({ id, file, ...article }) => ({ article_id: id, file: file + 1, ...article })),
  created_by: one.authorId,
  created_by_name: one.authorName,
  created_at: one.createdAt.toISOString(),
  finished_at: one.finishedAt?.toISOString() ?? null,
});

const SENTENCES: Record<FaultCode, string> = {
  empty: 'The file is empty',
  too_large: 'The file is larger than {max} bytes',
  type: 'The file is none of Markdown, HTML, PDF, DOCX, CSV',
  damaged: 'The file is damaged and cannot be read',
  encrypted: 'The file is protected by a password',
  no_text: 'There is no text in the file; a scan has to be recognised first',
  too_many_pages: 'The file has more than {max} pages',
  too_deep: 'The file is nested too deeply',
  timeout: 'Reading the file takes too long',
  memory: 'Reading the file takes too much memory',
  front_matter: 'The front matter is not valid YAML',
  columns: 'The first row must name the columns title and content',
  csv: 'The row has another number of cells than the first one',
  too_many_columns: 'There are more than {max} columns',
  too_many_articles: 'There are more than {max} articles in the import',
  no_title: 'The article has no title',
  long_title: 'The title has more than {max} characters',
  no_content: 'The article has no text',
  long_content: 'The text has more than {max} characters; import it split at its headings',
  category: 'There is no such category',
  language: 'The language must be es or en',
  slug: 'The slug must be lower case words with hyphens between them, and none that is taken by a page',
  too_many_tags: 'There are more than {max} tags',
  long_tag: 'A tag has more than {max} characters',
  too_many_examples: 'There are more than {max} example questions',
  long_example: 'An example question has more than {max} characters',
  twice: 'The same title stands twice in this import',
  removed: 'There is a removed article with this slug; restore it first',
};

/** For programs; people read it in their language. */
function sentenceOf({ code, line, part, value, max }: Fault): string {
  const where = [line !== undefined && `line ${line}`, part !== undefined && `“${part}”`].filter(Boolean).join(', ');
  const found = value === undefined ? '' : `: “${value}”`;
  const sentence = SENTENCES[code].replace('{max}', max === undefined ? '' : String(max));
  return `${where && `${where}: `}${sentence}${found}`;
}
