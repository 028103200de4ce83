import { t } from 'elysia';
import { count, nullable, text, time, words } from '../../http/shapes.ts';
import { CLASS_NAMES } from './model.ts';

export const RetentionClass = t.Object(
  {
    class: words(CLASS_NAMES),
    keep_days: count(1_825, '0 keeps it for ever'),
    would_go: count(42, 'Rows that a purge would remove now'),
    oldest: nullable(time),
    held: count(3, 'Rows whose time is over, but which a legal hold keeps'),
    last_purge: nullable(
      t.Object({
        rows: count(1_204),
        files: count(17),
        partitions: count(1, 'Whole months that were dropped'),
        started_at: time,
        finished_at: nullable(time),
      }),
    ),
  },
  { description: 'How long something is kept, and what of it would go now.' },
);
export const LegalHold = t.Object(
  {
    kind: words(['customer', 'conversation']),
    id: text('2f0c2f8e-8a9d-4c1c-9f5e-6a1b5f6f2d10'),
    name: nullable(text('Ana Ruiz')),
    reason: text('Juicio 341/2026'),
    held_by: nullable(text('Lucía Ferrer')),
    held_at: time,
  },
  { description: 'What may not be removed or erased while the hold is on.' },
);
