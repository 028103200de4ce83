import type {
  DocumentKind,
  DuplicateRule,
  FaultCode,
  FileStatus,
  ImportOutcome,
  ImportStatus,
} from '../../src/features/knowledge-import/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { importTextsEn } from './import-texts-en.ts';
import { importTextsEs } from './import-texts-es.ts';

export interface ImportTexts {
  title: string;
  lead: string;
  files: string;
  filesHint: (limit: string, most: number) => string;
  duplicates: string;
  rules: Record<DuplicateRule, string>;
  category: string;
  categoryHint: string;
  language: string;
  anyLanguage: string;
  split: string;
  splitHint: string;
  start: string;
  formats: { title: string; text: string; columns: string };
  problems: Record<'file' | 'too_many' | 'too_large' | 'busy', string>;
  recent: string;
  none: string;
  by: string;
  when: string;
  status: string;
  result: string;
  oneImport: string;
  statuses: Record<ImportStatus, string>;
  fileStatuses: Record<FileStatus, string>;
  kinds: Record<DocumentKind, string>;
  file: string;
  size: string;
  articles: (count: number) => string;
  running: (done: number, all: number) => string;
  done: (count: number) => string;
  doneNext: string;
  toDrafts: string;
  failed: string;
  failures: Record<'interrupted' | 'internal', string>;
  again: string;
  article: string;
  outcome: string;
  outcomes: Record<ImportOutcome, string>;
  line: (line: number) => string;
  faults: Record<FaultCode, string>;
}

export const importTexts: Record<Language, ImportTexts> = { es: importTextsEs, en: importTextsEn };
