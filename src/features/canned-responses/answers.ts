import { t } from 'elysia';
import { id, nullable, text, time } from '../../http/shapes.ts';

export const CannedResponse = t.Object(
  {
    id,
    shortcut: text('saludo'),
    title: text('Saludo'),
    text_es: nullable(text('Hola, {customer}, soy {agent}. ¿En qué te ayudo?')),
    text_en: nullable(text('Hello {customer}, this is {agent}. How can I help?')),
    shared: t.Boolean({ description: "Everybody's, else one's own" }),
    updated_at: time,
  },
  { description: 'A text that is put in by its shortcut.' },
);
