import { t } from 'elysia';
import { count, id, language, nullable, text, time, uuid, words } from '../../http/shapes.ts';
import { DOCUMENT_KINDS, FAULTS, FILE_STATUSES, IMPORT_STATUSES, OUTCOMES } from './model.ts';

export const ImportStarted = t.Object(
  { import_id: uuid, status: words(IMPORT_STATUSES) },
  { description: 'The import is under way.' },
);
export const ImportFault = t.Object(
  {
    code: words(FAULTS, 'category'),
    message: text('line 4, “Comisiones”: There is no such category: “loyalty”'),
    line: t.Optional(count(4)),
    part: t.Optional(text('Comisiones')),
    value: t.Optional(text('loyalty')),
    max: t.Optional(count(60_000)),
  },
  { description: 'What is wrong with a file, and where.' },
);
export const KnowledgeImport = t.Object(
  {
    import_id: uuid,
    status: words(IMPORT_STATUSES, 'DONE'),
    failure: nullable(words(['interrupted', 'internal'] as const)),
    files: t.Array(
      t.Object({
        name: text('tarifas.docx'),
        size: count(48_213, 'Bytes'),
        kind: nullable(words(DOCUMENT_KINDS, 'docx')),
        status: words(FILE_STATUSES, 'READ'),
        articles: count(1),
        errors: t.Array(ImportFault),
      }),
    ),
    articles: t.Array(
      t.Object({
        article_id: id,
        file: count(1, 'Of the files, from 1'),
        slug: text('tarifas'),
        title: text('Tarifas'),
        language,
        outcome: words(OUTCOMES),
      }),
    ),
    created_by: id,
    created_by_name: text('Lucía Ferrer'),
    created_at: time,
    finished_at: nullable(time),
  },
  { description: 'How far an import is, or what came of it.' },
);
