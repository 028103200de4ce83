import { t } from 'elysia';
import { count, text, uuid } from '../../http/shapes.ts';

export const Attachment = t.Object(
  {
    id: uuid,
    name: text('recibo.pdf'),
    size: count(48_213, 'Bytes'),
    type: text('application/pdf', 'As its bytes say'),
  },
  { description: 'A file of a conversation.' },
);
