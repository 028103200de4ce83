import { FAULTS, type KnowledgeImport } from '../../src/features/knowledge-import/model.ts';

/** What the pages about imports take, with the same text wherever somebody wrote it. */
export function importProps(text: string, at: Date): Record<string, unknown>[] {
  const faults = FAULTS.map((code) => ({ code, line: 3, part: text, value: text, max: 10 }));
  const one: KnowledgeImport = {
    id: '3f1c8f0e-0000-4000-8000-000000000001',
    authorId: 1,
    authorName: text,
    status: 'FAILED',
    files: [
      { name: text, size: 1, kind: 'csv', status: 'FAILED', articles: 1, faults },
      { name: text, size: 1, kind: null, status: 'WAITING', articles: 0, faults: [] },
      { name: text, size: 1, kind: 'pdf', status: 'READ', articles: 2, faults: [] },
    ],
    articles: [{ file: 0, id: 7, slug: text, title: text, language: 'es', outcome: 'VERSION' }],
    failure: null,
    createdAt: at,
    finishedAt: at,
  };
  return [
    { one, recent: [one], maxBytes: 10_000_000, problem: text, status: 'FAILED' },
    { one: { ...one, status: 'RUNNING' }, recent: [], maxBytes: 10_000_000, problem: null, status: 'RUNNING' },
    { one: { ...one, status: 'DONE' }, recent: [one], maxBytes: 10_000_000, problem: null, status: 'DONE' },
    { one: { ...one, failure: 'interrupted' }, recent: [one], maxBytes: 1, problem: text, status: 'DONE' },
  ];
}
